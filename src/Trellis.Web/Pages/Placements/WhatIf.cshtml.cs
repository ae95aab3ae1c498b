using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.Components;
using Trellis.Groups;
using Trellis.People;
using Trellis.Placements;
using Trellis.Serving;
using Trellis.Sources;

namespace Trellis.Pages.Placements;

/// <summary>Where the schools of a living trust would find places if they all needed one today. For the trust's own officers and those of the regions it has schools in; linked from nowhere.</summary>
[Access(
    Who.Holders,
    Role.TrustOfficer,
    Role.RegionOfficer,
    Role.DecisionMaker,
    Over = "uid",
    Hidden = true
)]
public sealed class WhatIfView(TimeProvider time) : SitePage
{
    private const ulong Seed = 1;

    // So many trusts are offered to settle a school with, and so many settings are read from an address.
    private const int Offered = 8;
    private const int MostSettings = 400;

    private const int MostPlaces = 50;
    private const int MostPoints = 250;

    private readonly List<string> notices = [];

    public Group Group { get; private set; } = null!;

    public IReadOnlyList<string> Notices => notices;

    /// <summary>Null where the trust has no school as far as the files show.</summary>
    public PlanView? View { get; private set; }

    public DateOnly Day { get; private set; }

    /// <summary>The schools whose trust the address settles, by id.</summary>
    public IReadOnlyDictionary<string, string> Settled { get; private set; } =
        new Dictionary<string, string>();

    /// <summary>What the estimate says of each trust, before anything in the address.</summary>
    public IReadOnlyDictionary<string, ReceivingTrust> Estimated { get; private set; } =
        new Dictionary<string, ReceivingTrust>();

    public bool IsChanged =>
        View is { } view
        && (
            Settled.Count > 0
            || view.Plan.Instance.Trusts.Any(t => t != Estimated.GetValueOrDefault(t.Id))
        );

    public IActionResult OnGet(string uid)
    {
        Response.Headers["X-Robots-Tag"] = "noindex";
        if (
            !Uid.TryParse(uid, null, out var number)
            || number.ToString() != uid
            || Snapshot.Find(number) is not { } group
        )
            return NotHere("There is no page at this address.");
        Group = group;
        Day = TrustsToday.DayOf(Snapshot);
        if (ClosingTrust.Of(Snapshot, number, Day) is { } closing)
            View = Plan(closing);
        return Answer(
            new PageFrame
            {
                Title = $"What if the schools of {group.Name} needed places",
                Section = "mine",
                Crumbs =
                [
                    new PageLink("Home", "/"),
                    new PageLink(group.Name, $"/trust/{group.Uid}"),
                    new PageLink("What if"),
                ],
                Listed = false,
                Canonical = $"/trust/{group.Uid}/what-if",
            },
            Sheet(),
            Facts()
        );
    }

    private PlanView Plan(ClosingTrust closing)
    {
        Estimated = closing.Instance.Trusts.ToDictionary(t => t.Id, StringComparer.Ordinal);
        var instance = Asked(closing.Instance);
        return new PlanView(
            closing,
            ClosureReport.InFiveSeconds(instance, Seed, time),
            Open: false
        );
    }

