using System.Diagnostics;
using System.Globalization;
using Trellis.Brokerage;
using Trellis.Journal;
using Trellis.People;
using Trellis.Placements;
using Trellis.Procedures;
using Trellis.Store;
using Trellis.TrustPlaces;

namespace Trellis.Bench;

/// <summary>What came of runs in which many schools were offered the few places of a trust at once.</summary>
/// <param name="Exceeded">Runs in which more was promised than was stated, an offer held no place, or a place had no offer.</param>
/// <param name="Offers">How many offers were tried in each.</param>
public sealed record CapacityRuns(
    string Database,
    int Runs,
    int Offers,
    long Written,
    int Exceeded,
    double Seconds
);

/// <summary><c>trellis bench capacity</c>: offers that meet at a fictional trust, each with its place in one transaction.</summary>
internal static class CapacityBench
{
    private const int AtOnce = 64;

    // Every run has a trust of its own; the invitations of one case ask them one after another.
    private static readonly Scope region = Scope.Parse("region:fictional-north");
    private static readonly DateOnly day = new(2026, 10, 2);
    private static readonly DateTimeOffset at = new(2026, 10, 2, 9, 0, 0, TimeSpan.Zero);
    private static readonly Code offered = Code.Parse("offered");

    public static async Task<CapacityRuns> Run(
        string? connection,
        int runs,
        TextWriter output,
        CancellationToken stop
    )
    {
        var folder = Directory.CreateTempSubdirectory("trellis-bench-").FullName;
        try
        {
            await using var store = await Casework.Open(
                folder,
                connection,
                TimeProvider.System,
                stop
            );
            await OpenCases(store, stop);
            var exceeded = 0;
            var written = 0L;
            var from = Stopwatch.GetTimestamp();
            for (var run = 0; run < runs; run++)
            {
                var (fits, offers) = await One(store, run, stop);
                exceeded += fits ? 0 : 1;
                written += offers;
                if ((run + 1) % 100 == 0)
                    output.WriteLine(
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"  {run + 1:N0} runs, {exceeded:N0} exceeded, {Stopwatch.GetElapsedTime(from).TotalSeconds:N0} s"
                        )
                    );
            }
            var result = new CapacityRuns(
                store.IsServer ? "PostgreSQL" : "SQLite",
                runs,
                AtOnce,
                written,
                exceeded,
                Stopwatch.GetElapsedTime(from).TotalSeconds
            );
            output.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{result.Database}: {runs:N0} runs of {AtOnce} offers at once, {written:N0} offers written, {exceeded:N0} runs exceeded, {result.Seconds:N1} s"
                )
            );
            return result;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static CaseRef Case(int number) =>
        CaseRef.From([(byte)(number & 31), (byte)(number >> 5), 7, 7, 7, 7, 7, 7, 7, 7]);

    private static CaseId Invitation(int run, int number) =>
        CaseId.From([
            (byte)(number & 31),
            (byte)(number >> 5),
            (byte)(run & 31),
            (byte)(run >> 5 & 31),
            (byte)(run >> 10 & 31),
            8,
            8,
            8,
            8,
            8,
        ]);

    private static Scope School(int number) =>
        Scope.Parse(string.Create(CultureInfo.InvariantCulture, $"school:{100_000 + number}"));

    private static Scope Trust(int run) =>
        Scope.Parse(string.Create(CultureInfo.InvariantCulture, $"trust:{10_000 + run}"));

    private static Occasion Now(Role role, Scope over) =>
        new(
            new Holder(
                PersonId.From([1, 2, 3, 4, 5, 6, 7, 8, 9, (byte)role]),
                new Appointment(role, over)
            ),
            at,
            day
        );

    private static async Task OpenCases(Casework store, CancellationToken stop)
    {
        for (var number = 0; number < AtOnce; number++)
            await store.Do(
                new OpenCase(
                    Case(number),
                    ProcedureId.Parse("academy-order"),
                    [School(number)],
                    null,
                    Scope.Parse("local-authority:330"),
                    region,
                    null,
                    region
                ),
                Now(Role.RegionOfficer, region),
                stop: stop
            );
    }

    /// <summary>One trust with 1 to 8 places is asked by all cases, looks into all of them, and offers to all at once.</summary>
    private static async Task<(bool Fits, int Offers)> One(
        Casework store,
        int run,
        CancellationToken stop
    )
    {
        var trust = Trust(run);
        var officer = Now(Role.RegionOfficer, region);
        var own = Now(Role.TrustOfficer, trust);
        var places = 1 + run % 8;
        await store.Do(
            new StateCapacity(
                trust,
                new CapacityTerms(
                    places,
                    0,
                    0,
                    0,
                    places,
                    null,
                    null,
                    null,
                    day,
                    null,
                    default,
                    [],
                    default,
                    false
                )
            ),
            own,
            stop: stop
        );
        var all = Enumerable.Range(0, AtOnce).ToArray();
        await store.DoTogether(
            [
                .. all.SelectMany(number =>
                    new[]
                    {
                        Doing.Of(
                            new BeginProcedure(
                                Invitation(run, number),
                                CaseKind.TrustInvitation,
                                day,
                                region,
                                [
                                    new NewParty(Code.Parse("officer"), region, null),
                                    new NewParty(Code.Parse("trust"), trust, null),
                                ],
                                Case(number)
                            )
                        ),
                        Doing.Of(
                            new TakeStep(
                                Invitation(run, number),
                                Code.Parse("set-deadline"),
                                region,
                                null,
                                [Answer.Of(Code.Parse("answer-by"), day.AddDays(28))]
                            )
                        ),
                    }
                ),
            ],
            officer,
            stop
        );
        await store.DoTogether(
            [
                .. all.Select(number =>
                    Doing.Of(
                        new TakeStep(
                            Invitation(run, number),
                            Code.Parse("look-into-it"),
                            trust,
                            null,
                            []
                        )
                    )
                ),
            ],
            own,
            stop
        );
        var said = await Task.WhenAll(
            all.Select(number =>
                Task.Run(
                    () =>
                        store.DoTogether(
                            [
                                Doing.Of(
                                    new TakePlace(
                                        trust,
                                        Invitation(run, number),
                                        Case(number),
                                        School(number),
                                        region,
                                        Provision.Primary,
                                        false
                                    )
                                ),
                                Doing.Of(
                                    new TakeStep(
                                        Invitation(run, number),
                                        Code.Parse("offer"),
                                        trust,
                                        null,
                                        [
                                            Answer.Of(Code.Parse("offered-on"), day),
                                            Answer.Of(Code.Parse("conditional"), Code.Parse("no")),
                                        ]
                                    )
                                ),
                            ],
                            own,
                            stop
                        ),
                    stop
                )
            )
        );
        var capacity = (await store.Find<TrustCapacity>(trust.ToString(), stop))!.State;
        var invited = await store.Documents<ProcedureCase>(trust.ToString(), stop: stop);
        var offers = invited.Count(i => i.State.At == offered);
        return (
            !capacity.IsExceeded
                && capacity.Held() == places
                && offers == places
                && said.Count(no => no is null) == places
                && invited.All(i =>
                    i.State.At == offered == capacity.HeldBy(i.State.Id) is not null
                ),
            offers
        );
    }
}
