using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.Components;
using Trellis.Distributions;
using Trellis.Families;
using Trellis.Groups;
using Trellis.Inspections;
using Trellis.Listings;
using Trellis.Pages.Decisions;
using Trellis.Pages.Expertise;
using Trellis.Pages.Partnerships;
using Trellis.Partnerships;
using Trellis.Places;
using Trellis.Schools;
using Trellis.Serving;
using Trellis.Statements;
using Trellis.Store;
using Trellis.Timelines;

namespace Trellis.Pages.Schools;

/// <summary>A school: where it stands in the register, with whom it works, its key facts, its inspections and its place.</summary>
[Access(Who.Everybody)]
public sealed class Overview(PublicRecordFile record) : OneSchool
{
    /// <summary>How many inspections the page lists; the history has all.</summary>
    private const int InspectionsShown = 4;

    public override string View => "overview";

    /// <summary>What the school says of itself, as the public record has it; null where it says nothing.</summary>
    public PublicStatement? Says { get; private set; }

    /// <summary>How many entries of the directory are the school's own.</summary>
    public int InDirectory { get; private set; }

    public IReadOnlyList<KeyFact> Facts { get; private set; } = [];

    /// <summary>The few figures at the top.</summary>
    public IReadOnlyList<KeyFact> Headlines { get; private set; } = [];

    /// <summary>The groups it is in as far as the files know, with the membership that says since when.</summary>
    public IReadOnlyList<(Membership Membership, Group Group)> WorkingWith { get; private set; } =
    [];

    /// <summary>The partnerships it is in today as members state them, each with whose word that is; see <see cref="PartnershipBook"/>.</summary>
    public IReadOnlyList<(PublicPartnership Partnership, string Words)> Stated
    {
        get;
        private set;
    } = [];

    /// <summary>Newest first.</summary>
    public IReadOnlyList<Inspection> Inspections { get; private set; } = [];

    /// <summary>What a closed school became, or went into.</summary>
    public IReadOnlyList<Relative> Became { get; private set; } = [];

    /// <summary>The schools it was formed from, where it is more than one.</summary>
    public IReadOnlyList<Relative> CameFrom { get; private set; } = [];

    /// <summary>What is proposed and was decided about it.</summary>
    public CasesHere Cases { get; private set; } = null!;

    public TeachingSchoolHub? Hub { get; private set; }

    /// <summary>Its national and its regional family; empty where it is in none.</summary>
    public IReadOnlyList<Family> Families { get; private set; } = [];

    public IActionResult OnGet(string urn)
    {
        if (Find(urn) is { } instead)
            return instead;
        // A view that is kept for good holds nothing that the school may take back.
        Says =
            HttpContext.Features.Get<ForGood>() is null
            && record.Find(PublicStatement.Kind, School.Urn.ToString()) is { } said
                ? JsonSerializer.Deserialize<PublicStatement>(said.Json)
                : null;
        InDirectory = HttpContext.Features.Get<ForGood>() is null
            ? DirectoryEntry
                .All(record)
                .Count(e =>
                    e.By == Party.School(School.Urn) && e.StandingOn(Today) == ListingStanding.Open
                )
            : 0;
        Families =
        [
            .. Enum.GetValues<FamilyKind>()
                .Select(kind => Trellis.Families.Families.In(Snapshot).Of(School, kind))
                .OfType<Family>(),
        ];
        Facts = KeyFacts.Of(Snapshot, School);
        Headlines = KeyFacts.Foremost(Facts, Snapshot, School);
        if (HttpContext.Features.Get<ForGood>() is null)
            Stated = [.. PartnershipBook.Of(record, Snapshot, Today).Now(School.Urns)];
        Cases = CasesHere.Of(
            this,
            record,
            $"school:{School.Urn}",
            School.Urns.Select(u => $"school:{u}")
        );
        WorkingWith =
        [
            .. Snapshot
                .MembershipsNow(School.Urn)
                .Select(m => (m, Snapshot.Find(m.Uid)!))
                .Where(p => p.Item2 is not null),
        ];
        Inspections = [.. Snapshot.InspectionsOf(School).Take(InspectionsShown)];
        var kin = Kin.In(Snapshot);
        Became = kin.After(School.Urn);
        CameFrom = kin.Before(School.Urns[0]);
        Hub =
            Entry.District.Length == 0
                ? null
                : Snapshot.Hubs.FirstOrDefault(h =>
                    h.Districts.Contains(Entry.District, StringComparer.OrdinalIgnoreCase)
                );
        return Answer(
            new PageFrame
            {
                Title = School.Name,
                Description =
                    $"{School.Name}: {Lower(KindWords)}{(AuthorityName.Length > 0 ? $", {AuthorityName}" : "")}. Key facts, inspections, trust and history, each with its source.",
                Section = "find",
                Crumbs = Crumbs(),
            },
            Sheet(),
            Told()
        );
    }

