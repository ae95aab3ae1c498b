using Trellis.Metrics;

namespace Trellis.Tests.Metrics;

public sealed class FoldsTests
{
    private static readonly int[] Urns = [.. Enumerable.Range(100_000, 20_000)];

    [Fact]
    public void The_fold_of_a_key_does_not_depend_on_the_other_keys()
    {
        var all = Folds.Of(Urns, 5);
        var some = Urns.Where(u => u % 7 == 3).Reverse().ToArray();
        Assert.Equal(some.Select(u => all[u - 100_000]), Folds.Of(some, 5));
    }

    [Fact]
    public void Every_fold_gets_its_share_even_of_neighbouring_numbers()
    {
        Assert.All(Folds.Of(Urns, 5).CountBy(f => f), f => Assert.InRange(f.Value, 3800, 4200));
        Assert.Equal([0, 1, 2, 3, 4], Folds.Of(Urns, 5).Distinct().Order());
        // Even numbers and odd ones alike, and those of one thousand.
        Assert.All(
            Folds.Of([.. Urns.Where(u => u % 2 == 0)], 5).CountBy(f => f),
            f => Assert.InRange(f.Value, 1850, 2150)
        );
    }

    [Fact]
    public void Another_seed_is_another_parting_and_the_same_seed_the_same()
    {
        Assert.Equal(Folds.Of(Urns, 5, 9), Folds.Of(Urns, 5, 9));
        var kept = Folds.Of(Urns, 5, 1).Zip(Folds.Of(Urns, 5, 2)).Count(p => p.First == p.Second);
        // One in five by chance.
        Assert.InRange(kept, 3700, 4300);
    }

    [Fact]
    public void A_fold_is_the_same_on_every_machine_and_in_every_year() =>
        // MurmurHash3's finaliser of key * 2654435761 ^ seed * 2246822519, modulo 5, worked out in Python.
        Assert.Equal([1, 3, 0, 1, 4], Folds.Of([100000, 100049, 100050, 136105, 150000], 5));
}
