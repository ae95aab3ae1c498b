using Trellis.Journal;

namespace Trellis.People;

/// <summary>Who may do what for whom, beyond what a page's own rule says.</summary>
/// <remarks>
/// A school in a trust has no legal personality: its head and local governors may say what the school thinks, and the
/// trust acts for it. A school of a local authority acts for itself through its head and governors.
/// </remarks>
public static class Powers
{
    /// <summary>Whether somebody may say something in a school's name.</summary>
    public static bool MaySpeakFor(this Actor by, Scope school) =>
        by is Holder { As: { Role: Role.Head or Role.Governor } held } && held.Over == school;

    /// <summary>Whether somebody may bind a school.</summary>
    /// <param name="body">The school's trust or local authority.</param>
    public static bool MayActFor(this Actor by, Scope school, Scope body) =>
        body.Kind == ScopeKind.Trust
            ? by is Holder { As: { Role: Role.TrustOfficer } held } && held.Over == body
            : by.MaySpeakFor(school);

    /// <summary>Why somebody may not give a role to another; null where they may.</summary>
    public static Refusal? MayAppoint(Actor by, Appointment role, Scope? body) =>
        by switch
        {
            Terminal when role.Role == Role.Administrator => null,
            Holder { As.Role: Role.Administrator } => null,
            // Those who act for a school say who speaks for it.
            Holder when role.Role is Role.Head or Role.Governor && body is { } acts => by.MayActFor(
                role.Over,
                acts
            )
                ? null
            : by.MaySpeakFor(role.Over)
                ? new Refusal(
                    "the-trust-acts",
                    "Your school is part of a trust. Ask an officer of the trust to invite people for it."
                )
            : by is Holder { As: { Role: Role.LocalAuthorityOfficer } area } && area.Over == acts
                ? null
            : NotYours,
            // An officer may bring in a colleague of the same office.
            Holder { As: { Role: Role.TrustOfficer or Role.LocalAuthorityOfficer } own }
                when own.Role == role.Role && own.Over == role.Over => null,
            _ => NotYours,
        };

    private static readonly Refusal NotYours = new(
        "not-yours-to-give",
        "You cannot give this role. An administrator can."
    );
}
