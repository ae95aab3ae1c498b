using Trellis.Measures;
using Trellis.Snapshots;

namespace Trellis.Sources;

/// <summary>When a file speaks of: a school year, a calendar year or a day.</summary>
public sealed record Period(string Key, string Words, DateOnly Date, Year Year)
{
    public static Period Of(Year year) =>
        new($"{year.Starts}", year.ToString(), new DateOnly(year.Starts + 1, 8, 31), year);

    public static Period OfCalendar(int year) =>
        new($"{year}", $"{year}", new DateOnly(year, 12, 31), new Year(year));

    public static Period Of(DateOnly date) =>
        new(
            $"{date:yyyy-MM-dd}",
            $"{date:d MMMM yyyy}",
            date,
            new Year(date.Month >= 9 ? date.Year : date.Year - 1)
        );
}

/// <summary>One source we know: how its file is recognised by its header, when it speaks of, and how its rows are read.</summary>
public abstract class SourceFormat
{
    /// <summary>"census", "gias", "gias-links": with the period it makes the key of a source, as "census/2018".</summary>
    public abstract string Key { get; }

    /// <summary>In the publisher's words.</summary>
    public abstract string Title { get; }

    public virtual string Publisher => "Department for Education";

    /// <summary>Whether a file with this header is one of these.</summary>
    public abstract bool Recognises(Header header);

    /// <summary>When the file speaks of, by its folder, its name or its content.</summary>
    /// <exception cref="UnreadableSourceException">Nothing says when.</exception>
    public abstract Period PeriodOf(InputFile file, Header header, Func<Table> open);

    /// <summary>Reads every row; a row that cannot be right is rejected with its place, and the reading goes on.</summary>
    /// <exception cref="UnreadableSourceException">A required column is missing.</exception>
    public abstract void Read(Table table, Period period, Harvest harvest);

    /// <summary>The school year in a path, last part first: "2018-2019/england_ks2final.csv", "..._201819.csv".</summary>
    /// <exception cref="UnreadableSourceException">No part of the path carries a school year.</exception>
    protected static Period SchoolYear(InputFile file) =>
        YearIn(file.Path) is { } year
            ? Period.Of(year)
            : throw new UnreadableSourceException(
                file.Path,
                "its school year is nowhere in its path; put it in a folder named as 2018-2019."
            );

    private static Year? YearIn(string path)
    {
        foreach (var part in path.Split('/').Reverse())
            for (var at = 0; at + 6 <= part.Length; at++)
            {
                if (!char.IsAsciiDigit(part[at]) || (at > 0 && char.IsAsciiDigit(part[at - 1])))
                    continue;
                foreach (var length in (ReadOnlySpan<int>)[9, 7, 6])
                    if (
                        at + length <= part.Length
                        && (at + length == part.Length || !char.IsAsciiDigit(part[at + length]))
                        && Year.TryParse(part.Substring(at, length), null, out var year)
                    )
                        return year;
            }
        return null;
    }

    /// <summary>The day in a file's name, or else the latest date that a column of the file carries.</summary>
    /// <exception cref="UnreadableSourceException">Neither says.</exception>
    protected static Period Day(InputFile file, Func<Table> open, params string[] columns)
    {
        if (Dates.InName(file.Name) is { } named)
            return Period.Of(named);
        using var table = open();
        DateOnly? latest = null;
        var positions = columns.Select(c => table.Header.Find(c)).Where(at => at >= 0).ToArray();
        while (table.Read())
            foreach (var at in positions)
                if (table.Date(at) is { } date && (latest is null || date > latest))
                    latest = date;
        return latest is { } day
            ? Period.Of(day)
            : throw new UnreadableSourceException(
                file.Path,
                "its date is neither in its name (as 20220722) nor in its rows."
            );
    }

    public SourceNote Note(Period period, string composed) =>
        new($"{Key}/{period.Key}", Title, Publisher, period.Words, period.Date, composed);
}
