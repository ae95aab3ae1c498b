using System.Globalization;

namespace Trellis.Fiction;

internal readonly record struct Graded(DateOnly Day, DateOnly Published, int Grade)
{
    public string Words =>
        Grade switch
        {
            1 => "Outstanding",
            2 => "Good",
            3 => "Requires improvement",
            _ => "Inadequate",
        };
}

/// <summary>Writes inspections: headline grades to August 2024, report cards from November 2025.</summary>
internal sealed class InspectionFiles(string folder, Lives lives, int seed)
{
    private const string Headlines =
        "Web Link,URN,Laestab,School name,Ofsted Region,Government Office Region,Local Authority,Parliamentary Constituency,Type of school,Postcode,Ofsted Phase,Total pupils,Latest inspection date,Overall effectiveness: how good is the school,Effectiveness of the sixth form provision,Effectiveness of the Early Years provision,Achievement of pupils,How well do learners achieve?,Behaviour and safety of pupils,The quality of teaching,Leadership and management,Category,Previous inspection date,previous overall effectiveness,Previous category";
    private const string ReportCards =
        "URN,School name,Inspection start date,Publication date,Inclusion,Curriculum and teaching,Achievement,Attendance and behaviour,Personal development and well-being,Leadership and governance,Early years,Post-16 provision,Safeguarding";

    // No headline grade was given after this day; no report card before the other.
    private static readonly DateOnly LastHeadline = new(2024, 7, 19);
    private static readonly DateOnly FirstReportCard = new(2025, 11, 10);

    public void Write()
    {
        WriteHistory();
        WriteHeadlines();
        WriteReportCards();
    }

    /// <summary>The last headline grade given to an entry before a day, or null.</summary>
    public static Graded? LastGraded(Entry entry, DateOnly before, int seed)
    {
        Graded? last = null;
        foreach (var graded in Of(entry, seed))
            if (graded.Published < before)
                last = graded;
        return last;
    }

    /// <summary>The headline grades of one entry, oldest first.</summary>
    private static IEnumerable<Graded> Of(Entry entry, int seed)
    {
        var site = entry.Site;
        if (site.Kind is SiteKind.Independent)
            yield break;
        var chance = new Chance(seed, Purpose.Inspections, site.Id);
        var day = new DateOnly(2005, 9, 12).AddDays(chance.Below(1100));
        while (day <= LastHeadline)
        {
            var drift = 0.0;
            for (var year = 2015; year < day.Year; year++)
                drift =
                    (.8 * drift)
                    + (.33 * new Chance(seed, Purpose.Quality, site.Id, year).Normal());
            var judged =
                (.7 * (site.Quality + drift)) - (.16 * site.Deprivation) + (.55 * chance.Normal());
            var grade =
                judged > 1.05 ? 1
                : judged > -1 ? 2
                : judged > -1.85 ? 3
                : 4;
            // A school is not inspected in its first year, nor anybody while schools were shut.
            if (
                entry.IsOpenOn(day)
                && (entry.Opened is not { } opened || opened.AddYears(1) <= day)
                && (day < new DateOnly(2020, 3, 18) || day > new DateOnly(2021, 9, 6))
                && day.Month != 8
            )
                yield return new Graded(day, day.AddDays(24 + chance.Below(30)), grade);
            day = day.AddDays(
                grade switch
                {
                    1 => 1700,
                    2 => 1150,
                    3 => 720,
                    _ => 560,
                } + chance.Below(500)
            );
            if (day.DayOfWeek is DayOfWeek.Saturday or DayOfWeek.Sunday)
                day = day.AddDays(2);
        }
    }

    private IEnumerable<Entry> Entries() =>
        lives.Sites.SelectMany(s => s.Entries).OrderBy(e => e.Urn);

