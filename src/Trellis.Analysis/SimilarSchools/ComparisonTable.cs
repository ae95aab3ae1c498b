namespace Trellis.SimilarSchools;

/// <summary>A column of a table on which methods are compared.</summary>
/// <param name="Name">Its heading.</param>
/// <param name="Figures">One a school, in the order of the URNs; NaN where missing.</param>
public sealed record TableColumn(string Name, double[] Figures)
{
    /// <summary>The variables of named methods that it stands for: "pupil-premium", "eal".</summary>
    public IReadOnlyList<string> Variables { get; init; } = [];

    /// <summary>Whether it may enter a learned metric.</summary>
    public bool IsFeature { get; init; }

    /// <summary>Whether heads look at it when they judge likeness; it then also counts directly.</summary>
    public bool IsFace { get; init; }

    /// <summary>What it counts for among the face variables, above zero.</summary>
    public double FaceWeight { get; init; } = 1;

    /// <summary>Whether the balance of the lists is measured on it.</summary>
    public bool IsBalanced { get; init; }

    /// <summary>Features of a group can be left out together: "ethnic".</summary>
    public string Group { get; init; } = "";

    /// <summary>The axis an outcome teaches; empty for one that is only guessed.</summary>
    public string Axis { get; init; } = "";

    public OutcomeKind Outcome { get; init; }
}

/// <summary>What an outcome may be used for.</summary>
public enum OutcomeKind
{
    /// <summary>It is no outcome.</summary>
    None,

    /// <summary>Learned metrics are taught by it, and guess it for schools whose own they have not seen.</summary>
    Taught,

    /// <summary>Guessed by metrics that were never taught by it: a metric with its axis is learned again without.</summary>
    NeverTaught,

    /// <summary>The same outcome of another year: guessed, and never taught by.</summary>
    OtherYear,
}

/// <summary>Schools with their figures, on which methods are compared: any table, not only of a snapshot.</summary>
/// <param name="Urns">Ascending: every sum runs in this order, so that the order of a file changes nothing.</param>
/// <param name="Places">Metres east and north; NaN where not known.</param>
/// <param name="Columns">Features, face variables and outcomes.</param>
public sealed record ComparisonTable(
    IReadOnlyList<int> Urns,
    IReadOnlyList<(double East, double North)> Places,
    IReadOnlyList<TableColumn> Columns
)
{
    private static readonly string[] Inspections =
    [
        "ofsted",
        "inspection",
        "overall effectiveness",
    ];

    public IEnumerable<TableColumn> Features => Columns.Where(c => c.IsFeature);

    public IEnumerable<TableColumn> Face => Columns.Where(c => c.IsFace);

    public IEnumerable<TableColumn> Outcomes => Columns.Where(c => c.Outcome != OutcomeKind.None);

    /// <summary>The axes that outcomes teach, in the order they come.</summary>
    public IReadOnlyList<string> Axes =>
        Outcomes.Select(o => o.Axis).Where(a => a.Length > 0).Distinct().ToArray();

    /// <summary>The rows whose guesses are judged: those that have every taught outcome.</summary>
    public bool[] Judged()
    {
        var taught = Columns.Where(c => c.Outcome == OutcomeKind.Taught).ToArray();
        var judged = new bool[Urns.Count];
        for (var row = 0; row < judged.Length; row++)
            judged[row] = taught.All(c => !double.IsNaN(c.Figures[row]));
        return judged;
    }

    /// <summary>The same table without a group of features.</summary>
    public ComparisonTable Without(string group) =>
        this with
        {
            Columns = Columns
                .Where(c => c.Group != group || c.Outcome != OutcomeKind.None)
                .ToArray(),
        };

    /// <summary>The same table with other figures in an outcome's place.</summary>
    public ComparisonTable With(TableColumn column, double[] figures) =>
        this with
        {
            Columns = Columns
                .Select(c => ReferenceEquals(c, column) ? c with { Figures = figures } : c)
                .ToArray(),
        };

    /// <summary>Why the table cannot be used to compare methods, or empty: an outcome among the features, or a feature that gives one away.</summary>
    public string Fault()
    {
        if (
            Columns.FirstOrDefault(c =>
                c.Outcome != OutcomeKind.None && (c.IsFeature || c.IsFace)
            ) is
            { } both
        )
            return $"'{both.Name}' is an outcome and a feature: a result is never a feature, whatever its year.";
        if (!Outcomes.Any())
            return "No column is an outcome.";
        if (!Features.Any() && !Face.Any())
            return "No column is a feature or a face variable.";
        foreach (var feature in Columns.Where(c => c.IsFeature || c.IsFace))
        {
            if (
                Outcomes.FirstOrDefault(o => WithoutYear(o.Name) == WithoutYear(feature.Name)) is
                { } same
            )
                return $"The feature '{feature.Name}' is the outcome '{same.Name}' of another year: a result is never a feature, whatever its year.";
            if (
                Inspections.Any(word =>
                    feature.Name.Contains(word, StringComparison.OrdinalIgnoreCase)
                )
            )
                return $"The feature '{feature.Name}' is an inspection's judgement: a grade is never a feature, whatever its year.";
        }
        return GivenAway.Find(this);
    }

    /// <summary>"ATTAINMENT 8" of "Attainment 8, 2018" and of "Attainment 8 2018/19".</summary>
    private static string WithoutYear(string name)
    {
        var words = name.ToUpperInvariant()
            .Split([' ', ',', '/', '-', '_', '(', ')'], StringSplitOptions.RemoveEmptyEntries)
            .ToList();
        for (var at = words.Count - 1; at >= 0; at--)
            if (
                words[at].Length == 4
                && int.TryParse(words[at], out var year)
                && year is > 1900 and < 2100
            )
                words.RemoveRange(
                    at,
                    at + 1 < words.Count
                    && words[at + 1].Length == 2
                    && int.TryParse(words[at + 1], out _)
                        ? 2
                        : 1
                );
        return string.Join(' ', words);
    }
}
