using Trellis.Measures;

namespace Trellis.Sources;

/// <summary>What the Department published of each school behind its similar-schools groups of 2026.</summary>
public sealed class SimilarSchoolsValues : MeasureFormat
{
    public override string Key => "similar";

    public override string Title => "Similar schools model: values";

    public override bool Recognises(Header header) =>
        header.HasAll("URN", "PPPerc", "PStability", "IdaciPupils");

    /// <summary>The date in the name, else the month in which the groups were first published.</summary>
    /// <remarks>
    /// Several releases speak of one school. The one with reading and maths apart has the key that sorts last and so
    /// holds: it is the release whose distances the published weights reproduce.
    /// </remarks>
    public override Period PeriodOf(InputFile file, Header header, Func<Table> open)
    {
        var kind =
            header.Has("Ks1PriorRwmAverage") ? "primary"
            : header.Has("KS2MRP") ? "secondary"
            : "secondary-reading-maths";
        var date = Dates.InName(file.Name) ?? new DateOnly(2026, 2, 1);
        return new Period($"{kind}-{date:yyyy-MM-dd}", $"{date:MMMM yyyy}", date, new Year(2025));
    }
}
