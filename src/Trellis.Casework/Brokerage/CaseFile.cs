using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Trellis.Groups;
using Trellis.Journal;
using Trellis.People;
using Trellis.Procedures;
using Trellis.Schools;
using Trellis.Snapshots;
using Trellis.Sources;
using Trellis.Store;

namespace Trellis.Brokerage;

/// <summary>A case as a line of a file gives it.</summary>
/// <param name="Line">Counted from 1, the header included.</param>
/// <param name="Reference">The number it has where it was kept before.</param>
/// <param name="Ref">The reference it has here: made from its region and <paramref name="Reference"/>, so that the same line never opens two.</param>
/// <param name="Officer">Who works on it; null where the line names nobody.</param>
public sealed record CaseOfFile(
    int Line,
    string Reference,
    CaseRef Ref,
    CaseOpening Opening,
    PersonId? Officer
);

/// <summary>A line of a file that opens no case, and why.</summary>
public sealed record LineRefused(int Line, string Column, string Why);

/// <summary>A caseload as a file gives it: the lines that can be opened, and those that cannot, each with its number and its reason. The format is in docs/formats/cases.md.</summary>
/// <param name="Already">Lines whose case is here already: reading a file twice opens nothing twice.</param>
public sealed record CaseFile(
    IReadOnlyList<CaseOfFile> Cases,
    IReadOnlyList<CaseOfFile> Already,
    IReadOnlyList<LineRefused> Refused
)
{
    /// <summary>So many lines are read of one file.</summary>
    public const int Most = 5_000;

    /// <summary>Reads it and looks up what it names; nothing is written.</summary>
    /// <param name="file">Its name, for messages.</param>
    /// <param name="region">The only region whose cases may be opened; null for all.</param>
    /// <exception cref="UnreadableSourceException">It is no table, has a column too few, or too many lines.</exception>
    public static async Task<CaseFile> Read(
        string file,
        ReadOnlyMemory<byte> utf8,
        Casework casework,
        Snapshot snapshot,
        Scope? region,
        DateTimeOffset now,
        DateOnly today,
        CancellationToken stop = default
    )
    {
        using var table = new Sources.Table(file, utf8);
        var columns = (
            Reference: table.Column("reference"),
            Kind: table.Column("kind"),
            Schools: table.Column("schools"),
            BegunOn: table.Column("began_on"),
            Trust: table.Find("trust"),
            Officer: table.Find("officer")
        );
        var (cases, already, refused) = (
            new List<CaseOfFile>(),
            new List<CaseOfFile>(),
            new List<LineRefused>()
        );
        var lines = new Dictionary<string, int>(StringComparer.Ordinal);
        var open = new Dictionary<(Scope School, ProcedureId Main), string>();
        foreach (var known in await Caseload.Of(casework, null, today, stop))
            if (!known.IsOver)
                foreach (var school in known.Case.Schools)
                    open[(school, known.Case.Main)] = known.Case.Key;
        while (table.Read())
        {
            if (table.RowsIn > Most)
                throw new UnreadableSourceException(
                    file,
                    $"it has more than {Most:N0} lines. Cut it into several files."
                );
            var line = table.Line;
            var reference = table.Text(columns.Reference);
            if (reference.Length is 0 or > 60)
                Refuse("reference", "give each case a number of its own, of at most 60 characters");
            else if (lines.TryGetValue(reference, out var first))
                Refuse("reference", $"'{reference}' stands on line {first} too");
            else
            {
                lines[reference] = line;
                await One(line, reference);
            }

            void Refuse(string column, string why) =>
                refused.Add(new LineRefused(line, column, $"{why}."));

            async Task One(int at, string given)
            {
                if (
                    !ProcedureId.TryParse(table.Text(columns.Kind), null, out var main)
                    || CaseKind.Of(main) is not { } kind
                )
                {
                    Refuse(
                        "kind",
                        $"'{table.Text(columns.Kind)}' is none of {string.Join(", ", CaseKind.All.Select(k => k.Main))}"
                    );
                    return;
                }
                if (
                    !DateOnly.TryParseExact(
                        table.Text(columns.BegunOn),
                        "yyyy-MM-dd",
                        CultureInfo.InvariantCulture,
                        DateTimeStyles.None,
                        out var begun
                    )
                )
                {
                    Refuse("began_on", $"'{table.Text(columns.BegunOn)}' is no day as 2026-11-22");
                    return;
                }
                var schools = new List<Urn>();
                foreach (
                    var text in table
                        .Text(columns.Schools)
                        .Split('|', StringSplitOptions.TrimEntries)
                )
                    if (Urn.TryParse(text, null, out var urn) && snapshot.SchoolOf(urn) is not null)
                        schools.Add(urn);
                    else
                    {
                        Refuse("schools", $"the register has no school with the URN '{text}'");
                        return;
                    }
                Scope? trust = null;
                if (table.Text(columns.Trust) is { Length: > 0 } uid)
                {
                    if (!Uid.TryParse(uid, null, out var group) || snapshot.Find(group) is null)
                    {
                        Refuse("trust", $"the register has no trust with the UID '{uid}'");
                        return;
                    }
                    trust = Scope.Trust(group);
                }
                if (CaseOpening.From(snapshot, kind, schools, trust, begun) is not { } opening)
                {
                    Refuse("schools", "the register does not say in which region it lies");
                    return;
                }
                if (region is { } own && opening.Region != own)
                {
                    Refuse("schools", $"it lies in the region {opening.Region.Id}, not in yours");
                    return;
                }
                PersonId? officer = null;
                if (table.Text(columns.Officer) is { Length: > 0 } email)
                {
                    if (
                        await casework.PersonAt(email, stop) is not { } person
                        || !person
                            .Roles(today, now)
                            .Any(r => r.Role == Role.RegionOfficer && r.Over == opening.Region)
                    )
                    {
                        Refuse(
                            "officer",
                            $"'{email}' is the address of no officer of the region {opening.Region.Id}"
                        );
                        return;
                    }
                    officer = person.Id;
                }
                var found = new CaseOfFile(
                    at,
                    given,
                    RefOf(opening.Region, given),
                    opening,
                    officer
                );
                if (
                    await casework.Find<BrokerageCase>(found.Ref.ToString(), stop) is
                    { State: var was }
                )
                {
                    if (was.Main == main && was.Schools.SequenceEqual(opening.Schools))
                        already.Add(found);
                    else
                        Refuse(
                            "reference",
                            $"'{given}' is the number of another case here, {was.Key}"
                        );
                    return;
                }
                if (
                    opening
                        .Schools.Select(s => open.GetValueOrDefault((s, main)))
                        .OfType<string>()
                        .FirstOrDefault() is
                    { } other
                )
                {
                    Refuse(
                        "schools",
                        $"there is a case of this kind for the school already, {other}. If the school stated it, adopt it"
                    );
                    return;
                }
                if (WhyNot(found, now, today) is { } no)
                {
                    Refuse("kind", no.Sentence.TrimEnd('.'));
                    return;
                }
                foreach (var school in opening.Schools)
                    open[(school, main)] = $"on line {at}";
                cases.Add(found);
            }
        }
        return new CaseFile(cases, already, refused);
    }

    /// <summary>Opens the case of a line, in the name of its region.</summary>
    /// <returns>Why not; null where it is open.</returns>
    public static Task<Refusal?> Open(
        CaseOfFile given,
        Casework casework,
        Actor by,
        DateTimeOffset at,
        DateOnly today,
        CancellationToken stop = default
    ) =>
        casework.DoTogether(
            given.Opening.Acts(
                given.Ref,
                given.Opening.Region,
                id => IdOf(given.Ref, id),
                today,
                given.Officer,
                ofFile: true
            ),
            new Occasion(by, at, today),
            stop
        );

    private static Refusal? WhyNot(CaseOfFile given, DateTimeOffset at, DateOnly today)
    {
        var now = new Occasion(new Terminal(), at, today);
        var (opening, region) = (given.Opening, given.Opening.Region);
        return opening.Open(given.Ref, region).Apply(null, now) is Outcome<CaseOpened>.Refused no
            ? no.Why
            : opening
                .Procedures(region, today)
                .Select(p =>
                    opening
                        .Begin(given.Ref, p.Id, region, id => IdOf(given.Ref, id), today)
                        .Apply(null, now)
                )
                .OfType<Outcome<ProcedureBegun>.Refused>()
                .FirstOrDefault()
                ?.Why;
    }

    private static CaseRef RefOf(Scope region, string reference) =>
        CaseRef.From(Ten($"case {region} {reference}"));

    private static CaseId IdOf(CaseRef reference, ProcedureId id) =>
        CaseId.From(Ten($"procedure {reference} {id}"));

    private static ReadOnlySpan<byte> Ten(string what) =>
        SHA256.HashData(Encoding.UTF8.GetBytes(what)).AsSpan(0, 10);
}
