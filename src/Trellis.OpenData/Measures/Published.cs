namespace Trellis.Measures;

/// <summary>A published figure: a figure, or the reason there is none. Never zero, never null, never a string.</summary>
/// <remarks>
/// The Department marks a withheld figure with letters, and which letters has changed between years, so the mark is
/// kept as it was published and explained by <see cref="Marks"/>.
/// </remarks>
public abstract record Published
{
    private Published() { }

    /// <summary>In the unit named by the measure.</summary>
    public sealed record Figure(double Value) : Published;

    /// <summary>Withheld by the publisher, with its own mark: "SUPP", "c", "x".</summary>
    public sealed record Withheld(string Mark) : Published;

    /// <summary>The question does not apply to this school: "NA", "z", no entries "NE".</summary>
    public sealed record NotApplicable(string Mark) : Published;

    /// <summary>The file has no figure: an empty cell, or the school is not in the file of that year.</summary>
    public sealed record NotCollected : Published
    {
        public static readonly NotCollected It = new();
    }

    /// <summary>The figure, or null where there is none.</summary>
    public double? OrNull => this is Figure figure ? figure.Value : null;
}
