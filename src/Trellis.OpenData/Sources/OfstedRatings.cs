namespace Trellis.Sources;

/// <summary>A list of grades without dates, as at 2024: kept as the grade the register repeats, never as an inspection.</summary>
public sealed class OfstedRatings : RegisterFormat
{
    private static readonly Dictionary<Field, string[]> Names = new()
    {
        [Field.OfstedRating] = ["rating"],
    };

    public override string Key => "ofsted-ratings";

    public override string Title => "Ratings, without dates of inspection";

    public override string Publisher => "Ofsted";

    public override int Order => 3;

    protected override IReadOnlyDictionary<Field, string[]> Columns => Names;

    public override bool Recognises(Header header) =>
        header.HasAll("unique_reference_number", "rating");

    protected override string[] UrnColumns => ["unique_reference_number"];

    public override Period PeriodOf(InputFile file, Header header, Func<Table> open)
    {
        for (var at = 0; at + 4 <= file.Name.Length; at++)
            if (int.TryParse(file.Name.AsSpan(at, 4), out var year) && year is > 1990 and < 2100)
                return Period.OfCalendar(year);
        throw new UnreadableSourceException(file.Path, "its year is not in its name.");
    }
}
