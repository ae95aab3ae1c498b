using System.Globalization;
using System.Text;

namespace Trellis.Fiction;

/// <summary>Writes what is known of places: deprivation and rural-urban class by neighbourhood, outlines, neighbours, hubs.</summary>
internal sealed class PlaceFiles(string folder, Land land, Lives lives, int seed)
{
    private const string Deprivation2019 =
        "LSOA code (2011),LSOA name (2011),Local Authority District code (2019),Local Authority District name (2019),Overall Index of Multiple Deprivation (IMD) Score,Index of Multiple Deprivation (IMD) Rank (where 1 is most deprived),Index of Multiple Deprivation (IMD) Decile (where 1 is most deprived 10% of LSOAs),Income Score (rate),Income Rank (where 1 is most deprived),Income Decile (where 1 is most deprived 10% of LSOAs),Total population: mid 2015 (excluding prisoners),Dependent Children aged 0-15: mid 2015 (excluding prisoners),Population aged 16-59: mid 2015 (excluding prisoners),Older population aged 60 and over: mid 2015 (excluding prisoners),Working age population 18-59/64: for use with Employment Deprivation Domain (excluding prisoners) ,Income Deprivation Affecting Children Index (IDACI) Score (rate),Income Deprivation Affecting Children Index (IDACI) Rank (where 1 is most deprived),Income Deprivation Affecting Children Index (IDACI) Decile (where 1 is most deprived 10% of LSOAs)";
    private const string Deprivation2025 =
        "\"lsoa21_code\",\"IMD_decile\",\"Income_decile\",\"Employment_decile\",\"Education_decile\",\"Health_decile\",\"Crime_decile\",\"Housing_and_Services_decile\",\"Environment_decile\",\"IMD_rank\",\"Income_rank\",\"Employment_rank\",\"Education_rank\",\"Health_rank\",\"Crime_rank\",\"Housing_and_Services_rank\",\"Environment_rank\",\"IMD_score\",\"Income_score\",\"Employment_score\",\"Education_score\",\"Health_score\",\"Crime_score\",\"Housing_and_Services_score\",\"Environment_score\",\"IDACI_decile\",\"IDACI_rank\",\"IDACI_score\"";

    public void Write()
    {
        WriteDeprivation();
        WriteOutlines();
        WriteNeighbours();
        WriteHubs();
    }

