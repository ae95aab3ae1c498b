using System.Globalization;
using System.IO.Compression;
using System.Text;
using Trellis.Groups;
using Trellis.Schools;
using Trellis.Snapshots;
using Trellis.Sources;

namespace Trellis.Tests.Sources;

/// <summary>Real England, where the shared files are at hand: the whole register, against what the files themselves say.</summary>
public sealed class EnglandTests
{
    internal static readonly Lazy<Snapshot?> England = new(() =>
    {
        if (Shared.Folder is null)
            return null;
        var (content, manifest) = Import.Read(Path.Combine(Shared.Folder, "data", "england"));
        return new Snapshot(SnapshotFile.IdOf(content), content, manifest);
    });

    private static bool AtHand(out Snapshot snapshot)
    {
        Shared.Has("data/england", "what real England's files say", out _);
        snapshot = England.Value!;
        return England.Value is not null;
    }

    /// <summary>The academy trust of each academy as one dated file states it, read by a plain splitter and not by the importer.</summary>
    private static IEnumerable<(
        DateOnly Day,
        Dictionary<int, (int Uid, string Company)> Trusts
    )> Lists()
    {
        using var archive = ZipFile.OpenRead(
            Path.Combine(Shared.Folder!, "data", "england", "gias.zip")
        );
        foreach (
            var entry in archive
                .Entries.Where(e =>
                    e.Name.StartsWith("grouplinks_edubaseallacademies", StringComparison.Ordinal)
                )
                .OrderBy(e => e.Name, StringComparer.Ordinal)
        )
        {
            var day = DateOnly.ParseExact(
                entry.Name[^12..^4],
                "yyyyMMdd",
                CultureInfo.InvariantCulture
            );
            using var reader = new StreamReader(entry.Open(), Encoding.Latin1);
            var header = Split(reader.ReadLine()!);
            int company = header.IndexOf("Companies House Number"),
                type = header.IndexOf("Group Type");
            var trusts = new Dictionary<int, (int, string)>();
            while (reader.ReadLine() is { } line)
                if (
                    Split(line) is var row
                    && row.Count > type
                    && row[type] is "Multi-academy trust" or "Single-academy trust"
                )
                    trusts[int.Parse(row[0])] = (int.Parse(row[1]), row[company]);
            yield return (day, trusts);
        }
    }

    private static List<string> Split(string line)
    {
        var cells = new List<string>();
        var cell = new StringBuilder();
        var quoted = false;
        foreach (var letter in line)
        {
            if (letter == '"')
                quoted = !quoted;
            else if (letter == ',' && !quoted)
            {
                cells.Add(cell.ToString());
                cell.Clear();
            }
            else
                cell.Append(letter);
        }
        cells.Add(cell.ToString());
        return cells;
    }

    [Fact]
    public void Every_academy_is_in_the_trust_that_each_dated_file_states_on_its_day()
    {
        if (!AtHand(out var england))
            return;
        int asked = 0,
            wrong = 0;
        foreach (var (day, trusts) in Lists())
        foreach (var (urn, trust) in trusts)
        {
            asked++;
            var held = england
                .MembershipsOf(new Urn(urn))
                .Where(m => m.HoldsOn(day) && england.Find(m.Uid)!.TypeOn(day).IsAcademyTrust())
                .Select(m => m.Uid.Value)
                .ToArray();
            if (held is not [var only] || only != trust.Uid)
                wrong++;
        }
        Assert.InRange(asked, 150_000, 160_000);
        Assert.Equal(0, wrong);
    }

    [Fact]
    public void Between_two_files_that_agree_an_academy_stays_where_both_show_it()
    {
        if (!AtHand(out var england))
            return;
        var lists = Lists().ToArray();
        int asked = 0,
            wrong = 0;
        foreach (var (before, after) in lists.Zip(lists.Skip(1)))
        {
            var between = before.Day.AddDays((after.Day.DayNumber - before.Day.DayNumber) / 2);
            foreach (var (urn, trust) in before.Trusts)
            {
                if (!after.Trusts.TryGetValue(urn, out var later) || later.Uid != trust.Uid)
                    continue;
                asked++;
                if (
                    !england
                        .MembershipsOf(new Urn(urn))
                        .Any(m => m.HoldsOn(between) && m.Uid.Value == trust.Uid)
                )
                    wrong++;
            }
        }
        Assert.InRange((double)wrong / asked, 0, .005);
    }

    [Theory]
    [InlineData(2021, 176)]
    [InlineData(2023, 280)]
    public void The_moves_of_a_financial_year_are_within_a_twentieth_of_the_departments_count(
        int year,
        int published
    )
    {
        if (!AtHand(out var england))
            return;
        var moves = Moves.In(england).Count(m => m.FinancialYear == year);
        Assert.InRange(moves, published * .95, published * 1.05);
    }

    [Fact]
    public void A_trust_that_only_changed_its_form_under_one_company_number_is_no_move()
    {
        if (!AtHand(out var england))
            return;
        Assert.DoesNotContain(
            Moves.In(england),
            m =>
                england.Find(m.From)!.CompanyNumber is { Length: > 0 } company
                && company == england.Find(m.To)!.CompanyNumber
        );
    }

    [Fact]
    public void Every_file_is_known_and_accepted_and_rejected_rows_add_up()
    {
        if (!AtHand(out var england))
            return;
        Assert.Equal(174, england.Manifest.Files.Count);
        Assert.Equal(2_401_912, england.Manifest.Files.Sum(f => f.RowsIn));
        Assert.All(
            england.Manifest.Files,
            f => Assert.Equal(f.RowsIn, f.RowsKept + f.RowsRejected + f.RowsSetAside.Values.Sum())
        );
        Assert.InRange(england.Manifest.Files.Sum(f => f.RowsRejected), 0, 200);
    }

    [Fact]
    public void Every_invariant_holds()
    {
        if (!AtHand(out var england))
            return;
        Assert.Empty(Invariants.Broken(england));
    }
}