    public IReadOnlyList<SummaryRow> Register()
    {
        var rows = new List<SummaryRow>();
        void Row(string key, string value)
        {
            if (value.Length > 0)
                rows.Add(SummaryRow.Of(key, value));
        }

        Row("Type", Entry.Type);
        Row("Phase", PhaseWords(Entry.Phase));
        Row("Ages", Ages is { } ages ? ages.Replace("ages ", "", StringComparison.Ordinal) : "");
        Row("Sixth form", Entry.SixthForm is "Not applicable" ? "" : Entry.SixthForm);
        Row("Pupils admitted", Entry.Gender);
        Row("Religious character", Entry.Religion is "Does not apply" ? "None" : Entry.Religion);
        Row("Diocese", Entry.Diocese is "Not applicable" ? "" : Entry.Diocese);
        Row("Admissions", Entry.Admissions is "Not applicable" ? "" : Entry.Admissions);
        Row("Places for pupils", Entry.Capacity is { } places ? places.ToString("N0") : "");
        if (Entry.Region.Length > 0)
            rows.Add(
                SummaryRow.Of(
                    "Region",
                    new PlainLink(Entry.Region, $"/region/{Regions.Slug(Entry.Region)}")
                )
            );
        if (Authority is { } authority)
            rows.Add(
                SummaryRow.Of(
                    "Local authority",
                    new PlainLink(authority.Name, $"/local-authority/{authority.Code}")
                )
            );
        else
            Row("Local authority", Entry.LaName);
        if (Entry.District.Length > 0)
            rows.Add(
                SummaryRow.Of(
                    "District",
                    new PlainLink(
                        Entry.District,
                        $"/search?q={Uri.EscapeDataString(Entry.District)}"
                    )
                )
            );
        Row("Constituency", Entry.Constituency);
        Row("Urban or rural", Entry.UrbanRural);
        if (
            Country.Coast.IsCoastal(Entry) is { } coastal
            && Country.Coast.Kilometres(Entry.Place!.Value) is { } far
        )
            rows.Add(
                SummaryRow.Of(
                    "The sea",
                    new PlainLink(
                        $"{(coastal ? "by the sea" : "inland")}, about {Math.Max(1, Math.Round(far)):N0} km from the coast",
                        "/method/travel#coast"
                    )
                )
            );
        Row("URN", School.Urn.ToString());
        Row("LAESTAB", Entry.LaEstab?.ToString() ?? "");
        Row("UKPRN", Entry.Ukprn?.ToString() ?? "");
        return rows;
    }

    /// <summary>Every source of the figures shown, in full words, once each.</summary>
    public IReadOnlyList<string> SourcesUsed =>
        [
            .. Facts
                .Select(f => f.Latest?.Source)
                .OfType<string>()
                .Distinct()
                .Order(StringComparer.Ordinal)
                .Select(key => Snapshot.SourceOf(key).Words),
        ];

    /// <summary>Ofsted's newest list in the snapshot that has days of inspections, in words.</summary>
    public string InspectionSource =>
        Snapshot
            .Sources.Where(s =>
                s.Key.StartsWith("ofsted-", StringComparison.Ordinal)
                && !s.Key.StartsWith("ofsted-ratings/", StringComparison.Ordinal)
            )
            .MaxBy(s => s.Date)
            is { } note
            ? $"Ofsted's published lists to {note.Date.InWords()}"
            : "Ofsted's published lists";

