using System.Globalization;
using Trellis.Components;
using Trellis.Journal;
using Trellis.Models;
using Trellis.Partnerships;

namespace Trellis.Pages.Partnerships;

/// <summary>The codes of the register in words, the same on every page, in every file and feed.</summary>
public static class PartnershipWords
{
    /// <summary>"Train staff together".</summary>
    public static string InWords(this Purpose purpose) =>
        purpose switch
        {
            Purpose.SchoolEconomic => "Save money or share what schools have",
            Purpose.SchoolImprovement => "Improve the schools and their standards",
            Purpose.SchoolRelationships => "Know and understand each other better",
            Purpose.SchoolBarriers => "Break down barriers between schools",
            Purpose.StaffPractice => "Exchange good practice",
            Purpose.StaffTraining => "Train staff together",
            Purpose.StaffSupport => "Support staff, so that nobody works alone",
            Purpose.PupilExperience => "Widen what pupils can learn and do",
            Purpose.PupilAttainment => "Raise pupils' results",
            Purpose.PupilSocial => "Help pupils to make friends and grow in confidence",
            Purpose.PupilBackgrounds => "Help pupils to understand other backgrounds",
            _ => "Ease the move from primary to secondary school",
        };

    /// <summary>Whom a purpose is for: "The schools", "The staff", "The pupils".</summary>
    public static string ForWhom(this Purpose purpose) =>
        purpose switch
        {
            <= Purpose.SchoolBarriers => "The schools",
            <= Purpose.StaffSupport => "The staff",
            _ => "The pupils",
        };

    /// <summary>"Planned".</summary>
    public static string InWords(this Depth depth) =>
        depth switch
        {
            Depth.Informal => "Informal",
            Depth.Planned => "Planned",
            Depth.Agreed => "Agreed in writing",
            Depth.SharedLeadership => "Shared leaders or staff",
            _ => "Governed by one body",
        };

    /// <summary>What a depth means, in a sentence.</summary>
    public static string What(this Depth depth) =>
        depth switch
        {
            Depth.Informal => "People meet and share when it suits them.",
            Depth.Planned => "There is a plan that all know, and somebody who looks after it.",
            Depth.Agreed => "There is a written agreement.",
            Depth.SharedLeadership => "Leaders or staff work for several of the schools.",
            _ => "One body governs the schools.",
        };

    /// <summary>"gives", "takes", "leads".</summary>
    public static string InWords(this MemberRole role) =>
        role switch
        {
            MemberRole.Giver => "gives",
            MemberRole.Taker => "takes",
            _ => "leads",
        };

    /// <summary>What a role means, in a sentence.</summary>
    public static string What(this MemberRole role) =>
        role switch
        {
            MemberRole.Giver => "It gives: help, staff, places or money",
            MemberRole.Taker => "It takes: it is helped",
            _ => "It leads the partnership",
        };

    /// <summary>"gives and takes"; nothing where no role was stated.</summary>
    public static string InWords(this IReadOnlyList<MemberRole> roles) =>
        string.Join(" and ", roles.Order().Select(r => r.InWords()));

    public static string InWords(this Willingness willingness) =>
        willingness == Willingness.Willing ? "The members chose it" : "It was required";

    public static string InWords(this Funding funding) =>
        funding switch
        {
            Funding.Members => "the members themselves",
            Funding.LocalAuthority => "a local authority",
            Funding.Trust => "a trust",
            Funding.GovernmentGrant => "a government grant",
            Funding.Charity => "a charity",
            _ => "somebody else",
        };

    public static string InWords(this TrainingProvider provider) =>
        provider switch
        {
            TrainingProvider.Member => "a member",
            TrainingProvider.TeachingSchoolHub => "a teaching school hub",
            TrainingProvider.SubjectHub => "a subject hub",
            TrainingProvider.LocalAuthority => "a local authority",
            TrainingProvider.University => "a university",
            _ => "somebody else",
        };

    public static string InWords(this Outlook outlook) =>
        outlook switch
        {
            Outlook.GoOn => "Go on as it is",
            Outlook.Change => "Change it",
            _ => "End it",
        };

    /// <summary>"College".</summary>
    public static string InWords(this PartyKind kind) =>
        kind switch
        {
            PartyKind.LocalAuthority => "Local authority",
            PartyKind.Health => "Health service",
            PartyKind.Other => "Another kind of body",
            _ => kind.ToString(),
        };

    /// <summary>The name of a model; its id where this program no longer has it.</summary>
    public static string Name(ModelId id) => PartnershipModels.Of(id)?.Name ?? $"{id}";

    /// <summary>"2.5 days a week".</summary>
    public static string DaysAWeek(int tenths) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{tenths / 10m:0.#} {(tenths == 10 ? "day" : "days")} a week"
        );

    /// <summary>"£1,200".</summary>
    public static string Pounds(int pounds) =>
        string.Create(CultureInfo.InvariantCulture, $"£{pounds:N0}");

    /// <summary>The code of a value as addresses, files and forms have it: "staff-training".</summary>
    public static string Code<T>(this T value)
        where T : struct, Enum => Naming.Of(value.ToString());

    /// <summary>The value of a code; null where there is none.</summary>
    public static T? Of<T>(string code)
        where T : struct, Enum
    {
        foreach (var one in Enum.GetValues<T>())
            if (one.Code() == code)
                return one;
        return null;
    }

    /// <summary>Every value as an answer to choose.</summary>
    public static IReadOnlyList<Choice?> Choices<T>(
        Func<T, string> words,
        Func<T, string>? hint = null
    )
        where T : struct, Enum =>
        [
            .. Enum.GetValues<T>()
                .Select(v => new Choice
                {
                    Value = v.Code(),
                    Text = words(v).Capital(),
                    Hint = hint is null ? null : new Hint { Text = hint(v) },
                }),
        ];
}
