using System.Globalization;

namespace Trellis.Assignment;

/// <summary>Deferred acceptance on markets drawn at random, against every plan there is and against what its papers promise.</summary>
/// <remarks>TRELLIS_MARKETS=10000 draws as many markets and tries 200 other lists for every resident; without it 400 markets with 10 tries.</remarks>
public sealed class MarketCampaignTests
{
    private static readonly int Asked = int.TryParse(
        Environment.GetEnvironmentVariable("TRELLIS_MARKETS"),
        CultureInfo.InvariantCulture,
        out var asked
    )
        ? asked
        : 0;

    private static readonly int Markets = Asked > 0 ? Asked : 400;
    private static readonly int Tries = Asked > 0 ? 200 : 10;

    [Fact]
    public void Small_markets_have_no_stable_plan_that_is_better_for_any_resident()
    {
        var (several, tied) = (0, 0);
        for (var seed = 0; seed < Markets; seed++)
        {
            var drawn = new RandomMarket(seed, 5, 4);
            var market = drawn.Market;
            var (best, worst) = (
                market.ResidentsPropose().HospitalOf,
                market.HospitalsPropose().HospitalOf
            );
            var stable = StablePlans(drawn);
            Assert.Contains(stable, plan => plan.SequenceEqual(best));
            Assert.Contains(stable, plan => plan.SequenceEqual(worst));
            foreach (var plan in stable)
                for (var r = 0; r < market.Residents; r++)
                    Assert.InRange(
                        Place(drawn, r, plan[r]),
                        Place(drawn, r, best[r]),
                        Place(drawn, r, worst[r])
                    );
            several += stable.Count > 1 ? 1 : 0;
            tied += drawn.Ties > 0 ? 1 : 0;
        }
        // The campaign says something only where there was a choice.
        Assert.InRange(several, Markets / 100, Markets);
        Assert.InRange(tied, Markets / 3, Markets);
    }

    [Fact]
    public void Larger_markets_have_no_blocking_pair_and_leave_out_the_same_whoever_proposes()
    {
        for (var seed = 0; seed < Markets; seed++)
        {
            var drawn = new RandomMarket(1_000_000 + seed, 40, 12);
            var market = drawn.Market;
            var (residents, hospitals) = (market.ResidentsPropose(), market.HospitalsPropose());
            Assert.Empty(market.BlockingPairs(residents.HospitalOf));
            Assert.Empty(market.BlockingPairs(hospitals.HospitalOf));
            for (var r = 0; r < market.Residents; r++)
            {
                // The rural hospitals theorem (Roth 1986): in every stable plan the same are left out.
                Assert.Equal(residents.HospitalOf[r] < 0, hospitals.HospitalOf[r] < 0);
                Assert.True(
                    Place(drawn, r, residents.HospitalOf[r])
                        <= Place(drawn, r, hospitals.HospitalOf[r])
                );
            }
            for (var h = 0; h < market.Hospitals; h++)
            {
                Assert.Equal(residents.ResidentsOf[h].Count, hospitals.ResidentsOf[h].Count);
                if (residents.ResidentsOf[h].Count < drawn.Capacities[h])
                    Assert.Equal(residents.ResidentsOf[h], hospitals.ResidentsOf[h]);
            }
        }
    }

    [Fact]
    public void No_resident_gains_by_giving_another_list_than_the_true_one()
    {
        var changed = 0;
        for (var seed = 0; seed < Markets; seed++)
        {
            var drawn = new RandomMarket(2_000_000 + seed, 8, 5);
            var truth = drawn.Market.ResidentsPropose().HospitalOf;
            var draw = new Random(seed);
            for (var r = 0; r < drawn.Residents.Length; r++)
            {
                var lists = drawn.Residents.ToArray();
                for (var tries = 0; tries < Tries; tries++)
                {
                    var other = RandomMarket.Shuffled(draw, drawn.Hospitals.Length);
                    lists[r] = other[..draw.Next(other.Length + 1)];
                    var got = new HospitalResidents(lists, drawn.Hospitals, drawn.Capacities)
                        .ResidentsPropose()
                        .HospitalOf[r];
                    changed += got != truth[r] ? 1 : 0;
                    Assert.True(
                        Place(drawn, r, got) >= Place(drawn, r, truth[r]),
                        $"seed {seed}, resident {r} gains with {string.Join(' ', lists[r])}"
                    );
                }
            }
        }
        Assert.InRange(changed, Markets, int.MaxValue);
    }