    private void WriteDeprivation()
    {
        var all = land.Neighbourhoods;
        var imd = Ranks(all.Select(n => n.Imd).ToArray());
        var idaci = Ranks(all.Select(n => n.Idaci).ToArray());
        // Six years later places have shifted a little.
        var later = all.Select(
                (n, i) =>
                    Math.Round(
                        Math.Clamp(
                            n.Imd
                                * (
                                    1
                                    + (
                                        .08
                                        * new Chance(seed, Purpose.Neighbourhoods, i, 1).Normal()
                                    )
                                ),
                            .5,
                            93
                        ),
                        3
                    )
            )
            .ToArray();
        var laterRanks = Ranks(later);
        using var scores = new Table(
            folder,
            "imd/File_7_-_All_IoD2019_Scores__Ranks__Deciles_and_Population_Denominators.csv",
            Deprivation2019,
            Manner.Plain
        );
        using var newest = new Table(
            folder,
            "imd/imd2025_lsoa21.csv",
            Deprivation2025,
            Manner.Plain
        );
        using var classes = new Table(
            folder,
            "imd/RUC11_LSOA11_EW.csv",
            "LSOA11CD,LSOA11NM,RUC11CD,RUC11",
            Manner.Plain
        );
        for (var i = 0; i < all.Count; i++)
        {
            var chance = new Chance(seed, Purpose.Neighbourhoods, i, 2);
            var town = all[i].Town;
            var code = Land.Lsoa(i);
            var name =
                $"{town.District.Name} {1 + ((i - town.FirstNeighbourhood) / 5):000}{(char)('A' + ((i - town.FirstNeighbourhood) % 5))}";
            var income = Math.Round(Math.Clamp(all[i].Idaci * .8, .003, .9), 3);
            var people = chance.Between(1100, 2300);
            var young = people * chance.Between(12, 25) / 100;
            var old = people * chance.Between(10, 34) / 100;
            var decile = Decile(imd[i]);
            scores.Row(
                code,
                name,
                town.District.OnsCode,
                town.District.Name,
                Text.Trimmed(all[i].Imd, 3),
                Text.Whole(imd[i]),
                Text.Whole(decile),
                Text.Trimmed(income, 3),
                Text.Whole(idaci[i]),
                Text.Whole(Decile(idaci[i])),
                Text.Whole(people),
                Text.Whole(young),
                Text.Whole(people - young - old),
                Text.Whole(old),
                Text.Whole((people - young - old) * 96 / 100),
                Text.Trimmed(all[i].Idaci, 3),
                Text.Whole(idaci[i]),
                Text.Whole(Decile(idaci[i]))
            );
            var (rank, tenth) = (Text.Whole(laterRanks[i]), Text.Whole(Decile(laterRanks[i])));
            var rate = Text.Trimmed(income, 3);
            newest.Row(
                code,
                tenth,
                tenth,
                tenth,
                tenth,
                tenth,
                tenth,
                tenth,
                tenth,
                rank,
                rank,
                rank,
                rank,
                rank,
                rank,
                rank,
                rank,
                Text.Trimmed(later[i], 3),
                rate,
                Text.Trimmed(income * .8, 3),
                Text.Trimmed(later[i] * .9, 3),
                Text.Trimmed((later[i] - 21) / 15, 3),
                Text.Trimmed((later[i] - 21) / 18, 3),
                Text.Trimmed(20 + chance.Between(-9, 9), 3),
                Text.Trimmed(20 + chance.Between(-15, 30), 3),
                Text.Whole(Decile(idaci[i])),
                Text.Whole(idaci[i]),
                Text.Trimmed(all[i].Idaci, 3)
            );
            classes.Row(code, name, town.Ruc.Code, town.Ruc.Words);
        }

        int Decile(int rank) => 1 + (int)((rank - 1) * 10L / all.Count);
    }

    /// <summary>1 for the highest score; of equals the first comes first.</summary>
    private static int[] Ranks(double[] scores)
    {
        var order = Enumerable
            .Range(0, scores.Length)
            .OrderByDescending(i => scores[i])
            .ThenBy(i => i)
            .ToArray();
        var ranks = new int[scores.Length];
        for (var i = 0; i < order.Length; i++)
            ranks[order[i]] = i + 1;
        return ranks;
    }

    private void WriteOutlines()
    {
        Outlines(
            "geography/regions.geojson",
            Land.AllRegions.Select(r =>
                (
                    Properties: $"\"code\":\"{r.OnsCode}\",\"name\":\"{OnsName(r)}\"",
                    Patch: new Patch(r.Column, r.Row, r.Column + 1, r.Row + 1)
                )
            )
        );
        Outlines(
            "geography/local-authorities-2023.geojson",
            land.Areas.Select(a =>
                (
                    $"\"code\":\"{a.OnsCode}\",\"name\":\"{a.Name}\",\"region_code\":\"{a.Region.OnsCode}\",\"region_name\":\"{OnsName(a.Region)}\"",
                    a.Patch
                )
            )
        );
        Outlines(
            "geography/districts-2024.geojson",
            land.Areas.SelectMany(a => a.Districts).Select(d => ($"\"name\":\"{d.Name}\"", d.Patch))
        );
    }

    private static string OnsName(Region region) => region.Name.Replace(" the ", " The ");

