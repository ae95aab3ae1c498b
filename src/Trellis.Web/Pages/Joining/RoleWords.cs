using Trellis.People;

namespace Trellis.Pages.Joining;

/// <summary>What each role may do, in a sentence, where somebody chooses one.</summary>
public static class RoleWords
{
    public static string What(Role role) =>
        role switch
        {
            Role.Head => "Says what the school thinks, and acts for it where no trust does.",
            Role.Governor => "Says what the school thinks, beside the head.",
            Role.TrustOfficer => "Acts for the schools of a trust.",
            Role.LocalAuthorityOfficer => "Works with the schools of an area.",
            Role.DiocesanOfficer => "Works with the schools of a diocese.",
            Role.RegionOfficer => "Prepares decisions about schools of a region.",
            Role.RiseAdviser => "Advises in the cases that name them.",
            Role.DecisionMaker => "Decides about schools of a region.",
            Role.BoardMember => "Advises those who decide for a region.",
            Role.Researcher => "Asks the open data more than a visitor can.",
            Role.Administrator => "Looks after people, data and the program.",
            _ => "",
        };
}
