using System.Security.Cryptography;
using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.Brokerage;
using Trellis.Components;
using Trellis.Journal;
using Trellis.Pages.Joining;
using Trellis.People;
using Trellis.Procedures;
using Trellis.Schools;
using Trellis.Serving;

namespace Trellis.Pages.Brokerage;

/// <summary>Opens a case with at most five answers; the register says the rest. A region opens its own work, and a school, its trust or its authority the public timeline of what happens to it.</summary>
[Access(Who.SignedIn)]
public sealed class NewBrokerageCase : ActingPage
{
    /// <summary>Those in whose name the visitor may open one.</summary>
    public IReadOnlyList<Holder> Able { get; private set; } = [];

    /// <summary>In whose name.</summary>
    public Holder Voice => Able.FirstOrDefault(h => $"{h.As.Over}" == Said("as")) ?? Able[0];

    public bool IsRegion => Voice.As.Over.Kind == ScopeKind.Region;

    /// <summary>What is opened with; null before it was asked for, or where something is missing.</summary>
    public CaseOpening? Opening { get; private set; }

    public bool IsChecking { get; private set; }

    public string Reference { get; private set; } = "";

    private string Said(string name) =>
        Request.HasFormContentType ? Typed(name) : Request.Query[name].ToString();

    public string Kind => Said("kind");

    public string Schools =>
        Request.HasFormContentType || Request.Query.ContainsKey("school") ? Said("school")
        : Able.Count > 0 && Voice.As.Over is { Kind: ScopeKind.School } own ? own.Id
        : "";

    public string Trust => Said("trust");

    public TypedDay Day => Request.HasFormContentType ? TypedDayOf("begun") : TypedDay.Of(Today);

    public IReadOnlyList<Choice?> Voices =>
        [
            .. Able.Select(h => new Choice
            {
                Value = $"{h.As.Over}",
                Text = RolePlaces.Words(Snapshot, h.As.Over).Text,
            }),
        ];

    /// <summary>The kinds of case that may be opened in some name of the visitor's.</summary>
    public IReadOnlyList<(CaseKind Kind, Procedure Table)> Kinds =>
        [
            .. from kind in CaseKind.All
            let table = KnownProcedures.On(kind.Main, Today)
            where
                table is { OfCase: true }
                && table.InForceOn(Today)
                && Able.Any(h => table.Sides.Any(s => s.Begins && s.Kinds.Contains(h.As.Over.Kind)))
            select (kind, table),
        ];

    public IReadOnlyList<Choice?> KindChoices =>
        [
            .. Kinds.Select(k => new Choice
            {
                Value = $"{k.Kind.Main}",
                Text = k.Table.Name,
                Hint = new Hint { Text = k.Table.For },
            }),
        ];

    /// <summary>Whether any kind names a trust that takes a school, so that it is asked for.</summary>
    public bool AsksForTrust =>
        Kinds.Any(k =>
            k.Table.Sides.Any(s => s.Id == Incoming && s.Kinds.Contains(ScopeKind.Trust))
        );

    private static readonly Code Incoming = Code.Parse("trust");

    public IActionResult OnGet()
    {
        Find();
        return Show();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        Find();
        if (Able.Count == 0 || Typed("step") == "form")
            return Show();
        Read();
        if (Opening is not { } opening)
            return Show();
        var by = Voice;
        Reference = CaseRef.TryParse(Typed("case"), null, out var drawn)
            ? $"{drawn}"
            : $"{CaseRef.From(RandomNumberGenerator.GetBytes(10))}";
        var reference = CaseRef.Parse(Reference);
        var now = new Occasion(by, Time.GetUtcNow(), Today);
        if (WhyNot(opening, reference, now) is { } no)
        {
            Refuse("school", no.Sentence);
            return Show();
        }
        if (await There(opening) is { } there && there != reference)
        {
            Refuse(
                "school",
                $"There is a case of this kind for the school already, {there}. Look for it among the {(IsRegion ? "cases" : "decisions")}"
            );
            return Show();
        }
        if (Typed("step") != "do")
        {
            IsChecking = true;
            return Show();
        }
        var refused = await Casework.DoTogether(
            opening.Acts(
                reference,
                by.As.Over,
                _ => Drawn(),
                Today,
                once: Once,
                letters: await OpeningLetters.Of(
                    opening,
                    by.As.Over,
                    Casework,
                    Site,
                    Snapshot,
                    now,
                    Stop
                )
            ),
            now,
            Stop
        );
        if (refused is null or { Code: "sent-already" })
            return Lead($"/case/{reference}?done=opened");
        Refuse("school", refused.Sentence);
        return Show();
    }

    /// <summary>A case of the same kind that goes on for one of the schools; null where there is none.</summary>
    private async Task<CaseRef?> There(CaseOpening opening)
    {
        foreach (var school in opening.Schools)
            if (
                (await Caseload.Of(Casework, school.ToString(), Today, Stop)).FirstOrDefault(c =>
                    !c.IsOver && c.Case.Main == opening.Kind.Main
                ) is
                { } found
            )
                return found.Case.Ref;
        return null;
    }

    private static CaseId Drawn() => CaseId.From(RandomNumberGenerator.GetBytes(10));

    /// <summary>Why it would be refused, found before somebody is asked to confirm it.</summary>
    private static Refusal? WhyNot(CaseOpening opening, CaseRef reference, Occasion now)
    {
        var by = ((Holder)now.By).As.Over;
        if (opening.Open(reference, by).Apply(null, now) is Outcome<CaseOpened>.Refused no)
            return no.Why;
        return opening
            .Procedures(by, now.Today)
            .Select(p =>
                opening.Begin(reference, p.Id, by, _ => Drawn(), now.Today).Apply(null, now)
            )
            .OfType<Outcome<ProcedureBegun>.Refused>()
            .FirstOrDefault()
            ?.Why;
    }