    private void Outlines(string name, IEnumerable<(string Properties, Patch Patch)> shapes)
    {
        var path = Path.Combine(folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var writer = new StreamWriter(path, append: false, new UTF8Encoding(false));
        writer.Write("{\"type\":\"FeatureCollection\",\"features\":[");
        var first = true;
        foreach (var (properties, patch) in shapes)
        {
            writer.Write(first ? "" : ",");
            first = false;
            writer.Write($"{{\"type\":\"Feature\",\"properties\":{{{properties}}},");
            writer.Write("\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[[");
            var start = "";
            foreach (var (u, v) in Around(patch))
            {
                var point = Point(u, v);
                writer.Write(start.Length == 0 ? point : "," + point);
                if (start.Length == 0)
                    start = point;
            }
            writer.Write("," + start + "]]}}");
        }
        writer.Write("]}");
    }

    private string Point(double u, double v)
    {
        var (easting, northing) = land.OnGrid(u, v);
        var (longitude, latitude) = Land.OnGlobe(easting, northing);
        return string.Create(CultureInfo.InvariantCulture, $"[{longitude:F5},{latitude:F5}]");
    }

    /// <summary>Points around a patch, against the clock, a sixtieth of a region apart, so that neighbours share them.</summary>
    private static IEnumerable<(double U, double V)> Around(Patch patch)
    {
        const double Step = 1 / 60.0;
        foreach (var u in Along(patch.U0, patch.U1))
            yield return (u, patch.V0);
        foreach (var v in Along(patch.V0, patch.V1))
            yield return (patch.U1, v);
        foreach (var u in Along(patch.U0, patch.U1).Select(u => patch.U0 + patch.U1 - u))
            yield return (u, patch.V1);
        foreach (var v in Along(patch.V0, patch.V1).Select(v => patch.V0 + patch.V1 - v))
            yield return (patch.U0, v);

        static IEnumerable<double> Along(double from, double to)
        {
            var steps = Math.Max(1, (int)Math.Round((to - from) / Step));
            for (var i = 0; i < steps; i++)
                yield return from + ((to - from) * i / steps);
        }
    }

    private void WriteNeighbours()
    {
        using var table = new Table(
            folder,
            "la/statistical_neighbours_2026-05.csv",
            "LA number,LA name,rank,neighbour LA number,neighbour LA name,closeness",
            Manner.Plain
        );
        foreach (var area in land.Areas)
        {
            var near = land
                .Areas.Where(a => a != area)
                .Select(a => (Area: a, Distance: Distance(a, area)))
                .OrderBy(a => a.Distance)
                .ThenBy(a => a.Area.Code)
                .Take(10);
            var rank = 0;
            foreach (var (other, distance) in near)
                table.Row(
                    area.CodeText,
                    area.Name,
                    Text.Whole(++rank),
                    other.CodeText,
                    other.Name,
                    distance switch
                    {
                        < .04 => "Extremely close",
                        < .3 => "Very close",
                        < .9 => "Close",
                        < 2 => "Somewhat close",
                        _ => "Not close",
                    }
                );
        }

        static double Distance(Area a, Area b)
        {
            double poor = a.Deprivation - b.Deprivation,
                languages = a.Eal - b.Eal,
                urban = 3 * (a.Urban - b.Urban);
            return (poor * poor) + (languages * languages) + (urban * urban);
        }
    }

    private void WriteHubs()
    {
        using var table = new Table(
            folder,
            "system-leaders/teaching-school-hubs.csv",
            "hub_region,hub_name,lead_school,appropriate_body_id,districts",
            Manner.Plain
        );
        foreach (var region in land.Areas.GroupBy(a => a.Region))
        {
            var number = 0;
            foreach (var areas in region.Chunk(2))
            {
                number++;
                var lead = lives
                    .Sites.Where(s =>
                        areas.Contains(s.Area)
                        && s.Entries[^1].Closed is null
                        && s.Kind is SiteKind.Primary or SiteKind.Secondary
                    )
                    .OrderByDescending(s =>
                        s.Kind == SiteKind.Secondary ? s.Quality + 1 : s.Quality
                    )
                    .ThenBy(s => s.Id)
                    .FirstOrDefault();
                if (lead is null)
                    continue;
                var chance = new Chance(seed, Purpose.Areas, areas[0].Index, 2);
                table.Row(
                    $"{region.Key.HubPrefix}{number}",
                    $"{areas[0].Districts[0].Towns[0].Name} Teaching School Hub",
                    lead.Entries[^1].Name,
                    $"{Hex(ref chance, 8)}-{Hex(ref chance, 4)}-4{Hex(ref chance, 3)}-a{Hex(ref chance, 3)}-{Hex(ref chance, 12)}",
                    string.Join(", ", areas.SelectMany(a => a.Districts).Select(d => d.Name))
                );
            }
        }

        static string Hex(ref Chance chance, int digits)
        {
            var text = new char[digits];
            for (var i = 0; i < digits; i++)
                text[i] = "0123456789abcdef"[chance.Below(16)];
            return new string(text);
        }
    }
}
