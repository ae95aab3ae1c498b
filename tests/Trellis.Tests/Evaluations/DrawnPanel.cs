using Trellis.Groups;
using Trellis.Measures;
using Trellis.Probability;
using Trellis.Publications;
using Trellis.Schools;
using Trellis.Snapshots;

namespace Trellis.Tests.Evaluations;

/// <summary>A drawn country of primary schools in which some convert, some are placed, and some do other things. All of it is fictional.</summary>
internal static class DrawnPanel
{
    internal const int Plain = 110;
    internal const int Chosen = 24;
    internal const int Placed = 24;
    internal const int All = Plain + Chosen + Placed;

    /// <summary>The tests of 2019/20 and 2020/21 were never held.</summary>
    internal static readonly int[] Tested = [2015, 2016, 2017, 2018, 2021, 2022, 2023];

    internal static readonly Lazy<Snapshot> Country = new(() => Drawn());

    internal static Urn Old(int i) => new(100_000 + i);

    internal static Urn New(int i) => new(140_000 + i);

    private static DateOnly Day(int year) => new(year, 9, 1);

    private static Snapshot Drawn()
    {
        var chance = new Draws(7, 1);
        var entries = new List<Establishment>();
        var links = new List<Link>();
        var memberships = new List<Membership>();
        var urns = new List<Urn>();
        for (var i = 0; i < All; i++)
        {
            // Plain schools 0 to 4 do things that no study looks at: see below.
            var opens = i < Plain ? (DateOnly?)null : Day(i % 2 == 0 ? 2017 : 2021);
            entries.Add(
                Entry(
                    Old(i),
                    i,
                    "Community school",
                    "Local authority maintained schools",
                    null,
                    opens
                )
            );
            if (opens is null)
                continue;
            entries.Add(
                Entry(
                    New(i),
                    i,
                    i < Plain + Chosen ? "Academy converter" : "Academy sponsor led",
                    "Academies",
                    opens,
                    null
                )
            );
            links.Add(new Link(Old(i), New(i), LinkKind.Successor, null, "Successor"));
            memberships.Add(In(New(i), 2000 + (i % 12), opens.Value));
        }
        // Trusts that had a school before: free schools of their own, which were never anything else.
        for (var t = 0; t < 12; t++)
        {
            entries.Add(
                Entry(new Urn(160_000 + t), t, "Free schools", "Free schools", Day(2012), null)
            );
            memberships.Add(In(new Urn(160_000 + t), 2000 + t, Day(2012)));
        }
        // On its own: a conversion without a trust of several schools.
        entries.Add(
            Entry(
                new Urn(170_000),
                0,
                "Community school",
                "Local authority maintained schools",
                null,
                Day(2016)
            )
        );
        entries.Add(Entry(new Urn(170_001), 0, "Academy converter", "Academies", Day(2016), null));
        links.Add(
            new Link(new Urn(170_000), new Urn(170_001), LinkKind.Successor, null, "Successor")
        );
        memberships.Add(In(new Urn(170_001), 3000, Day(2016)));
        // A federation that one school left for good.
        memberships.Add(In(Old(1), 4000, Day(2014)));
        memberships.Add(In(Old(2), 4000, Day(2014), Day(2018)));
        for (var i = 0; i < All; i++)
            urns.Add(Old(i));
        entries.Sort((a, b) => a.Urn.CompareTo(b.Urn));
        var positions = entries.Select((e, at) => (e.Urn, at)).ToDictionary(e => e.Urn, e => e.at);
        var columns = new List<MeasureColumn>();
        foreach (var (year, y) in Tested.Select((year, y) => (year, y)))
        {
            int[] rows =
            [
                .. Enumerable
                    .Range(0, All)
                    .Select(i =>
                        positions[
                            i >= Plain && year >= (i % 2 == 0 ? 2017 : 2021) ? New(i) : Old(i)
                        ]
                    ),
            ];
            var index = new RowIndex($"figures/{year}", rows);
            foreach (
                var (name, mean, spread) in new[]
                {
                    ("ks2.reading-average", 104.0, 3.0),
                    ("ks2.maths-average", 104.0, 3.0),
                    ("absence.overall", 5.0, 1.0),
                    ("pupils.number", 240.0, 60.0),
                }
            )
                columns.Add(
                    MeasureColumn.Pack(
                        new Measure(
                            name,
                            name,
                            "Results",
                            Unit.Points,
                            1,
                            "better",
                            "primary",
                            "",
                            "",
                            false,
                            new(2026, 1, 1)
                        ),
                        new Year(year),
                        index,
                        [
                            .. Enumerable
                                .Range(0, All)
                                .Select(i =>
                                    // Three schools have no results in one year each.
                                    i < 3
                                    && y == i + 1
                                        ? double.NaN
                                        : mean
                                            + (spread * chance.Normal((name.Length * 10_000) + i))
                                            + (
                                                spread
                                                / 3
                                                * chance.Normal(
                                                    (name.Length * 100_000) + (i * 50) + y
                                                )
                                            )
                                ),
                        ],
                        [.. Enumerable.Range(0, All).Select(_ => "SUPP")]
                    )
                );
        }
        return new Snapshot(
            "drawn-panel",
            new SnapshotContent
            {
                Establishments = entries,
                Groups =
                [
                    .. Enumerable
                        .Range(2000, 12)
                        .Select(u => Group(u, GroupType.MultiAcademyTrust)),
                    Group(3000, GroupType.SingleAcademyTrust),
                    Group(4000, GroupType.Federation),
                ],
                Memberships = memberships,
                Links = links,
                Columns = columns,
                Register = new PublishedRegister(
                    Day(2025),
                    [
                        new PublishedPartnership(
                            "waaaaaaaaaa",
                            "Fictional cluster",
                            "peer-review",
                            Day(2018),
                            null,
                            "",
                            [],
                            2,
                            true
                        ),
                    ],
                    [
                        new PublishedMember(
                            "waaaaaaaaaa",
                            $"school:{Old(3)}",
                            "",
                            ["giver"],
                            true,
                            Day(2018),
                            null
                        ),
                        new PublishedMember(
                            "waaaaaaaaaa",
                            $"school:{Old(1)}",
                            "",
                            ["taker"],
                            false,
                            Day(2018),
                            Day(2022)
                        ),
                    ]
                ),
            },
            Manifest.Empty
        );
    }

    private static Establishment Entry(
        Urn urn,
        int i,
        string type,
        string group,
        DateOnly? opened,
        DateOnly? closed
    ) =>
        new()
        {
            Urn = urn,
            Name = $"Fictional School {urn}",
            Type = type,
            TypeGroup = group,
            Phase = Phase.Primary,
            Region =
                i % 3 == 0 ? "North East"
                : i % 3 == 1 ? "London"
                : "South West",
            La = new LaCode(300 + (i % 20)),
            Opened = opened,
            Closed = closed,
            Status = closed is null ? Status.Open : Status.Closed,
        };

    private static Membership In(Urn urn, int uid, DateOnly from, DateOnly? to = null) =>
        new(
            urn,
            new Uid(uid),
            from,
            to,
            EndEvidence.JoinedDate,
            to is null ? EndEvidence.StillThere : EndEvidence.NoLongerSeen,
            from,
            to?.AddDays(-1) ?? Day(2025)
        );

    private static Group Group(int uid, GroupType type) =>
        new(
            new Uid(uid),
            $"Group {uid} (fictional)",
            [new DatedType(new DateOnly(2010, 1, 1), type)],
            $"TR{uid}",
            "",
            null,
            new DateOnly(2010, 1, 1),
            null,
            true,
            "",
            Day(2025)
        );
}