    private void Find() =>
        Able = [
            .. Visitor
                .Roles.Where(r =>
                    r.Role
                        is Role.RegionOfficer
                            or Role.Head
                            or Role.Governor
                            or Role.TrustOfficer
                            or Role.LocalAuthorityOfficer
                )
                .OrderBy(r => r.Role != Role.RegionOfficer)
                .Select(r => new Holder(Visitor.Person.Id, r))
                .DistinctBy(h => h.As.Over),
        ];

    private void Read()
    {
        var kind = ProcedureId.TryParse(Kind, null, out var main) ? CaseKind.Of(main) : null;
        if (kind is null)
            Refuse("kind", "Choose what the case is about");
        if (TypedDayOf("begun").Read() is not { } day)
        {
            Refuse("begun", "Enter the day on which it began, like 1 9 2026");
            day = Today;
        }
        else if (day > Today)
            Refuse("begun", $"{day.InWords()} has not come");
        var schools = new List<Urn>();
        foreach (
            var line in Schools
                .Split(
                    ['\n', ';'],
                    StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries
                )
                .Take(100)
        )
            if (
                RolePlaces.Read(Country, ScopeKind.School, line) is { } school
                && Urn.TryParse(school.Id, null, out var urn)
            )
                schools.Add(urn);
            else
                Refuse(
                    "school",
                    $"'{(line.Length > 60 ? line[..60] : line)}' is not known, or is the name of several. Enter the school's URN"
                );
        if (schools.Count == 0 && Wrong.TrueForAll(w => w.Href != "#school"))
            Refuse("school", "Enter the school's URN or its whole name");
        Scope? trust = null;
        if (Trust.Length > 0)
        {
            trust = RolePlaces.Read(Country, ScopeKind.Trust, Trust);
            if (trust is null)
                Refuse("trust", "Enter the trust's UID or its whole name, or leave it out");
        }
        if (Wrong.Count > 0)
            return;
        Opening = CaseOpening.From(Snapshot, kind!, schools, trust, day);
        if (Opening is null)
            Refuse("school", "The register does not say in which region this school lies");
    }

    /// <summary>What was answered, and what the register says, each with where it is from.</summary>
    public IReadOnlyList<SummaryRow?> Typings =>
        [
            SummaryRow.Answer("Kind", KnownProcedures.On(Opening!.Kind.Main, Today)!.Name, "kind"),
            SummaryRow.Answer(
                "School",
                string.Join(", ", Opening.Schools.Select(s => RolePlaces.Words(Snapshot, s).Text)),
                "school"
            ),
            SummaryRow.Answer("Began on", Opening.BegunOn.InWords(), "begun"),
            .. Opening.Incoming is { } trust
                ? new[]
                {
                    SummaryRow.Answer("Trust", RolePlaces.Words(Snapshot, trust).Text, "trust"),
                }
                : [],
        ];

    /// <summary>What nobody had to type.</summary>
    public IReadOnlyList<SummaryRow?> Prefilled
    {
        get
        {
            var opening = Opening!;
            var first = Urn.TryParse(opening.Schools[0].Id, null, out var urn)
                ? Snapshot.SchoolOf(urn)
                : null;
            var rows = new List<SummaryRow?>();
            Add("Region", opening.Region);
            Add("Local authority", opening.Authority);
            if (opening.Body is { Kind: ScopeKind.Trust })
                Add("Its trust now", opening.Body);
            if (opening is { HasFaith: true, Diocese: null })
                Say("Diocese", "The register names none. It is named in the case.");
            else
                Add("Diocese", opening.Diocese);
            if (first is not null)
            {
                var row = first.Current;
                Say("Type", row.Type);
                Say("Religious character", row.Religion);
                Say("Pupils", row.Pupils is { } pupils ? $"{pupils:N0}" : "");
                Say("Places", row.Capacity is { } places ? $"{places:N0}" : "");
                if (Snapshot.InspectionsOf(first).FirstOrDefault() is { } seen)
                    Say(
                        "Latest inspection",
                        $"{seen.Date.InWords()}{(seen.GradeWords.Length > 0 ? $": {seen.GradeWords}" : "")}{(seen.Category.Length > 0 ? $", {seen.Category}" : "")} (Ofsted's published list)"
                    );
            }
            Say(
                "Begins with",
                string.Join("; ", opening.Procedures(Voice.As.Over, Today).Select(p => p.Name))
            );
            return rows;

            void Add(string name, Scope? over)
            {
                if (over is { } one)
                    Say(name, RolePlaces.Words(Snapshot, one).Text);
            }

            void Say(string name, string words)
            {
                if (words.Length > 0)
                    rows.Add(SummaryRow.Of(name, words));
            }
        }
    }

    /// <summary>Where what is prefilled is from.</summary>
    public string Source =>
        $"Get Information about Schools{(Snapshot.RegisterDate is { } day ? $", register of {day.InWords()}" : "")}";

    private IActionResult Show() =>
        AnswerPrivately(
            new PageFrame
            {
                Title = IsChecking ? "Check before the case is opened" : "Open a case",
                Section = "mine",
                ForPrograms = false,
                Crumbs =
                [
                    new("Home", "/"),
                    .. Able.Count > 0 && IsRegion
                        ? [new PageLink("Cases", "/cases")]
                        : Array.Empty<PageLink>(),
                    new("Open a case"),
                ],
            }
        );
}