    /// <summary>The address as it is written on a letter; empty where the register has none.</summary>
    public IReadOnlyList<string> Address() =>
        [
            .. new[]
            {
                Entry.Street,
                Entry.Locality,
                Entry.Address3,
                Entry.Town,
                Entry.County,
                Entry.Postcode,
            }
                .Where(line => line.Length > 0)
                .Distinct(),
        ];

    private Sheet Sheet() =>
        new(
            $"school-{School.Urn}",
            $"Key facts of {School.Name}",
            [
                new("subject", "Subject"),
                new("measure", "Measure"),
                new("label", "Measure in words"),
                new("year", "Year"),
                new("value", "Figure", "number", What: "In the unit named beside it."),
                new("unit", "Unit"),
                new("urn", "URN", "integer", What: "The URN it was published under."),
                new(
                    "median",
                    "Middle school",
                    "number",
                    What: "Half of the group's schools have less."
                ),
                new("group", "Seen among"),
                new("source", "Source"),
            ],
            [
                .. Facts.Select(f =>
                    (IReadOnlyList<object?>)
                        [
                            f.Measure.Subject,
                            f.Measure.Id,
                            f.Measure.Label,
                            f.Latest is { } latest ? f.Measure.YearLabel(latest.Year) : "",
                            f.Value,
                            f.Measure.Unit.ToString().ToLowerInvariant(),
                            f.Latest?.Urn.Value ?? School.Urn.Value,
                            f.Beside?.Deciles[4],
                            f.Beside is null ? "" : f.Group?.Words(),
                            f.Latest is { } dated ? Snapshot.SourceOf(dated.Source).Words : "",
                        ]
                ),
            ]
        );

    /// <summary>The school's place for the map; empty where the register gives none.</summary>
    private object[] Points()
    {
        if (Entry.Place is not { } place)
            return [];
        var at = NationalGrid.ToDegrees(place);
        return
        [
            new
            {
                name = School.Name,
                href = $"/school/{School.Urn}",
                lat = at.Lat,
                lon = at.Lon,
                mine = true,
            },
        ];
    }

    private Dictionary<string, object?> Told() =>
        new()
        {
            ["urn"] = School.Urn.Value,
            ["urns"] = School.Urns.Select(u => u.Value).ToArray(),
            ["name"] = School.Name,
            ["status"] = Entry.Status.ToString(),
            ["statusAsOf"] = StatusDate,
            ["phase"] = PhaseWords(Entry.Phase),
            ["type"] = Entry.Type,
            ["opened"] = Entry.Opened,
            ["closed"] = Entry.Closed,
            ["localAuthority"] = Entry.La?.ToString(),
            ["region"] = Entry.Region,
            ["district"] = Entry.District,
            ["laestab"] = Entry.LaEstab?.ToString(),
            ["ukprn"] = Entry.Ukprn?.Value,
            ["says"] = Says is null
                ? null
                : new
                {
                    text = Says.Text,
                    on = Says.SaidOn,
                    role = Says.Role,
                },
            ["partnerships"] = Stated.Select(s => new
            {
                id = $"{s.Partnership.Id}",
                name = s.Partnership.Name.ToString(),
                model = $"{s.Partnership.Model}",
                standing = s.Words,
            }),
            ["cases"] = Cases.Told,
            ["groups"] = WorkingWith
                .Select(p => new
                {
                    uid = p.Group.Uid.Value,
                    name = p.Group.Name,
                    type = p.Group.Type.Words(),
                    from = p.Membership.From,
                    evidence = Evidence.Words(p.Membership),
                })
                .ToArray(),
            ["inspections"] = Inspections
                .Select(i => new
                {
                    date = i.Date,
                    headlineGrade = i.Areas.Count == 0 && i.GradeWords.Length > 0
                        ? i.GradeWords
                        : null,
                    areas = i.Areas.Select(a => new { area = a.Area, standard = a.Standard }),
                })
                .ToArray(),
            ["points"] = Points(),
            ["became"] = Became.Select(r => r.Urn.Value).ToArray(),
        };
}
