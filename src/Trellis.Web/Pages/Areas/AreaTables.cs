using Trellis.Areas;
using Trellis.Measures;
using Trellis.Serving;
using Trellis.Snapshots;

namespace Trellis.Pages;

/// <summary>The tables that pages of areas share.</summary>
internal static class AreaTables
{
    /// <summary>An area a row, with the same figures for an authority, a region and the country.</summary>
    public static Sheet Compared(
        string name,
        string title,
        IEnumerable<(string Code, string Page, AreaFigures Figures)> areas
    ) =>
        new(
            name,
            title,
            [
                new("code", "Number"),
                new("name", "Area"),
                new("page", "Page"),
                new("schools", "Open schools", "integer"),
                new("state_funded", "State-funded schools", "integer"),
                new("in_trusts", "State-funded schools in trusts", "integer"),
                new("percent_in_trusts", "Share of them in trusts", "number", "percent"),
                new("trusts", "Trusts at work", "integer"),
                new("federations", "Federations", "integer"),
                new("pupils", "Pupils", "number", "pupils"),
                new("schools_with_pupils", "Schools with a number of pupils", "integer"),
            ],
            [
                .. areas.Select(
                    IReadOnlyList<object?> (a) =>
                        [
                            a.Code,
                            a.Figures.Name,
                            a.Page,
                            a.Figures.Schools,
                            a.Figures.StateFunded,
                            a.Figures.InTrusts,
                            a.Figures.PercentInTrusts is { } share ? Math.Round(share, 2) : null,
                            a.Figures.Trusts,
                            a.Figures.Federations,
                            a.Figures.Pupils is { } pupils
                                ? new Published.Figure(pupils)
                                : Published.NotCollected.It,
                            a.Figures.SchoolsWithPupils,
                        ]
                ),
            ]
        );

    /// <summary>Open schools by phase and type, a phase a row.</summary>
    public static Sheet ByPhase(string name, AreaFigures figures) =>
        new(
            name,
            $"Open schools in {figures.Name} by phase and type",
            [
                new("phase", "Phase"),
                .. Sectors.All.Select(s => new SheetColumn(
                    s.ToString().ToLowerInvariant(),
                    s.Words(),
                    "integer"
                )),
                new("all", "All", "integer"),
            ],
            [
                .. PhaseRows
                    .All.Where(p => figures.Count(p) > 0)
                    .Select(
                        IReadOnlyList<object?> (p) =>
                            [
                                PhaseRows.Words(p),
                                .. Sectors.All.Select(s => (object?)figures.Count(p, s)),
                                figures.Count(p),
                            ]
                    ),
            ]
        );

    /// <summary>"State-funded" and the rest in words, with the day they hold for.</summary>
    public static string SourceWords(Snapshot snapshot)
    {
        var register = snapshot.RegisterDate is { } day
            ? $"{snapshot.SourceOf($"gias/{day:yyyy-MM-dd}").Words}, and newer files of the register"
            : "the files imported; no register is among them";
        var book = AreaBook.Of(snapshot);
        var pupils = book.PupilSource is { } source
            ? $" Pupils: {snapshot.SourceOf(source).Words}."
            : "";
        return "Counted by Trellis: open schools, children's centres left out. State-funded means maintained schools, academies and free schools. "
            + $"Schools: {register}.{pupils}";
    }

    public static string Percent(double? share) => share is { } s ? $"{s:0} %" : "no such schools";
}
