using FsCheck;
using FsCheck.Fluent;
using Trellis.Measures;

namespace Trellis.Tests.Measures;

public sealed class MeasureColumnTests
{
    private static readonly Measure Any = Definitions
        .All.Single(d => d.Measure.Id == "pupils.eal")
        .Measure;

    private static MeasureColumn Pack(double[] values, string?[] marks) =>
        MeasureColumn.Pack(
            Any,
            new Year(2018),
            new RowIndex("census/2018", [.. Enumerable.Range(0, values.Length)]),
            values,
            marks
        );

    [Theory]
    [InlineData(12.3)]
    [InlineData(0)]
    [InlineData(-0.45)]
    [InlineData(99.999)]
    [InlineData(3_327_970)]
    [InlineData(0.1234567890123)]
    [InlineData(1e300)]
    public void A_figure_reads_back_as_the_very_same_double(double value)
    {
        var column = Pack([value, double.NaN], [null, "SUPP"]);
        var again = MeasureColumn.FromBytes(Any, new Year(2018), column.Rows, column.ToBytes());
        Assert.Equal(new Published.Figure(value), again.Of(0));
        Assert.Equal(new Published.Withheld("SUPP"), again.Of(1));
        Assert.Equal(Published.NotCollected.It, again.Of(2));
    }

    [Fact]
    public void Any_column_of_decimals_and_marks_reads_back_the_same() =>
        Prop.ForAll<int[], byte>(
                (whole, scale) =>
                {
                    var values = whole
                        .Select(w => w % 7 == 0 ? double.NaN : double.Parse($"{w}e-{scale % 12}"))
                        .ToArray();
                    string?[] marks =
                    [
                        .. whole.Select(w =>
                            w % 7 != 0 ? null
                            : w % 2 == 0 ? "NE"
                            : "x"
                        ),
                    ];
                    var column = Pack(values, marks);
                    var again = MeasureColumn.FromBytes(
                        Any,
                        new Year(2018),
                        column.Rows,
                        column.ToBytes()
                    );
                    for (var row = 0; row < values.Length; row++)
                        if (
                            double.IsNaN(values[row])
                                ? again.AtRow(row) != Marks.Read(marks[row]!)
                                : again.AtRow(row) != new Published.Figure(values[row])
                        )
                            return false;
                    return true;
                }
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void A_column_cut_short_is_found_out()
    {
        var column = Pack([1, 2, 3], [null, null, null]);
        Assert.Throws<InvalidDataException>(() =>
            MeasureColumn.FromBytes(Any, new Year(2018), column.Rows, column.ToBytes()[..^1])
        );
    }

    [Fact]
    public void Every_mark_says_why_there_is_no_figure()
    {
        Assert.Contains("few pupils", Marks.Why(Marks.Read("SUPP")), StringComparison.Ordinal);
        Assert.Contains(
            "no pupils were entered",
            Marks.Why(Marks.Read("NE")),
            StringComparison.Ordinal
        );
        Assert.Equal("", Marks.Why(new Published.Figure(0)));
        Assert.Equal("not in the published files", Marks.Why(Published.NotCollected.It));
    }
}
