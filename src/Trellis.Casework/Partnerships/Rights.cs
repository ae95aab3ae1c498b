using Trellis.Journal;
using Trellis.Models;

namespace Trellis.Partnerships;

/// <summary>Who may do what in a partnership, and what may be written in it: what the acts have in common.</summary>
public static class Rights
{
    /// <summary>The longest name.</summary>
    public const int LongestName = 120;

    /// <summary>The longest words of one answer.</summary>
    public const int LongestWords = 1000;

    /// <summary>The longest note.</summary>
    public const int LongestNote = 4000;

    /// <summary>How many of each thing are kept: posts, services, aims.</summary>
    public const int Most = 200;

    /// <summary>Why somebody may not change a partnership in a party's name; null where they may.</summary>
    /// <param name="binds">Whether the change binds the party, as far as the model does.</param>
    public static Refusal? MayNotChange(
        this Partnership? whole,
        Voice by,
        Occasion now,
        bool binds = false
    )
    {
        if (whole is null)
            return None;
        if (!by.MaySpeak(now.By))
            return new Refusal(
                "not-your-party",
                "Only people of this member, or of who is responsible for it, can do this."
            );
        if (whole.Ended is not null)
            return new Refusal("ended", "This partnership has ended.");
        var member = whole.Of(by.As);
        if (member is null || !member.IsOn(now.Today))
            return member is { Status: MemberStatus.Stated }
                ? new Refusal("not-confirmed", "Confirm first that you are a member.")
                : new Refusal("not-a-member", "Only those who are members now can do this.");
        return binds ? by.MayConfirm(now.By, PartnershipModels.Of(whole.Model)!) : null;
    }

    /// <summary>Said where there is no such partnership.</summary>
    internal static Refusal None { get; } = new("no-partnership", "There is no such partnership.");

    /// <summary>Whether a party leads on a day by its own word.</summary>
    internal static bool Leads(this Partnership whole, Party party, DateOnly day) =>
        whole.Members.Any(m =>
            m.Party == party && m.IsOn(day) && m.Roles.Contains(MemberRole.Lead)
        );

    /// <summary>Whether a party may say who leads, and act where only a lead may: it leads itself, or nobody does.</summary>
    internal static bool SpeaksForAll(this Partnership whole, Party party, DateOnly day) =>
        whole.Leads(party, day)
        || !whole.Members.Any(m => m.IsOn(day) && m.Roles.Contains(MemberRole.Lead));

    /// <summary>An academy is no governing body that can be in a joint committee under the School Governance (Collaboration) (England) Regulations 2003; nor is a trust.</summary>
    internal static Refusal? CannotSit(Voice by, ModelId model) =>
        by.IsAcademy && model.ToString() == "joint-committee"
            ? new Refusal(
                "academy-cannot-sit",
                "An academy cannot be in a joint committee of governing bodies. Register an informal collaboration or a service agreement with it."
            )
            : null;

    /// <summary>The source of the rule that governing bodies share a joint committee, by its key in definitions/library.</summary>
    public const string JointCommitteeRule = "L6";

    /// <summary>Whether a party is a member by its own word in which it could not be, had it asked on that day: a school that became an academy after it confirmed that it sits in a joint committee.</summary>
    public static bool HasOutgrown(this Partnership whole, Voice by, DateOnly day) =>
        whole.Ended is null && whole.IsIn(by.As, day) && CannotSit(by, whole.Model) is not null;

    /// <summary>Why words cannot be kept; null where they can, and where there are none. They are kept as typed, so the blanks around them count.</summary>
    /// <param name="what">As within a sentence: "the name".</param>
    internal static Refusal? Unfit(FreeText words, string what, int longest = LongestWords) =>
        words.ToString() is var text && text.Length > longest
            ? new Refusal(
                "words-too-long",
                $"Use {longest:N0} characters or fewer for {what}. You have {text.Length:N0}."
            )
        // What is one line is kept as it was typed, so a break at its beginning or end is one too many.
        : longest <= LongestName && text.Any(char.IsControl)
            ? new Refusal("words-unfit", $"Write {what} on one line.")
        : words.Misfit(what, longest, "words", oneLine: longest <= LongestName);

    /// <summary>Why what is said of a partnership as a whole does not hold together; null where it does.</summary>
    internal static Refusal? Wrong(
        FreeText name,
        IReadOnlyList<Purpose> purposes,
        Willingness willingness,
        FreeText because,
        Agreement agreement,
        Costs costs
    )
    {
        if (string.IsNullOrWhiteSpace(name.Text))
            return new Refusal("name-missing", "Enter a name for the partnership.");
        if (purposes.Count == 0)
            return new Refusal("purpose-missing", "Choose at least one purpose.");
        if (!Known(purposes) || !Enum.IsDefined(willingness) || !Known(costs.From))
            return new Refusal("choice-unknown", "Choose from the answers of the list, each once.");
        if (willingness == Willingness.Required && string.IsNullOrWhiteSpace(because.Text))
            return new Refusal("required-by-whom", "Say who required it and why.");
        if (agreement.NoticeDays is < 0 or > 1100)
            return new Refusal(
                "notice-days",
                "Enter how many days' notice a member gives: from 0 to 1,100."
            );
        if (costs.SetUp is < 0 or > Pounds || costs.EachYear is < 0 or > Pounds)
            return new Refusal("cost", "Enter a cost in whole pounds, 0 or more.");
        return Unfit(name, "the name", LongestName)
            ?? Unfit(because, "who required it")
            ?? Unfit(agreement.Terms, "the agreement")
            ?? Unfit(costs.WhoPays, "who pays");
    }

    /// <summary>The largest sum that is taken for one.</summary>
    internal const int Pounds = 100_000_000;

    /// <summary>Whether each is one of the list and none is there twice.</summary>
    internal static bool Known<T>(IReadOnlyList<T> chosen)
        where T : struct, Enum =>
        chosen.All(Enum.IsDefined) && chosen.Distinct().Count() == chosen.Count;

    /// <summary>Why something is not of a day on which it can have been: not before the partnership began, not after a day; null where it is.</summary>
    internal static Refusal? OutOfTime(Partnership whole, DateOnly day, DateOnly latest) =>
        day < whole.Began || day > latest
            ? new Refusal(
                "day-out-of-time",
                $"Enter a day from {Stories.Day(whole.Began)} to {Stories.Day(latest)}."
            )
            : null;

    internal static Refusal Many { get; } =
        new("too-many", $"A partnership has at most {Most} of these. End one first.");

    internal static Refusal NotThere { get; } =
        new("not-there", "This is not in the partnership. Go back and choose again.");
}
