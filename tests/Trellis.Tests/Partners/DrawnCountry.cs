using Trellis.Inspections;
using Trellis.Measures;
using Trellis.Schools;
using Trellis.SimilarSchools;
using Trellis.Snapshots;

namespace Trellis.Tests.Partners;

/// <summary>Sixty primary schools on one street, a kilometre apart, with three years of progress in reading and maths.</summary>
/// <remarks>
/// School n stands n kilometres east; a third of pupils are disadvantaged everywhere, so that all are alike, but in the last
/// ten, where nine in ten are. Reading progress of school n is a wave over n, the same in all years but for a ripple.
/// </remarks>
internal sealed record DrawnCountry
{
    public const int First = 100_001;
    public const int Count = 60;

    public static readonly Year Last = new(2018);

    /// <summary>Rows in which a school has no figure of reading.</summary>
    public IReadOnlyCollection<int> WithoutReading { get; init; } = [];

    public IReadOnlyList<Inspection> Inspections { get; init; } = [];

    /// <summary>What is added to reading in a year.</summary>
    public Func<int, int, double> ReadingToo { get; init; } = (_, _) => 0;

    /// <summary>Whether lists are given the other way round.</summary>
    public bool Backwards { get; init; }

    public static Urn At(int n) => new(First + n);

    public static double Reading(int n, int year) =>
        Math.Round((4 * Math.Sin(n * 1.1)) + (.3 * Math.Cos((n * 3) + year)), 2);

    public static double Maths(int n, int year) =>
        Math.Round((-4 * Math.Sin(n * 1.1)) + (.3 * Math.Sin((n * 5) + year)), 2);

    public Snapshot Snapshot()
    {
        var establishments = Enumerable
            .Range(0, Count)
            .Select(n => new Establishment
            {
                Urn = At(n),
                Name = $"School {n}",
                Type = "Community school",
                TypeGroup = "Local authority maintained schools",
                Status = Status.Open,
                Phase = Phase.Primary,
                LowAge = 4,
                HighAge = 11,
                Region = "London",
                Place = new GridPoint(400_000 + (1000 * n), 300_000),
            })
            .ToList();
        var columns = new List<MeasureColumn>();
        for (var year = 2016; year <= 2018; year++)
        {
            var y = year;
            columns.Add(
                Column(
                    "ks2.reading-progress",
                    year,
                    n =>
                        WithoutReading.Contains(n)
                            ? double.NaN
                            : Math.Round(Reading(n, y) + ReadingToo(n, y), 2)
                )
            );
            columns.Add(Column("ks2.maths-progress", year, n => Maths(n, y)));
            columns.Add(Column("pupils.fsm6", year, n => n < Count - 10 ? 30 + (n % 3) : 90));
            columns.Add(Column("pupils.number", year, n => 200 + n));
            columns.Add(Column("ks2.pupils", year, n => 28 + (n % 4)));
        }
        if (Backwards)
        {
            establishments.Reverse();
            columns.Reverse();
        }
        return new Snapshot(
            "0123456789abcdef",
            new SnapshotContent
            {
                Establishments = establishments,
                Columns = columns,
                Inspections = Inspections,
            },
            Manifest.Empty
        );
    }

    public static SimilarMethod Method(Snapshot snapshot) =>
        SimilarMethods.YourWeights(snapshot.Measures, "pupils.fsm6", out _)!;

    private static MeasureColumn Column(string id, int year, Func<int, double> figure) =>
        Column(id, year, Count, figure);

    /// <summary>A column of a drawn country: the first so many schools, none of whose figures is withheld.</summary>
    public static MeasureColumn Column(string id, int year, int count, Func<int, double> figure) =>
        MeasureColumn.Pack(
            new Measure(
                id,
                id,
                "Results",
                Unit.Points,
                2,
                "better",
                "primary",
                "",
                "",
                false,
                new DateOnly(2026, 1, 1)
            ),
            new Year(year),
            new RowIndex($"{id}/{year}", [.. Enumerable.Range(0, count)]),
            [.. Enumerable.Range(0, count).Select(figure)],
            new string?[count]
        );
}
