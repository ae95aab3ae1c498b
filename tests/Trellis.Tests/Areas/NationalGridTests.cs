using Trellis.Places;
using Trellis.Schools;

namespace Trellis.Tests.Areas;

public sealed class NationalGridTests
{
    [Fact]
    public void A_place_in_Norfolk_lies_where_others_put_it()
    {
        // The Ordnance Survey's own example, E 651409 N 313177 ("A guide to coordinate systems in Great Britain"), which
        // C. Veness's converter puts at 52.65798 N, 1.71604 E on WGS 84. A hundred-thousandth of a degree is a metre.
        var (lon, lat) = NationalGrid.ToDegrees(new GridPoint(651409, 313177));
        Assert.Equal(52.65798, lat, 3e-5);
        Assert.Equal(1.71604, lon, 3e-5);
    }

    [Fact]
    public void Greenwich_lies_near_the_meridian()
    {
        // The Royal Observatory: TQ 38877 77322; 51.4779 N, 0.0015 W.
        var (lon, lat) = NationalGrid.ToDegrees(new GridPoint(538877, 177322));
        Assert.Equal(51.4779, lat, 2e-4);
        Assert.Equal(-0.0015, lon, 3e-4);
    }
}
