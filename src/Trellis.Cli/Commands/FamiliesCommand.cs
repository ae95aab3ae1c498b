using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Trellis.Families;
using Trellis.SimilarSchools;
using Trellis.Snapshots;

namespace Trellis.Commands;

/// <summary><c>trellis families --kind national|regional</c>: the families of schools, how they stand, and the file that the next release continues from.</summary>
internal static class FamiliesCommand
{
    public static Command Create()
    {
        var store = Shared.Store();
        var kind = new Option<string>("--kind")
        {
            Description = "national, regional, or both.",
            DefaultValueFactory = _ => "both",
        };
        var to = new Option<FileInfo?>("--out")
        {
            Description =
                "Where to write family,kind,phase,urn,since: put it in the folder of the next import.",
        };
        var json = Shared.AsJson();
        var command = new Command(
            "families",
            "The families of schools: sizes, what changed, how well they tell results."
        )
        {
            store,
            kind,
            to,
            json,
        };
        command.SetAction(parsed =>
        {
            var asked = parsed.GetValue(kind)!;
            FamilyKind[] kinds =
                asked == "both" ? Enum.GetValues<FamilyKind>()
                : FamilyRule.KindOf(asked) is { } one ? [one]
                : [];
            if (kinds.Length == 0)
            {
                Console.Error.WriteLine($"--kind is national, regional or both; it was '{asked}'.");
                return 2;
            }
            var snapshot = new SnapshotStore(parsed.GetValue(store)!.FullName).Load();
            var clock = Stopwatch.StartNew();
            var families = Families.Families.In(snapshot);
            foreach (var k in kinds)
            foreach (var peers in Enum.GetValues<Peers>())
                families.Of(k, peers);
            var seconds = clock.Elapsed.TotalSeconds;
            var figures = kinds
                .SelectMany(k => Enum.GetValues<Peers>().Select(p => families.Figures(k, p)))
                .Where(f => f.Families > 0)
                .ToArray();
            if (parsed.GetValue(to) is { } file)
            {
                using var writer = new StreamWriter(file.FullName);
                FamilyFile.Write(writer, families, kinds);
            }
            if (parsed.GetValue(json))
                Shared.Print(
                    new
                    {
                        Snapshot = snapshot.Id,
                        families.Release,
                        Seconds = seconds,
                        Families = figures.Select(f => new
                        {
                            Kind = f.Kind.Key(),
                            Phase = f.Peers.Key(),
                            f.Families,
                            f.Schools,
                            f.Smallest,
                            f.Largest,
                            f.WithinBounds,
                            f.MatesKept,
                            f.Moved,
                            f.Joined,
                            f.NewFamilies,
                            f.EndedFamilies,
                            f.Measure,
                            f.R2,
                            f.Predicted,
                            f.PairsTooFar,
                            f.Pairs,
                        }),
                    }
                );
            else
                foreach (var f in figures)
                    Console.Out.WriteLine(Line(f));
            return 0;
        });
        return command;
    }

    private static string Line(FamilyFigures f) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{f.Kind.Key()} {f.Peers.Key()}: {f.Families} families of {f.Smallest} to {f.Largest} ({f.Schools:N0} schools; {f.WithinBounds:P0} within {f.Kind.Least()} to {f.Kind.Most()})"
        )
        + (
            f.MatesKept is { } kept
                ? string.Create(
                    CultureInfo.InvariantCulture,
                    $"; {kept:P1} of mates kept, {f.Moved} moved, {f.Joined} joined, {f.NewFamilies} new and {f.EndedFamilies} ended families"
                )
                : "; first release"
        )
        + (
            f.R2 is { } r2
                ? string.Create(
                    CultureInfo.InvariantCulture,
                    $"; R2 of {f.Measure} {r2:F3} ({f.Predicted:N0} schools)"
                )
                : ""
        )
        + (
            f.Kind == FamilyKind.Regional
                ? string.Create(
                    CultureInfo.InvariantCulture,
                    $"; {f.PairsTooFar:N0} of {f.Pairs:N0} pairs over {FamilyRule.MinutesApart:F0} minutes"
                )
                : ""
        );
}
