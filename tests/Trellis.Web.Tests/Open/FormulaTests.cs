using Trellis.Schools;
using Trellis.Serving;
using Trellis.Snapshots;

namespace Trellis.Open;

public sealed class FormulaTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("=cmd|' /C calc'!A0")]
    [InlineData("+1+1")]
    [InlineData("-2+3")]
    [InlineData("@SUM(1)")]
    public async Task A_name_that_a_spreadsheet_would_run_is_written_as_text(string name)
    {
        await using var site = await RunningSite.Over(
            new SnapshotContent
            {
                Establishments =
                [
                    new Establishment
                    {
                        Urn = new Urn(100001),
                        Name = name,
                        Status = Status.Open,
                    },
                ],
            }
        );
        var csv = await site.Client.GetStringAsync("/data/files/establishments.csv", Stop);
        Assert.Contains($"'{name}", csv, StringComparison.Ordinal);
        Assert.DoesNotContain($",{name}", csv, StringComparison.Ordinal);
        Assert.DoesNotContain($",\"{name}", csv, StringComparison.Ordinal);
    }

    [Fact]
    public void A_negative_figure_stays_a_number()
    {
        using var stream = new MemoryStream();
        new Sheet(
            "s",
            "S",
            [new SheetColumn("n", "N", "number")],
            [
                [-0.5],
            ]
        ).WriteCsv(stream);
        Assert.Equal("n\r\n-0.5\r\n", System.Text.Encoding.UTF8.GetString(stream.ToArray()));
    }
}
