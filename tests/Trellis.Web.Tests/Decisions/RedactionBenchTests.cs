using Trellis.Bench;

namespace Trellis.Decisions;

/// <summary>The bench of redactions, small: two nodes over HTTP, and everything that anybody can read looked through.</summary>
public sealed class RedactionBenchTests
{
    [Fact]
    public async Task In_twenty_documents_no_hidden_word_is_in_anything_that_anybody_can_read()
    {
        var found = await RedactionBench.Run(
            documents: 20,
            late: 1,
            seed: 3,
            null,
            TestContext.Current.CancellationToken
        );
        Assert.True(found.Hits == 0, found.First);
        Assert.Equal((20, 1, 0), (found.Documents, found.Late, found.OtherMarkers));
        Assert.InRange(found.Redactions, 20, 400);
    }
}