    [Fact]
    public void Where_hospitals_propose_a_resident_can_gain_by_a_shorter_list()
    {
        // So the test above can fail. Residents 0 and 1 each got the hospital that prefers them, their second choice.
        int[][] hospitals =
        [
            [0, 1],
            [1, 0],
        ];
        Assert.Equal([0, 1], new HospitalResidents(
                [
                    [1, 0],
                    [0, 1],
                ],
                hospitals,
                [1, 1]
            ).HospitalsPropose().HospitalOf);
        Assert.Equal([1, 0], new HospitalResidents(
                [
                    [1],
                    [0, 1],
                ],
                hospitals,
                [1, 1]
            ).HospitalsPropose().HospitalOf);
    }

    [Fact]
    public void The_numbers_of_residents_and_hospitals_change_nothing()
    {
        for (var seed = 0; seed < 100; seed++)
        {
            var drawn = new RandomMarket(3_000_000 + seed, 12, 6);
            var draw = new Random(seed);
            var (rename, renameHospital) = (
                RandomMarket.Shuffled(draw, drawn.Residents.Length),
                RandomMarket.Shuffled(draw, drawn.Hospitals.Length)
            );
            var residents = new int[drawn.Residents.Length][];
            var hospitals = new int[drawn.Hospitals.Length][];
            var places = new int[drawn.Hospitals.Length];
            for (var r = 0; r < residents.Length; r++)
                residents[rename[r]] = [.. drawn.Residents[r].Select(h => renameHospital[h])];
            for (var h = 0; h < hospitals.Length; h++)
            {
                hospitals[renameHospital[h]] = [.. drawn.Hospitals[h].Select(r => rename[r])];
                places[renameHospital[h]] = drawn.Capacities[h];
            }
            var before = drawn.Market.ResidentsPropose().HospitalOf;
            var after = new HospitalResidents(residents, hospitals, places)
                .ResidentsPropose()
                .HospitalOf;
            for (var r = 0; r < residents.Length; r++)
                Assert.Equal(before[r] < 0 ? -1 : renameHospital[before[r]], after[rename[r]]);
        }
    }

    /// <summary>Where a hospital stands in a resident's true list; none stands after all that are listed.</summary>
    private static int Place(RandomMarket drawn, int resident, int hospital) =>
        Array.IndexOf(drawn.Residents[resident], hospital) is >= 0 and var at
        && drawn.Hospitals[hospital].Contains(resident)
            ? at
        : hospital < 0 ? 100
        : 101;

    /// <summary>Every plan of the market that keeps the places and that no pair blocks, judged pair by pair from the lists.</summary>
    private static List<int[]> StablePlans(RandomMarket drawn)
    {
        var stable = new List<int[]>();
        var plan = new int[drawn.Residents.Length];
        Fill(0);
        return stable;

        void Fill(int resident)
        {
            if (resident == plan.Length)
            {
                if (IsStable())
                    stable.Add([.. plan]);
                return;
            }
            for (var h = -1; h < drawn.Hospitals.Length; h++)
                if (
                    h < 0
                    || drawn.Residents[resident].Contains(h)
                        && drawn.Hospitals[h].Contains(resident)
                        && plan[..resident].Count(p => p == h) < drawn.Capacities[h]
                )
                {
                    plan[resident] = h;
                    Fill(resident + 1);
                }
        }

        bool IsStable()
        {
            for (var r = 0; r < plan.Length; r++)
                foreach (var h in drawn.Residents[r])
                {
                    if (h == plan[r])
                        break;
                    var at = Array.IndexOf(drawn.Hospitals[h], r);
                    if (at < 0 || drawn.Capacities[h] == 0)
                        continue;
                    var there = Enumerable.Range(0, plan.Length).Where(o => plan[o] == h).ToArray();
                    if (
                        there.Length < drawn.Capacities[h]
                        || there.Any(o => Array.IndexOf(drawn.Hospitals[h], o) > at)
                    )
                        return false;
                }
            return true;
        }
    }
}
