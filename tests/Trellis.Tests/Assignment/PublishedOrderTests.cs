namespace Trellis.Assignment;

public sealed class PublishedOrderTests
{
    [Fact]
    public void The_order_is_the_one_that_sha256sum_gives()
    {
        // printf 7:A | sha256sum begins with 0d37, B with b855, C with 7bb5, D with e723.
        Assert.Equal([0, 2, 1, 3], PublishedOrder.Of(["A", "B", "C", "D"], 7));
    }

    [Fact]
    public void The_order_of_the_file_changes_nothing_and_another_seed_does()
    {
        var names = Enumerable.Range(0, 50).Select(i => $"fictional school {i}").ToArray();
        var turned = names.Reverse().ToArray();
        Assert.Equal(PublishedOrder.Of(names, 1), PublishedOrder.Of(turned, 1).Reverse().ToArray());
        Assert.NotEqual(PublishedOrder.Of(names, 1), PublishedOrder.Of(names, 2));
        Assert.Equal(Enumerable.Range(0, 50), PublishedOrder.Of(names, 1).Order());
    }

    [Fact]
    public void Only_those_of_one_group_are_put_in_order() =>
        Assert.Equal(
            [4, 2, 0, 3, 1],
            PublishedOrder.Break(
                [
                    [4],
                    [0, 2, 3],
                    [],
                    [1],
                ],
                [2, 0, 1, 4, 3]
            )
        );

    [Fact]
    public void A_name_that_is_there_twice_is_refused() =>
        Assert.Contains(
            "'A' is there twice",
            Assert.Throws<ArgumentException>(() => PublishedOrder.Of(["A", "B", "A"], 1)).Message,
            StringComparison.Ordinal
        );
}
