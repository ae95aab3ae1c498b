using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.Components;
using Trellis.Journal;
using Trellis.Pages.Joining;
using Trellis.Pages.Matching;
using Trellis.People;
using Trellis.Placements;
using Trellis.Procedures;
using Trellis.Serving;
using Trellis.Store;
using Trellis.TrustPlaces;

namespace Trellis.Pages.MyTrust;

/// <summary>An invitation that asked a trust, for its list.</summary>
public sealed record AskOfTrust(Invitation Invitation, PageLink School);

/// <summary>Where a trust states how many schools it could take and what it would need: the form, what it stated before, which places are promised, and what it asked for.</summary>
[Access(Who.Holders, Role.TrustOfficer)]
public sealed class CapacityPage : TrustDeskPage
{
    internal static readonly IReadOnlyList<SheetColumn> Columns =
    [
        new("stated_on", "Stated on", "date"),
        .. CapacityPhases.All.Select(p => new SheetColumn(
            Naming.Of(p.ToString()),
            $"Places for {p.InWords()}",
            "integer"
        )),
        new("in_all", "Places in all, at most", "integer"),
        new("days_a_term", "Days of help a term", "integer"),
        new("minutes", "Minutes by car at most", "integer", "minutes"),
        new("hard_cases", "Hard cases a year", "integer"),
        new("from", "From", "date"),
        new("until", "Until", "date"),
    ];

    private static readonly IReadOnlyList<(CapacityNeed Need, string Words)> needs =
    [
        (CapacityNeed.Grant, "a grant"),
        (CapacityNeed.Debt, "debts taken off the school"),
        (CapacityNeed.Works, "works on the buildings"),
        (CapacityNeed.People, "people for a time"),
    ];

    /// <summary>What is stated now; null where nothing was.</summary>
    public TrustCapacity? Stated { get; private set; }

    public int Version { get; private set; }

    public string News { get; private set; } = "";

    public IReadOnlyList<AskOfTrust> Asks { get; private set; } = [];

    private bool Sent => Request.HasFormContentType;

    public static IReadOnlyList<Choice?> NeedItems =>
        [.. needs.Select(n => new Choice { Value = Naming.Of(n.Need.ToString()), Text = n.Words })];

    /// <summary>"a grant, works on the buildings".</summary>
    public static string WordsOf(IEnumerable<CapacityNeed> asked) =>
        string.Join(", ", asked.Select(a => needs.First(n => n.Need == a).Words));

    public string Value(string box, int? stated) =>
        Sent ? Typed(box) : stated?.ToString(CultureInfo.InvariantCulture) ?? "";

    public string Words => Sent ? Typed("words") : Stated?.Terms.Words.ToString() ?? "";

    public string NeedWords =>
        Sent ? Typed("need-words") : Stated?.Terms.NeedWords.ToString() ?? "";

    public IReadOnlyList<string> Needs =>
        Sent
            ? [.. Request.Form["needs"].OfType<string>()]
            : [.. (Stated?.Terms.Needs ?? []).Select(n => Naming.Of(n.ToString()))];

    public bool MayBeNamed => Sent ? Typed("named") == "yes" : Stated?.Terms.MayBeNamed == true;

    public TypedDay From => Sent ? TypedDayOf("from") : TypedDay.Of(Stated?.Terms.From ?? Today);

    public TypedDay Until =>
        Sent ? TypedDayOf("until")
        : Stated?.Terms.Until is { } until ? TypedDay.Of(until)
        : TypedDay.Empty;

    public static string BoxOf(Provision phase) => Naming.Of(phase.ToString());

    public PageLink SchoolOf(HeldPlace place) => RolePlaces.Words(Snapshot, place.School);

    public async Task<IActionResult> OnGetAsync(string? done = null)
    {
        if (!FindTrust())
            return NotHere("Your trust is not in the register that this site holds.");
        News =
            done == "stated"
                ? "It is stated. Those who look for a trust for a school see it from now on."
                : "";
        return await Show();
    }