    /// <summary>The instance with what the address asks; what cannot be is left out with a notice.</summary>
    private ClosureInstance Asked(ClosureInstance instance)
    {
        var trusts = instance.Trusts.ToDictionary(t => t.Id, StringComparer.Ordinal);
        var settled = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, values) in Request.Query.Take(MostSettings))
        {
            var value = (values[^1] ?? "").Trim();
            if (key == "settle")
            {
                foreach (var text in values.Take(MostSettings))
                    Settle(text ?? "");
                continue;
            }
            if (
                value.Length == 0
                || key.Split('-') is not [("places" or "points") and var kind, var id]
            )
                continue;
            if (!trusts.TryGetValue(id, out var trust))
            {
                notices.Add($"'{Short(id)}' is no trust that could take one of these schools.");
                continue;
            }
            var most = kind == "places" ? MostPlaces : MostPoints;
            if (
                !int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var many)
                || many > most
            )
            {
                notices.Add(
                    $"'{Short(value)}' is no number between 0 and {most}; for {trust.Name} the estimate stays."
                );
                continue;
            }
            trusts[id] =
                kind == "places"
                    ? trust with
                    {
                        Places = many,
                    }
                    : trust with
                    {
                        ChallengePoints = many,
                    };
        }
        var asked = instance with
        {
            Trusts = [.. instance.Trusts.Select(t => trusts[t.Id])],
            Locks = [.. settled.Select(s => (s.Key, s.Value))],
        };
        if (settled.Count == 0)
            return asked;
        // What a file may not say an address may not either: locks that a trust has no room for, or that break its fair share.
        // A file of the locks alone says it; the whole one of a large trust would take longer to read than the plan to make.
        try
        {
            ClosureFile.Read(
                "address",
                Encoding.UTF8.GetBytes(
                    ClosureFile.Write(
                        asked with
                        {
                            RuledOut = [],
                            Places =
                            [
                                .. asked.Places.Where(p =>
                                    settled.GetValueOrDefault(p.School) == p.Trust
                                ),
                            ],
                        }
                    )
                )
            );
            Settled = settled;
            return asked;
        }
        catch (UnreadableSourceException wrong)
        {
            notices.Add(
                $"What is settled cannot be kept all at once, so nothing is: {Because(wrong.Message)}"
            );
            return asked with { Locks = [] };
        }

        void Settle(string text)
        {
            if (text.Length == 0)
                return;
            if (
                text.Split('-') is [var school, var trust]
                && instance.Places.Any(p => p.School == school && p.Trust == trust)
            )
                settled[school] = trust;
            else
                notices.Add(
                    $"'{Short(text)}' names no school and trust of which one could take the other."
                );
        }
    }

    // A line of a file is no place in an address.
    private static string Because(string message) =>
        message.Split('\n')[0] is var first
        && first.LastIndexOf("]: ", StringComparison.Ordinal) is > 0 and var at
            ? first[(at + 3)..]
            : "a trust would take more than it can.";

    private static string Short(string text) => text.Length > 40 ? text[..40] + "..." : text;

    /// <summary>What a school may be settled with: where the plan sends it, and the trusts it would fit best.</summary>
    public IReadOnlyList<SelectItem> Choices(ClosingSchool school)
    {
        var plan = View!.Plan;
        var names = plan.Instance.Trusts.ToDictionary(
            t => t.Id,
            t => t.Name,
            StringComparer.Ordinal
        );
        var ids = plan
            .Instance.Places.Where(p => p.School == school.Id)
            .OrderByDescending(p => p.Value)
            .ThenBy(p => p.Trust, StringComparer.Ordinal)
            .Take(Offered)
            .Select(p => p.Trust);
        if (plan.Placements.First(p => p.School.Id == school.Id).Trust is { } now)
            ids = ids.Append(now.Id);
        if (Settled.TryGetValue(school.Id, out var kept))
            ids = ids.Append(kept);
        return
        [
            new SelectItem { Value = "", Text = "let the plan decide" },
            .. ids.Distinct(StringComparer.Ordinal)
                .Select(id => new SelectItem { Value = $"{school.Id}-{id}", Text = names[id] }),
        ];
    }

    /// <summary>The nearest others that a school does not go to, with the reason: the first few.</summary>
    public static IEnumerable<NotThere> Others(SchoolReasons school) =>
        school.Others.Where(o => o.Value is not null).Take(4);

    /// <summary>Trusts whose room may be changed: those in use, and the next ones that schools would rather have.</summary>
    public IReadOnlyList<TrustUse> Changeable
    {
        get
        {
            var wished = View!
                .Report.Schools.SelectMany(s =>
                    Others(s).Where(o => o.Kind is NotThereKind.Full or NotThereKind.Points)
                )
                .Select(o => o.Trust.Id)
                .ToHashSet(StringComparer.Ordinal);
            return
            [
                .. View
                    .Report.Trusts.Where(t =>
                        t.Schools.Count > 0
                        || wished.Contains(t.Trust.Id)
                        || t.Trust != Estimated.GetValueOrDefault(t.Trust.Id)
                    )
                    .OrderByDescending(t => t.Schools.Count)
                    .ThenBy(t => t.Trust.Name, StringComparer.Ordinal),
            ];
        }
    }

    private Sheet Sheet() =>
        new(
            $"what-if-{Group.Uid}",
            $"Where the schools of {Group.Name} would find places",
            [
                new("urn", "URN", "integer"),
                new("school", "School"),
                new("challenge_points", "Challenge points", "integer"),
                new("trust_uid", "UID of the trust", "integer"),
                new("trust", "Trust", What: "Empty where it is left without one."),
                new("value", "Value of the match", "number", What: "0 to 1."),
                new("minutes", "Minutes by car", "number", "minutes"),
                new("settled", "Settled in the address", "boolean"),
                new("why", "Why"),
            ],
            [
                .. (View?.Report.Schools ?? []).Select(
                    IReadOnlyList<object?> (s) =>
                        [
                            int.Parse(s.Placement.School.Id, CultureInfo.InvariantCulture),
                            s.Placement.School.Name,
                            s.Placement.School.Challenge,
                            s.Placement.Trust is { } trust
                                ? int.Parse(trust.Id, CultureInfo.InvariantCulture)
                                : null,
                            s.Placement.Trust?.Name,
                            s.Placement.Trust is null ? null : s.Placement.Value,
                            s.Placement.Minutes,
                            Settled.ContainsKey(s.Placement.School.Id),
                            s.Words,
                        ]
                ),
            ]
        );

    private Dictionary<string, object?> Facts() =>
        new()
        {
            ["uid"] = Group.Uid.Value,
            ["trust"] = Group.Name,
            ["day"] = Day,
            ["answer"] = View?.FirstLine,
            ["proof"] = View?.Proof,
            ["proven"] = View?.Plan.Proven,
            ["gap"] = View?.Plan.Gap,
            ["value"] = View?.Plan.Value,
            ["bound"] = View?.Plan.Bound,
            ["unplaced"] = View?.Plan.Unplaced.Select(s => s.Id),
            ["prices"] = View?.Report.Prices.Select(p => new
            {
                p.Words,
                p.Price,
                p.MorePlaced,
                p.Proven,
            }),
            ["alternatives"] = View?.Report.Alternatives.Select(a => new
            {
                a.Value,
                a.Below,
                moves = a.Moves.Select(m => new
                {
                    school = m.School.Id,
                    from = m.From?.Id,
                    to = m.To?.Id,
                }),
            }),
            ["notReached"] = View?.Report.NotReached,
            ["notices"] = notices,
        };
}
