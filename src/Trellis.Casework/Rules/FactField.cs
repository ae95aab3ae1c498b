using System.Collections.Frozen;
using System.Text;

namespace Trellis.Rules;

/// <summary>How a fact is told.</summary>
public enum FactKind
{
    /// <summary>One of <see cref="FactField.Words"/>.</summary>
    Choice,
    YesNo,

    /// <summary>As 2026-05-10.</summary>
    Day,

    /// <summary>Zero or more; a point stands before parts of one.</summary>
    Number,

    /// <summary>Several numbers with commas between.</summary>
    Numbers,

    /// <summary>Several of a day and a grade with commas between: "2022-03-08 requires-improvement".</summary>
    Inspections,
}

/// <summary>A word that a fact may be.</summary>
/// <param name="Id">As files and addresses write it.</param>
/// <param name="Label">As a form says it.</param>
/// <param name="Also">What else people write for it.</param>
public sealed record FactWord(string Id, string Label, params IReadOnlyList<string> Also);

/// <summary>Something that may be told of a school or a case, so that the law of a day can be found.</summary>
/// <param name="Name">As files and addresses write it.</param>
/// <param name="What">What it means, and what its absence means.</param>
/// <param name="Also">What else people call it.</param>
public sealed record FactField(
    string Name,
    FactKind Kind,
    string What,
    IReadOnlyList<FactWord> Words,
    params IReadOnlyList<string> Also
)
{
    /// <summary>Every one, in the order in which documents list them.</summary>
    public static readonly IReadOnlyList<FactField> All =
    [
        Choice(
            "school",
            "What kind of school it is. Without it, a school that a council maintains.",
            [
                new(
                    "maintained",
                    "The council runs it",
                    "local-authority-maintained",
                    "la-maintained"
                ),
                new("community", "Community school", "community-primary", "community-special"),
                new("foundation", "Foundation school", "foundation-special", "trust"),
                new("voluntary-aided", "Voluntary aided school", "va", "aided"),
                new("voluntary-controlled", "Voluntary controlled school", "vc", "controlled"),
                new(
                    "single-academy",
                    "Academy in a trust of its own",
                    "academy",
                    "sat",
                    "standalone-academy"
                ),
                new(
                    "academy-in-trust",
                    "Academy in a trust of several schools",
                    "academy-in-a-trust",
                    "mat",
                    "academy-in-mat",
                    "academy-in-a-mat"
                ),
            ],
            "type",
            "school-type"
        ),
        Choice(
            "phase",
            "Whom it teaches. It decides some grants.",
            [
                new("primary", "Primary"),
                new("secondary", "Secondary"),
                new("all-through", "All-through"),
                new("special", "Special"),
                new("alternative", "Alternative provision", "ap", "pru", "pupil-referral-unit"),
            ]
        ),
        YesNo(
            "foundation",
            "Whether it has a foundation: trustees, or a body that appoints foundation governors. Without it, voluntary and foundation schools are taken to have one and others not.",
            "has-foundation"
        ),
        YesNo(
            "religious",
            "Whether it has a religious character. Without it, no.",
            "religious-character",
            "church",
            "faith",
            "church-school"
        ),
        Choice(
            "category",
            "The category of concern in the latest report. A school may be told to be coasting here, or by its inspections.",
            [
                new("none", "No category"),
                new("special-measures", "Special measures", "sm"),
                new(
                    "significant-improvement",
                    "Requires significant improvement",
                    "rsi",
                    "requires-significant-improvement",
                    "serious-weaknesses"
                ),
                new("coasting", "It is coasting"),
                new("warning-notice", "A warning notice was not complied with", "warning"),
            ]
        ),
        Day(
            "report-on",
            "The day on which the report that says so was published.",
            "report",
            "report-date",
            "date-of-report"
        ),
        new(
            "inspections",
            FactKind.Inspections,
            "Full inspections, each a day and a grade. Under report cards the grade is that for leadership and governance.",
            [],
            "inspection-history"
        ),
        YesNo("in-federation", "Whether it is in a federation.", "federation", "federated"),
        Day(
            "order-on",
            "The day on which an academy order was made. Without it, none was.",
            "order",
            "order-date",
            "order-made-on"
        ),
        Choice(
            "limb",
            "On what the order rests. Without it, what the law of its day leaves.",
            [
                new("duty", "Section 4(A1): it must be made", "c", "a1", "4-a1", "4(a1)", "s4a1"),
                new("power", "Section 4(1)(b): it may be made", "b", "4-1-b", "4(1)(b)"),
                new("application", "Section 4(1)(a): the school applied", "a", "4-1-a", "4(1)(a)"),
            ]
        ),
        Day("converted-on", "The day on which the school opened as an academy.", "converted"),
        Day("revoked-on", "The day on which the order was revoked.", "revoked"),
        Day("trust-chosen-on", "The day on which a trust was chosen.", "trust-chosen"),
        Choice(
            "support",
            "What came of support for the school so far.",
            [
                new("none", "None yet"),
                new("running", "It is running"),
                new("failed", "It ended, and the school had not improved"),
            ]
        ),
        Choice(
            "performing",
            "How the school does; it counts where its trust closes. Without it, what category and inspections say.",
            [new("well", "Well", "good", "strong"), new("weak", "Weakly", "poorly", "badly")]
        ),
        YesNo("trust-closing", "Whether the trust of the school closes.", "trust-closes"),
        YesNo("trust-agrees", "Whether the trust of the school agrees that it leaves."),
        Choice(
            "asked-by",
            "Who signed the request to leave a federation.",
            [
                new("governors", "Governors"),
                new("parents", "Parents"),
                new("staff", "Staff"),
                new("authority", "The local authority", "la", "local-authority"),
                new("trustees", "Trustees"),
                new("foundation", "A body that appoints foundation governors"),
            ],
            "request-by",
            "signed-by"
        ),
        Number("federation-schools", "How many schools are in the federation."),
        Number("governors-signed", "How many governors signed."),
        Number("pupils-signed", "Of how many pupils the parents signed."),
        Number("pupils-all", "How many pupils are registered.", "pupils"),
        Number("staff-signed", "How many of the paid staff signed."),
        Number("staff-all", "How many are paid staff.", "staff"),
        Number(
            "signed-percent",
            "What share signed, of a hundred: of pupils for parents, of paid staff for staff. It counts where the numbers are not told.",
            "percent"
        ),
        Day("received-on", "The day on which the request was received."),
        Day("notified-on", "The day on which notice of the request was given."),
        Day("published-on", "The day on which proposals to federate were published.", "published"),
        Day("closing-on", "The closing date for answers to them.", "closing", "closing-date"),
        Choice(
            "fund",
            "Which grant is asked for. Without it, all that the rules tell of.",
            [
                new("conversion-support", "Conversion grant", "conversion", "conversion-grant"),
                new("trust-capacity", "Trust Capacity Fund", "tcaf"),
                new("sponsored", "Sponsored grant"),
                new("transfer", "Transfer grant"),
                new("rise", "RISE grant"),
            ]
        ),
        Day("applied-on", "The day of the application.", "applied", "filed-on", "application-date"),
        Number("schools", "How many schools apply together."),
        Choice(
            "grade",
            "The latest grade, where inspections are not told one by one.",
            [.. Grades.All.Select(g => new FactWord(g, Grades.InWords(g), Grades.Also(g)))]
        ),
        YesNo(
            "investment-area",
            "Whether it lies in an education investment area.",
            "eia",
            "in-eia"
        ),
        Choice(
            "trust-notice",
            "Whether a notice about its money is open on the trust.",
            [
                new("none", "None", "no"),
                new("open", "A notice is open", "yes", "nti", "notice-to-improve", "fnti"),
            ]
        ),
        new(
            "years-in-trust",
            FactKind.Numbers,
            "For how many full years each school has been in the trust, with results in the year.",
            [],
            "years"
        ),
    ];

    private static readonly FrozenDictionary<string, FactField> ByName = All.SelectMany(f =>
            f.Also.Append(f.Name).Select(name => (name, f))
        )
        .ToFrozenDictionary(p => p.name, p => p.f);

    /// <summary>The field of a name, or of another name for it; null where there is none.</summary>
    public static FactField? Of(string name) => ByName.GetValueOrDefault(Plain(name));

    /// <summary>The word that somebody wrote; null where it is none of this field.</summary>
    public string? WordFor(string text)
    {
        var plain = Plain(text);
        return Words.FirstOrDefault(w => w.Id == plain || w.Also.Contains(plain))?.Id
            ?? (
                plain.EndsWith("-school", StringComparison.Ordinal)
                    ? WordFor(plain[..^"-school".Length])
                    : null
            );
    }

    /// <summary>What may be written, as a refusal says it.</summary>
    public string Allowed =>
        Kind switch
        {
            FactKind.Choice => $"It can be: {string.Join(", ", Words.Select(w => w.Id))}.",
            FactKind.YesNo => "It can be: yes, no.",
            FactKind.Day => "It is a day as 2026-05-10.",
            FactKind.Number => "It is a number of zero or more.",
            FactKind.Numbers => "It is numbers of zero or more, as 3.2, 3.0, 2.9.",
            _ =>
                $"It is a day and a grade each, as 2022-03-08 requires-improvement. Grades: {string.Join(", ", Grades.All)}.",
        };

    /// <summary>"reportOn", "Report on" and "report_on" are all "report-on".</summary>
    internal static string Plain(string text)
    {
        var plain = new StringBuilder();
        var before = ' ';
        foreach (var letter in text.Trim())
        {
            if (letter is ' ' or '_' or '-')
                Dash(plain);
            else
            {
                if (char.IsAsciiLetterUpper(letter) && char.IsAsciiLetterLower(before))
                    Dash(plain);
                plain.Append(char.ToLowerInvariant(letter));
            }
            before = letter;
        }
        return plain.ToString().Trim('-');
    }

    private static void Dash(StringBuilder plain)
    {
        if (plain.Length > 0 && plain[^1] != '-')
            plain.Append('-');
    }

    private static FactField Choice(
        string name,
        string what,
        IReadOnlyList<FactWord> words,
        params IReadOnlyList<string> also
    ) => new(name, FactKind.Choice, what, words, also);

    private static FactField YesNo(string name, string what, params IReadOnlyList<string> also) =>
        new(
            name,
            FactKind.YesNo,
            what,
            [new("yes", "Yes", "true", "y"), new("no", "No", "false", "n")],
            also
        );

    private static FactField Day(string name, string what, params IReadOnlyList<string> also) =>
        new(name, FactKind.Day, what, [], also);

    private static FactField Number(string name, string what, params IReadOnlyList<string> also) =>
        new(name, FactKind.Number, what, [], also);
}