    private void WriteHistory()
    {
        using var table = new Table(
            folder,
            "inspection_history_2005-2020.csv",
            "URN,Rating,Inspection Date",
            Manner.Plain
        );
        foreach (var entry in Entries())
        foreach (var graded in Of(entry, seed).Reverse())
            if (graded.Day.Year <= 2020)
                table.Row(entry.UrnText, graded.Words, Text.Packed(graded.Day));
    }

    private void WriteHeadlines()
    {
        using var table = new Table(
            folder,
            "Management_information_-_schools_-_31_August_2024.csv",
            Headlines,
            Manner.Plain
        );
        var day = new DateOnly(2024, 8, 31);
        foreach (var entry in Entries())
        {
            if (!entry.IsOpenOn(day) || Of(entry, seed).ToArray() is not [.., var last] all)
                continue;
            var previous = all.Length > 1 ? all[^2] : (Graded?)null;
            var site = entry.Site;
            var grade = Text.Whole(last.Grade);
            table.Row(
                "Ofsted School Webpage",
                entry.UrnText,
                $"{site.Area.CodeText}{entry.EstablishmentNumber:0000}",
                entry.NameOn(day),
                site.Area.Region.Name,
                site.Area.Region.Name,
                site.Area.Name,
                site.Town.District.Name,
                entry.Type.Name,
                site.Postcode,
                site.Kind switch
                {
                    SiteKind.Special => "Special",
                    SiteKind.AlternativeProvision => "Pupil Referral Unit",
                    SiteKind.Nursery => "Nursery",
                    _ => site.IsPrimary ? "Primary" : "Secondary",
                },
                Text.Whole(SchoolYear.Of(site, 2023, seed).Pupils),
                Timed(last.Day),
                grade,
                site.HasKeyStage5 ? grade : "9",
                site.Ages.Low < 5 ? grade : "9",
                grade,
                "9",
                Text.Whole(Math.Max(1, last.Grade - (entry.Urn % 3 == 0 ? 1 : 0))),
                grade,
                grade,
                last.Grade == 4 ? (entry.Urn % 2 == 0 ? "SM" : "SWK") : "",
                previous is { } before ? Timed(before.Day) : "",
                previous is { } graded ? Text.Whole(graded.Grade) : "",
                ""
            );
        }

        static string Timed(DateOnly day) =>
            day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) + " 00:00:00";
    }

    private void WriteReportCards()
    {
        using var table = new Table(
            folder,
            "Management_information_-_state-funded_schools_-_31_August_2026.csv",
            ReportCards,
            Manner.WithMark
        );
        foreach (var entry in Entries())
        {
            var site = entry.Site;
            var chance = new Chance(seed, Purpose.Inspections, site.Id, 1);
            var day = FirstReportCard.AddDays(chance.Below(245));
            while (day.DayOfWeek is not (DayOfWeek.Monday or DayOfWeek.Tuesday))
                day = day.AddDays(1);
            if (
                site.Kind is SiteKind.Independent
                || !chance.Happens(.27)
                || !entry.IsOpenOn(day)
                || (entry.Opened is { } opened && opened.AddYears(1) > day)
            )
                continue;
            var quality = SchoolYear.Of(site, 2025, seed).Quality - (.15 * site.Deprivation);
            var unsafeNow = chance.Happens(.02);
            table.Row(
                entry.UrnText,
                entry.Name,
                Text.Slashed(day),
                Text.Slashed(day.AddDays(30 + chance.Below(20))),
                Standard(.1),
                Standard(0),
                Standard(-.1),
                Standard(-.15),
                Standard(.25),
                Standard(unsafeNow ? -2 : .05),
                site.Ages.Low < 5 ? Standard(.15) : "",
                site.HasKeyStage5 ? Standard(.2) : "",
                unsafeNow ? "Not met" : "Met"
            );

            string Standard(double lean) =>
                (lean + (.75 * quality) + (.5 * chance.Normal())) switch
                {
                    > 1.75 => "Exceptional",
                    > .6 => "Strong standard",
                    > -.85 => "Expected standard",
                    > -1.75 => "Needs attention",
                    _ => "Urgent improvement",
                };
        }
    }
}
