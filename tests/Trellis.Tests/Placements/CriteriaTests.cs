using Trellis.Placements;
using Trellis.Sources;

namespace Trellis.Tests.Placements;

public sealed class CriteriaTests
{
    private static readonly string Whole = File.ReadAllText(
        Repository.PathTo("definitions/criteria/placements.v1.yaml")
    );

    private static string Refusal(string old, string @new)
    {
        Assert.Contains(old, Whole, StringComparison.Ordinal);
        var at = Whole.IndexOf(old, StringComparison.Ordinal);
        var changed = Whole[..at] + @new + Whole[(at + old.Length)..];
        return Assert
            .Throws<UnreadableSourceException>(() =>
                Criteria.ParseFile("placements.v9.yaml", changed)
            )
            .Message;
    }

    [Fact]
    public void The_weights_of_every_version_add_up_to_one_and_each_criterion_says_why_and_from_where()
    {
        foreach (var version in Criteria.Versions)
        {
            Assert.Equal(1, version.All.Sum(c => c.Weight), 1e-9);
            Assert.All(
                version.All,
                c =>
                {
                    Assert.NotEmpty(c.What);
                    Assert.NotEmpty(c.Why);
                    Assert.NotEmpty(c.Source);
                    Assert.Contains(c.Pillar, Criteria.Pillars.Select(p => p.Key));
                }
            );
        }
    }

    [Fact]
    public void Versions_count_from_one_without_a_gap_and_the_newest_is_in_use()
    {
        Assert.Equal(
            Enumerable.Range(1, Criteria.Versions.Count),
            Criteria.Versions.Select(v => v.Version)
        );
        Assert.Same(Criteria.Versions[^1], Criteria.Current);
        Assert.All(
            Criteria.Versions,
            v =>
                Assert.True(
                    File.Exists(
                        Repository.PathTo($"definitions/criteria/placements.v{v.Version}.yaml")
                    )
                )
        );
    }

    [Theory]
    [InlineData("weight: 0.25", "weight: 0.30", "the weights add up to 1.05")]
    [InlineData("weight: 0.25", "weight: -0.25", "more than nothing")]
    [InlineData("id: travel", "id: charm", "'charm' is no criterion that can be worked out")]
    [InlineData("id: cluster", "id: travel", "'travel' is there twice")]
    [InlineData("name: scale, value: 20", "name: scales, value: 20", "has to have the parameters")]
    [InlineData("value: 20", "value: twenty", "'twenty' is no number")]
    [InlineData("pillar: ours", "pillar: mine", "it can be")]
    [InlineData("reviewed: 2026-11-22", "reviewed: 2027-11-22", "is not after 'reviewed'")]
    public void A_file_that_cannot_be_worked_with_is_refused_with_its_line(
        string old,
        string @new,
        string why
    )
    {
        var message = Refusal(old, @new);
        Assert.Contains(why, message, StringComparison.Ordinal);
        Assert.Contains("placements.v9.yaml", message, StringComparison.Ordinal);
        Assert.Contains("line ", message, StringComparison.Ordinal);
    }
}