    public async Task<IActionResult> OnPostAsync()
    {
        if (!FindTrust())
            return NotHere("Your trust is not in the register that this site holds.");
        await Load();
        if (int.TryParse(Typed("version"), CultureInfo.InvariantCulture, out var seen))
            Version = seen;
        var terms = Read();
        if (Wrong.Count > 0)
            return await Show();
        var done = await Casework.Do(
            new StateCapacity(Own, terms),
            new Occasion(Officer, Time.GetUtcNow(), Today),
            new Conditions(Stated is null ? null : Version, Once),
            (_, after) => new Alongside([], [PublicCapacity.Of(after)]),
            Stop
        );
        switch (done)
        {
            case Done<TrustCapacity>.Refused no:
                Refuse(
                    no.Why.Code switch
                    {
                        "from-unfit" => "from",
                        "until-unfit" => "until",
                        "days-unfit" => "days",
                        "minutes-unfit" => "minutes",
                        "hard-unfit" => "hard",
                        "words-too-long" or "words-unfit" => "words",
                        "need-too-long" or "need-unfit" => "need-words",
                        _ => "in-all",
                    },
                    no.Why.Sentence
                );
                return await Show();
            case Done<TrustCapacity>.Overtaken:
                Refuse(
                    "in-all",
                    "A place was promised, or somebody stated something, while you were writing. Look at it and send yours again."
                );
                Version = 0;
                return await Show();
            default:
                return Lead(
                    $"/my-trust/capacity{Which}{(Which.Length == 0 ? "?" : "&")}done=stated"
                );
        }
    }

    private CapacityTerms Read()
    {
        var places = CapacityPhases.All.Select(p => Whole(BoxOf(p)) ?? 0).ToArray();
        var from = TypedDayOf("from");
        var until = TypedDayOf("until");
        if (from.Read() is null)
            Refuse("from", "Enter the first day, like 1 9 2026");
        if (!until.IsEmpty && until.Read() is null)
            Refuse("until", "Enter the last day, like 31 8 2027, or nothing");
        return new CapacityTerms(
            places[0],
            places[1],
            places[2],
            places[3],
            Typed("in-all").Length == 0 ? places.Sum() : Whole("in-all") ?? 0,
            Whole("days"),
            Whole("minutes"),
            Whole("hard"),
            from.Read() ?? Today,
            until.Read(),
            Typed("words"),
            [.. needs.Where(n => Needs.Contains(Naming.Of(n.Need.ToString()))).Select(n => n.Need)],
            Typed("need-words"),
            Typed("named") == "yes"
        );
    }

    private int? Whole(string box)
    {
        var text = Typed(box);
        if (text.Length == 0)
            return null;
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number))
            return number;
        Refuse(box, "Enter a whole number, like 2");
        return null;
    }

    private async Task Load()
    {
        if (await Casework.Find<TrustCapacity>(Own.ToString(), Stop) is { } kept)
            (Stated, Version) = (kept.State, kept.Version);
    }

    private async Task<IActionResult> Show()
    {
        if (Stated is null || Version == 0)
            await Load();
        Asks =
        [
            .. (await Casework.Documents<ProcedureCase>(Own.ToString(), stop: Stop))
                .Select(p => Invitation.Of(p.State, Today))
                .OfType<Invitation>()
                .Where(i => i.AnswerBy is not null)
                .OrderByDescending(i => i.Case.BegunOn)
                .Select(i => new AskOfTrust(
                    i,
                    new PageLink("The case", $"/my-trust/case/{i.Case.Of}{Which}")
                )),
        ];
        return AnswerPrivately(
            new PageFrame
            {
                Title = $"What {Trust.Name} could take",
                Section = "mine",
                Crumbs =
                [
                    new("Home", "/"),
                    new("Your trust", "/my-trust"),
                    new("Schools we could take"),
                ],
            },
            new Sheet(
                $"capacity-{Trust.Uid}",
                $"How many schools {Trust.Name} said it could take",
                Columns,
                [
                    .. (
                        Stated is null
                            ? []
                            : Stated.Earlier.Append(new EarlierTerms(Stated.Terms, Stated.StatedOn))
                    ).Select(e =>
                        (IReadOnlyList<object?>)
                            [
                                e.On,
                                .. CapacityPhases.All.Select(p => (object?)e.Terms.PlacesFor(p)),
                                e.Terms.InAll,
                                e.Terms.DaysATerm,
                                e.Terms.MostMinutes,
                                e.Terms.HardCasesAYear,
                                e.Terms.From,
                                e.Terms.Until,
                            ]
                    ),
                ]
            )
        );
    }
}
