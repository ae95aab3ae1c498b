using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Html;
using Trellis.Areas;
using Trellis.Components;
using Trellis.Places;
using Trellis.Schools;
using Trellis.Snapshots;

namespace Trellis.Pages;

/// <summary>The authorities of a region drawn from their outlines, each a link; the table beside it says the same.</summary>
/// <remarks>
/// Shaded in five steps by the share of state-funded schools that are in a trust. The drawing needs no script; its shapes
/// are worked out once a snapshot.
/// </remarks>
public sealed class AreaMap : IHtmlContent
{
    private const double Width = 600;

    /// <summary>The share, in per cent, at which each step after the first begins.</summary>
    public static readonly IReadOnlyList<int> Steps = [20, 40, 60, 80];

    private static readonly ConditionalWeakTable<Snapshot, Dictionary<string, Shapes>> known = [];
    private readonly Shapes shapes;
    private readonly string region;
    private readonly LaCode? mine;

    private AreaMap(Shapes shapes, string region, LaCode? mine) =>
        (this.shapes, this.region, this.mine) = (shapes, region, mine);

    /// <summary>The map of a region; null where the snapshot has no outline of its authorities.</summary>
    /// <param name="mine">The authority the page is about, outlined strongly; or null.</param>
    public static AreaMap? Of(Snapshot snapshot, string region, LaCode? mine = null) =>
        known.GetValue(snapshot, static s => All(s)).TryGetValue(region, out var shapes)
            ? new AreaMap(shapes, region, mine)
            : null;

    public string Region => region;

    public string RegionAddress => $"/region/{Regions.Slug(region)}";

    /// <summary>The authorities that are drawn.</summary>
    public int Count => shapes.Paths.Count;

    public void WriteTo(TextWriter writer, HtmlEncoder encoder)
    {
        var markup = new Markup(writer, encoder);
        var height = shapes.Height.ToString("0", CultureInfo.InvariantCulture);
        markup.Open(
            "svg",
            ("class", "area-map"),
            ("viewBox", $"-4 -4 {Width + 8:0} {shapes.Height + 8:0}"),
            ("width", $"{Width:0}"),
            ("height", height),
            ("role", "group"),
            ("aria-label", $"Map of the local authorities of {region}, each a link to its page")
        );
        // The one the page is about comes last, so that its outline lies over those beside it.
        foreach (var shape in shapes.Paths.OrderBy(p => p.Authority.Code == mine))
        {
            var isMine = shape.Authority.Code == mine;
            markup
                .Open(
                    "a",
                    ("href", $"/local-authority/{shape.Authority.Code}"),
                    ("aria-label", shape.Words),
                    ("aria-current", isMine ? "page" : null)
                )
                .Open("title")
                .Text(shape.Words)
                .Close("title")
                .Open(
                    "path",
                    (
                        "class",
                        $"area-map__area area-map__area--{shape.Step}{(isMine ? " area-map__area--mine" : "")}"
                    ),
                    ("d", shape.Path)
                )
                .Close("path")
                .Close("a");
        }
        markup.Close("svg");
    }

    /// <summary>0 to 5: 0 where no share is known, else one more than the steps reached.</summary>
    internal static int StepOf(double? percent) =>
        percent is not { } share ? 0 : 1 + Steps.Count(s => share >= s);

    private static Dictionary<string, Shapes> All(Snapshot snapshot)
    {
        var book = AreaBook.Of(snapshot);
        var byCode = new Dictionary<string, Outline>();
        foreach (var outline in snapshot.Outlines)
            if (outline.Kind == "local-authority" && outline.Code.Length > 0)
                byCode[outline.Code] = outline;
        var all = new Dictionary<string, Shapes>();
        foreach (var region in Regions.Names)
        {
            var drawn = book.AuthoritiesOf(region)
                .Where(a => byCode.ContainsKey(a.OnsCode))
                .Select(a => (Authority: a, Outline: byCode[a.OnsCode]))
                .ToArray();
            if (drawn.Length > 0)
                all[region] = Draw(book, drawn);
        }
        return all;
    }

    private static Shapes Draw(
        AreaBook book,
        IReadOnlyList<(LocalAuthority Authority, Outline Outline)> drawn
    )
    {
        double west = double.MaxValue,
            east = double.MinValue,
            south = double.MaxValue,
            north = double.MinValue;
        foreach (
            var point in drawn
                .SelectMany(d => d.Outline.Polygons)
                .SelectMany(p => p.SelectMany(r => r))
        )
        {
            west = Math.Min(west, point.Lon);
            east = Math.Max(east, point.Lon);
            south = Math.Min(south, point.Lat);
            north = Math.Max(north, point.Lat);
        }
        // A degree of longitude is shorter than one of latitude by the cosine of the latitude.
        var narrow = Math.Cos((south + north) / 2 * Math.PI / 180);
        var scale = Width / Math.Max(1e-6, (east - west) * narrow);
        return new Shapes(
            (north - south) * scale,
            [
                .. drawn
                    .Select(d =>
                    {
                        var figures = book.Of(d.Authority);
                        return new Shape(
                            d.Authority,
                            figures.PercentInTrusts is { } share
                                ? $"{d.Authority.Name}: {share:0} % of state-funded schools in trusts"
                                : $"{d.Authority.Name}: no state-funded schools",
                            StepOf(figures.PercentInTrusts),
                            PathOf(d.Outline)
                        );
                    })
                    .OrderBy(s => s.Authority.Name, StringComparer.Ordinal),
            ]
        );

        string PathOf(Outline outline)
        {
            var path = new System.Text.StringBuilder();
            foreach (var ring in outline.Polygons.SelectMany(p => p))
            {
                int? lastX = null,
                    lastY = null;
                foreach (var point in ring)
                {
                    var x = (int)Math.Round((point.Lon - west) * narrow * scale);
                    var y = (int)Math.Round((north - point.Lat) * scale);
                    if (x == lastX && y == lastY)
                        continue;
                    // Steps from point to point are short numbers: half the bytes of whole places.
                    if (lastX is { } fromX && lastY is { } fromY)
                        path.Append('l').Append(x - fromX).Append(' ').Append(y - fromY);
                    else
                        path.Append('M').Append(x).Append(' ').Append(y);
                    (lastX, lastY) = (x, y);
                }
                path.Append('z');
            }
            return path.ToString();
        }
    }

    private sealed record Shape(LocalAuthority Authority, string Words, int Step, string Path);

    private sealed record Shapes(double Height, IReadOnlyList<Shape> Paths);
}
