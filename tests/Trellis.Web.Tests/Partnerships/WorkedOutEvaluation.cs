using Trellis.Access;
using Trellis.Journal;
using Trellis.Measures;
using Trellis.Models;
using Trellis.Pages.Joining;
using Trellis.People;
using Trellis.Probability;
using Trellis.Schools;
using Trellis.Snapshots;
using Trellis.Store;

namespace Trellis.Partnerships;

/// <summary>A site over a drawn England of sixty primary schools, large enough that an evaluation has an effect, and a partnership of one school that takes help and one that gives it. All of it is fictional.</summary>
public sealed class WorkedOutEvaluation : IAsyncLifetime
{
    /// <summary>By how many points results of the school that takes help rise from 2022/23 on.</summary>
    public const double InTaker = 8;

    /// <summary>By how many points those of the school that gives it do.</summary>
    public const double InGiver = -6;

    /// <summary>The name of the job that works it out.</summary>
    public const string Job = "evaluate-partnerships";

    private const int Schools = 60;
    private static readonly int[] tested = [2015, 2016, 2017, 2018, 2021, 2022, 2023, 2024];
    private readonly string folder = Directory.CreateTempSubdirectory("trellis-worked-").FullName;

    public PeopleSite Site { get; private set; } = null!;

    public PartnershipId Id { get; } = PartnershipId.From([7, 1, 1, 1, 1, 1, 1, 1, 1, 1]);

    public async ValueTask InitializeAsync()
    {
        Site = await PeopleSite.Over(Store("good", odd: 0));
        // The site's own first run is over, so that it crosses none of a test.
        await Ended(r => r.EndedAt is not null);
        var (taker, giver) = (Party.School(new Urn(100_000)), Party.School(new Urn(100_001)));
        var from = new DateOnly(2022, 9, 1);
        Assert.IsType<Done<Partnership>.Written>(
            await Site.Casework.Do(
                new RegisterPartnership(
                    Id,
                    RolePlaces.VoiceOf(Site.Site.Snapshot, taker),
                    "Fictional Helping Pair",
                    ModelId.Parse("informal-collaboration"),
                    from,
                    [Purpose.PupilAttainment],
                    Depth.Planned,
                    Willingness.Willing,
                    default,
                    [
                        new NewMember(taker, default(FreeText), [MemberRole.Taker], from),
                        new NewMember(giver, default(FreeText), [MemberRole.Giver], from),
                    ],
                    Agreement.None,
                    Costs.NotSaid,
                    []
                ),
                Now(taker),
                beside: (_, after) => new Alongside([], [after.Public])
            )
        );
        Assert.IsType<Done<Partnership>.Written>(
            await Site.Casework.Do(
                new ConfirmMembership(Id, RolePlaces.VoiceOf(Site.Site.Snapshot, giver)),
                Now(giver),
                beside: (_, after) => new Alongside([], [after.Public])
            )
        );
    }

    public async ValueTask DisposeAsync()
    {
        await Site.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }

    /// <summary>How the last run of the job stood, when it stood as is asked.</summary>
    public async Task<JobRun> Ended(Func<JobRun, bool> asked)
    {
        for (var tries = 0; tries < 600; tries++)
        {
            var run = (await Site.Casework.JobRuns()).FirstOrDefault(r => r.Name == Job);
            if (run is not null && asked(run))
                return run;
            await Task.Delay(50);
        }
        throw new TimeoutException("No run of the job ended so within half a minute.");
    }

    /// <summary>A store with the drawn schools.</summary>
    /// <param name="odd">What one school's result of 2023/24 is raised by.</param>
    public SnapshotStore Store(string name, double odd)
    {
        var place = Path.Combine(folder, name);
        Directory.CreateDirectory(place);
        return RunningSite.Drawn(place, Content(odd));
    }

    private Occasion Now(Party by) =>
        new(
            new Holder(
                PersonId.From([9, 8, 7, 6, 5, 4, 3, 2, 1, 0]),
                new Appointment(Role.Head, by.Scope!.Value)
            ),
            Site.Clock.GetUtcNow(),
            Site.Today
        );

    private static SnapshotContent Content(double odd)
    {
        var chance = new Draws(3, 1);
        int[] all = [.. Enumerable.Range(0, Schools)];
        var columns = new List<MeasureColumn>();
        foreach (var year in tested)
        {
            var rows = new RowIndex($"ks2/{year}", all);
            double[] figures =
            [
                .. all.Select(i =>
                    Math.Round(
                        104
                            + (3 * chance.Normal(i))
                            + chance.Normal(1_000 + (i * 50) + (year - 2000))
                            + (
                                year < 2022 ? 0
                                : i == 0 ? InTaker
                                : i == 1 ? InGiver
                                : 0
                            ),
                        1
                    ) + (i == 9 && year == 2023 ? odd : 0)
                ),
            ];
            foreach (var measure in (string[])["ks2.reading-average", "ks2.maths-average"])
                columns.Add(
                    MeasureColumn.Pack(
                        Definitions.All.Single(d => d.Measure.Id == measure).Measure,
                        new Year(year),
                        rows,
                        figures,
                        [.. all.Select(_ => (string?)null)]
                    )
                );
        }
        return new SnapshotContent
        {
            Establishments =
            [
                .. all.Select(i => new Establishment
                {
                    Urn = new Urn(100_000 + i),
                    Name = $"Drawn School {i} (fictional)",
                    TypeGroup = "Local authority maintained schools",
                    Type = "Community school",
                    Phase = Phase.Primary,
                    Region = "North East",
                    La = new LaCode(300),
                    LaName = "Drawn Authority (fictional)",
                    Status = Status.Open,
                    AsOf = new DateOnly(2026, 9, 1),
                }),
            ],
            Columns = columns,
        };
    }
}
