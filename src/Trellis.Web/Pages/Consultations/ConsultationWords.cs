using Trellis.Components;
using Trellis.Consultations;
using Trellis.Journal;

namespace Trellis.Pages.Consultations;

/// <summary>What the pages of consultations say alike.</summary>
public static class ConsultationWords
{
    /// <summary>The questions that make up what is proposed, in the order in which they are read.</summary>
    public static readonly IReadOnlyList<(string Ask, string Heading)> Pack =
    [
        ("proposed", "What is proposed"),
        ("other-ways", "What else is possible"),
        ("criteria", "By what it is decided"),
        ("if-nothing", "What happens if nothing is done"),
        ("figures", "The figures it rests on"),
    ];

    /// <summary>What an officer writes once it has closed.</summary>
    public static readonly IReadOnlyList<(string Ask, string Heading)> Report =
    [
        ("said", "You said"),
        ("did", "We did"),
        ("did-not", "What is not changed, and why"),
    ];

    public static readonly IReadOnlyList<Choice?> Views =
    [
        new Choice { Value = "for", Text = "For what is proposed" },
        new Choice { Value = "against", Text = "Against it" },
        new Choice { Value = "neither", Text = "Neither, or not sure" },
    ];

    public static readonly IReadOnlyList<Choice?> Repliers =
    [
        new Choice { Value = "parent", Text = "Parent or carer of a pupil" },
        new Choice { Value = "staff", Text = "Member of staff" },
        new Choice { Value = "pupil", Text = "Pupil" },
        new Choice { Value = "neighbour", Text = "Somebody who lives or works nearby" },
        new Choice { Value = "other", Text = "Somebody else" },
    ];

    /// <summary>Null where the code is none.</summary>
    public static ReplyView? ViewOf(string code) =>
        code switch
        {
            "for" => ReplyView.For,
            "against" => ReplyView.Against,
            "neither" => ReplyView.Neither,
            _ => null,
        };

    /// <inheritdoc cref="ViewOf"/>
    public static Replier? ReplierOf(string code)
    {
        foreach (var one in Enum.GetValues<Replier>())
            if (Naming.Of(one.ToString()) == code)
                return one;
        return null;
    }

    /// <summary>"for", "against", "neither for nor against".</summary>
    public static string InWords(this ReplyView view) => ViewWords(Naming.Of(view.ToString()));

    public static string ViewWords(string code) =>
        code == "neither" ? "neither for nor against" : code;

    /// <summary>"Parents and carers".</summary>
    public static string Many(string replier) =>
        replier switch
        {
            "parent" => "Parents and carers",
            "staff" => "Staff",
            "pupil" => "Pupils",
            "neighbour" => "People nearby",
            _ => "Others",
        };

    /// <summary>"parent or carer".</summary>
    public static string InWords(this Replier replier) =>
        replier switch
        {
            Replier.Parent => "Parent or carer",
            Replier.Staff => "Member of staff",
            Replier.Pupil => "Pupil",
            Replier.Neighbour => "Somebody nearby",
            _ => "Somebody else",
        };

    /// <summary>How people of one kind divide: "41 for, 9 against, 2 neither"; why that is not told where it is not.</summary>
    public static string Divide(PublicCount count) =>
        count is { For: { } one, Against: { } two, Neither: { } three }
            ? $"{one:N0} for, {two:N0} against, {three:N0} neither"
            : "";
}
