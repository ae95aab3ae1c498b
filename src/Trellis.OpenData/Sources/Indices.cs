using Trellis.Measures;

namespace Trellis.Sources;

/// <summary>The English indices of deprivation by neighbourhood (LSOA): 2015 and 2019 on the codes of 2011, 2025 on those of 2021.</summary>
/// <remarks>Joined to schools by the LSOA the register gives: about one in ten look-ups by polygon is wrong.</remarks>
public sealed class Indices : SourceFormat
{
    private static readonly Dictionary<string, string[]> Names = new()
    {
        ["imd-score"] =
        [
            "IMD_score",
            "Overall Index of Multiple Deprivation (IMD) Score",
            "Index of Multiple Deprivation (IMD) Score",
        ],
        ["imd-rank"] =
        [
            "IMD_rank",
            "Index of Multiple Deprivation (IMD) Rank (where 1 is most deprived)",
        ],
        ["imd-decile"] =
        [
            "IMD_decile",
            "Index of Multiple Deprivation (IMD) Decile (where 1 is most deprived 10% of LSOAs)",
        ],
        ["idaci-score"] =
        [
            "IDACI_score",
            "Income Deprivation Affecting Children Index (IDACI) Score (rate)",
        ],
        ["idaci-rank"] =
        [
            "IDACI_rank",
            "Income Deprivation Affecting Children Index (IDACI) Rank (where 1 is most deprived)",
        ],
        ["idaci-decile"] =
        [
            "IDACI_decile",
            "Income Deprivation Affecting Children Index (IDACI) Decile (where 1 is most deprived 10% of LSOAs)",
        ],
    };

    private static readonly string[] Codes =
    [
        "LSOA code (2011)",
        "lsoa11_code",
        "lsoa21_code",
        "LSOA code (2021)",
    ];

    public override string Key => "imd";

    public override string Title => "English indices of deprivation";

    public override string Publisher => "Ministry of Housing, Communities and Local Government";

    public override bool Recognises(Header header) =>
        header.Find(Codes) >= 0 && Names.Values.Any(names => header.Find(names) >= 0);

    public override Period PeriodOf(InputFile file, Header header, Func<Table> open)
    {
        var year =
            header.Has("lsoa21_code") || header.Has("LSOA code (2021)") ? 2025
            : header.Has("Local Authority District code (2019)") || header.Has("lad19_code") ? 2019
            : header.Has("Local Authority District code (2013)") || header.Has("lad13_code") ? 2015
            : throw new UnreadableSourceException(
                file.Path,
                "which year's indices these are is not in its header."
            );
        // In 2015 the scores and the supplementary indices came in two files.
        var part =
            header.Find(Names["idaci-rank"]) >= 0 && header.Find(Names["imd-score"]) < 0
                ? "-supplementary"
                : "";
        return Period.OfCalendar(year) with { Key = $"{year}{part}" };
    }

    public override void Read(Table table, Period period, Harvest harvest)
    {
        var code = table.Column(Codes);
        var columns = Definitions
            .Of(Key)
            .Select(d =>
                (
                    d.Measure,
                    d.Range,
                    Column: table.Find(Names[d.Columns[0]]),
                    Values: new List<double>()
                )
            )
            .Where(c => c.Column >= 0)
            .ToArray();
        var rows = new Dictionary<string, int>(StringComparer.Ordinal);
        while (table.Read())
        {
            var area = table.Text(code);
            if (area.Length != 9)
            {
                table.Reject(code, "the code of a neighbourhood, as E01000001");
                continue;
            }
            var wrong = Array.FindIndex(
                columns,
                c => !Figures.TryRead(table[c.Column], out _, out _)
            );
            if (wrong >= 0)
            {
                table.Reject(columns[wrong].Column, "a number");
                continue;
            }
            if (!rows.TryAdd(area, rows.Count))
            {
                table.SetAside("second rows of one neighbourhood");
                continue;
            }
            foreach (var column in columns)
            {
                Figures.TryRead(table[column.Column], out var value, out _);
                column.Values.Add(value);
            }
            table.Keep();
        }
        harvest.Add(h =>
            h.Areas.Add(
                new AreaRows(
                    $"{Key}/{period.Key}",
                    period.Year,
                    rows,
                    columns.Select(c => (c.Measure, c.Values.ToArray())).ToArray()
                )
            )
        );
    }
}
