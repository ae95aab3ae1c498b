using Trellis.Schools;

namespace Trellis.Places;

/// <summary>Turns places on the British National Grid into longitude and latitude.</summary>
public static class NationalGrid
{
    // The Airy 1830 ellipsoid and the grid's projection: Ordnance Survey, "A guide to coordinate systems in Great Britain", annex A.
    private const double A = 6_377_563.396;
    private const double B = 6_356_256.909;
    private const double Scale = 0.9996012717;
    private const double TrueLatitude = 49 * Math.PI / 180;
    private const double TrueLongitude = -2 * Math.PI / 180;
    private const double FalseEasting = 400_000;
    private const double FalseNorthing = -100_000;
    private const double E2 = 1 - (B * B / (A * A));
    private const double N = (A - B) / (A + B);

    // WGS 84.
    private const double WorldA = 6_378_137;
    private const double WorldB = 6_356_752.314245;

    /// <summary>Degrees of WGS 84; within about 5 metres, which is the error of the seven-parameter shift used.</summary>
    public static (double Lon, double Lat) ToDegrees(GridPoint place)
    {
        var (latitude, longitude) = OnAiry(place.Easting, place.Northing);
        return ToWorld(latitude, longitude);
    }

    /// <summary>Radians on the Airy ellipsoid.</summary>
    private static (double Latitude, double Longitude) OnAiry(double easting, double northing)
    {
        var latitude = TrueLatitude;
        var arc = 0.0;
        do
        {
            latitude += (northing - FalseNorthing - arc) / (A * Scale);
            arc = Arc(latitude);
        } while (Math.Abs(northing - FalseNorthing - arc) > 0.00001);

        var (sin, cos, tan) = (Math.Sin(latitude), Math.Cos(latitude), Math.Tan(latitude));
        var nu = A * Scale / Math.Sqrt(1 - (E2 * sin * sin));
        var rho = A * Scale * (1 - E2) / Math.Pow(1 - (E2 * sin * sin), 1.5);
        var eta2 = (nu / rho) - 1;
        double t2 = tan * tan,
            t4 = t2 * t2,
            t6 = t4 * t2;
        var vii = tan / (2 * rho * nu);
        var viii = tan / (24 * rho * Math.Pow(nu, 3)) * (5 + (3 * t2) + eta2 - (9 * t2 * eta2));
        var ix = tan / (720 * rho * Math.Pow(nu, 5)) * (61 + (90 * t2) + (45 * t4));
        var x = 1 / (cos * nu);
        var xi = 1 / (cos * 6 * Math.Pow(nu, 3)) * ((nu / rho) + (2 * t2));
        var xii = 1 / (cos * 120 * Math.Pow(nu, 5)) * (5 + (28 * t2) + (24 * t4));
        var xiia =
            1 / (cos * 5040 * Math.Pow(nu, 7)) * (61 + (662 * t2) + (1320 * t4) + (720 * t6));
        var east = easting - FalseEasting;
        return (
            latitude
                - (vii * Math.Pow(east, 2))
                + (viii * Math.Pow(east, 4))
                - (ix * Math.Pow(east, 6)),
            TrueLongitude
                + (x * east)
                - (xi * Math.Pow(east, 3))
                + (xii * Math.Pow(east, 5))
                - (xiia * Math.Pow(east, 7))
        );
    }

    private static double Arc(double latitude)
    {
        double minus = latitude - TrueLatitude,
            plus = latitude + TrueLatitude;
        const double n2 = N * N,
            n3 = n2 * N;
        return B
            * Scale
            * (
                ((1 + N + (1.25 * n2) + (1.25 * n3)) * minus)
                - (((3 * N) + (3 * n2) + (2.625 * n3)) * Math.Sin(minus) * Math.Cos(plus))
                + (((1.875 * n2) + (1.875 * n3)) * Math.Sin(2 * minus) * Math.Cos(2 * plus))
                - (35 / 24.0 * n3 * Math.Sin(3 * minus) * Math.Cos(3 * plus))
            );
    }

    private static (double Lon, double Lat) ToWorld(double latitude, double longitude)
    {
        var sin = Math.Sin(latitude);
        var nu = A / Math.Sqrt(1 - (E2 * sin * sin));
        var x = nu * Math.Cos(latitude) * Math.Cos(longitude);
        var y = nu * Math.Cos(latitude) * Math.Sin(longitude);
        var z = (1 - E2) * nu * sin;

        // The shift from OSGB36 to WGS 84 as the same guide gives it: metres, parts per million, seconds of arc.
        const double second = Math.PI / 180 / 3600;
        const double tx = 446.448,
            ty = -125.157,
            tz = 542.060,
            s = -20.4894e-6,
            rx = 0.1502 * second,
            ry = 0.2470 * second,
            rz = 0.8421 * second;
        var wx = tx + ((1 + s) * x) - (rz * y) + (ry * z);
        var wy = ty + (rz * x) + ((1 + s) * y) - (rx * z);
        var wz = tz - (ry * x) + (rx * y) + ((1 + s) * z);

        const double e2 = 1 - (WorldB * WorldB / (WorldA * WorldA));
        var across = Math.Sqrt((wx * wx) + (wy * wy));
        var lat = Math.Atan2(wz, across * (1 - e2));
        for (var i = 0; i < 5; i++)
        {
            var radius = WorldA / Math.Sqrt(1 - (e2 * Math.Sin(lat) * Math.Sin(lat)));
            lat = Math.Atan2(wz + (e2 * radius * Math.Sin(lat)), across);
        }
        return (Math.Atan2(wy, wx) * 180 / Math.PI, lat * 180 / Math.PI);
    }
}
