namespace Trellis.Fiction;

/// <summary>The academy trusts: founded as schools convert, growing, changing form, closing.</summary>
internal sealed class TrustsOfCountry(Land land, int seed)
{
    private readonly List<Trust> all = [];
    private readonly Dictionary<Region, List<Trust>> inRegion = [];
    private readonly List<Trust> national = [];
    private readonly HashSet<string> taken = [];

    public IReadOnlyList<Trust> All => all;

    /// <summary>The trust a school joins on the day it becomes an academy: one with room nearby, or a new one.</summary>
    public Trust For(Site site, DateOnly day, ref Chance chance)
    {
        if (all.Count < 4)
            return Found(site, day, ref chance);
        Trust? best = null;
        var most = 0.0;
        foreach (var trust in Near(site.Area.Region))
        {
            if (!Takes(trust, day))
                continue;
            var score =
                (
                    trust.Home == site.Area ? 3
                    : trust.Home.Region == site.Area.Region ? 1
                    : .4
                ) + (1.5 * chance.Next());
            if (score > most)
                (best, most) = (trust, score);
        }
        var secondary = site.Kind is SiteKind.Secondary;
        return best is null || chance.Happens(secondary ? .28 : .03)
            ? Found(site, day, ref chance)
            : best;
    }

    /// <summary>Another trust that could take a school on a day, or null.</summary>
    public Trust? Another(Site site, DateOnly day, Trust held, ref Chance chance)
    {
        Trust? best = null;
        var most = double.MinValue;
        foreach (var trust in all)
        {
            if (
                trust == held
                || trust.Opened.AddYears(1) > day
                || !trust.IsMultiOn(day)
                || trust.Closed is not null
            )
                continue;
            var score =
                (trust.Home == site.Area ? 2 : 0)
                + (trust.Home.Region == site.Area.Region ? 4 : 0)
                + chance.Next();
            if (score > most)
                (best, most) = (trust, score);
        }
        return best;
    }

    private IEnumerable<Trust> Near(Region region) =>
        inRegion.GetValueOrDefault(region, []).Concat(national.Where(t => t.Home.Region != region));

    private static bool Takes(Trust trust, DateOnly day) =>
        trust.Members < trust.Target
        && trust.Opened <= day
        && trust.IsMultiOn(day)
        && (trust.Closed is not { } closed || day.AddYears(1) < closed);

    private Trust Found(Site site, DateOnly day, ref Chance chance)
    {
        var index = all.Count;
        // The first four show each way a trust can live, so that the smallest country has them all.
        var single = index switch
        {
            0 or 1 or 3 => true,
            2 => false,
            _ => chance.Happens(site.Kind == SiteKind.Secondary ? .5 : .13),
        };
        var becomes = index < 2 || (single && index > 3 && day.Year < 2020 && chance.Happens(.35));
        var closes = index == 2 || (!single && index > 3 && day.Year < 2021 && chance.Happens(.04));
        var target =
            single && !becomes ? 1
            : index < 4 ? 6
            : chance.Pick([2, 3, 4, 5, 6, 8, 8, 11, 15, 24]);
        var trust = new Trust
        {
            Index = index,
            Name = Name(site, single, index, ref chance),
            Home = site.Area,
            Opened = day.AddDays(-20 - chance.Below(120)),
            Target = target,
            BeganSingle = single,
            BecameMulti = becomes
                ? new DateOnly(Math.Max(2017, day.Year + 1) + chance.Below(3), 9, 1)
                : null,
            NewUidWithForm = becomes && (index == 1 || (index > 1 && chance.Happens(.5))),
            Closed = closes
                ? new DateOnly(Math.Max(2019, day.Year + 3) + chance.Below(3), 9, 1)
                : null,
        };
        all.Add(trust);
        var region = trust.Home.Region;
        if (!inRegion.TryGetValue(region, out var near))
            inRegion[region] = near = [];
        near.Add(trust);
        if (target >= 24)
            national.Add(trust);
        return trust;
    }

    private string Name(Site site, bool single, int index, ref Chance chance)
    {
        var own = $"{site.Root.Replace('’', '\'')} Academy Trust";
        var name =
            single && taken.Add(own) ? own
            : single ? $"{land.NewPlace()} Academy Trust"
            : site.Religion switch
            {
                "Roman Catholic" =>
                    $"St {Names.Saint(ref chance)} of {land.NewPlace()} Catholic Academy Trust",
                "Church of England" => $"Diocese of {land.NewPlace()} Academies Trust",
                _ => land.NewPlace()
                    + chance.Pick([
                        " Learning Trust",
                        " Academy Trust",
                        " Multi Academy Trust",
                        " Education Trust",
                        " Schools Partnership",
                        " Learning Partnership",
                    ]),
            };
        return index % 2 == 0 ? name.ToUpperInvariant() : name;
    }

    /// <summary>Hands over the academies of each trust that closes to another one on that day; a single trust may join a larger one too.</summary>
    public void CloseThoseThatGaveUp(IReadOnlyList<Site> sites)
    {
        var singles = all.Where(t =>
                t is { BeganSingle: true, BecameMulti: null, Closed: null, Index: > 3 }
                && t.Opened.Year < 2021
            )
            .Where((_, i) => i % 9 == 0);
        foreach (var trust in singles)
            trust.Closed = new DateOnly(
                Math.Max(2018, trust.Opened.Year + 2) + (trust.Index % 4),
                4,
                1
            );
        foreach (var trust in all)
        {
            if (trust.Closed is not { } day)
                continue;
            var chance = new Chance(seed, Purpose.Trusts, trust.Index, 2);
            var held = sites
                .SelectMany(s => s.Entries)
                .Where(e => e.Trusts is [.., var last] && last.Trust == trust && last.To is null)
                .ToArray();
            if (held.Length == 0)
            {
                trust.Closed = day;
                continue;
            }
            if (Another(held[0].Site, day, trust, ref chance) is not { } heir)
            {
                trust.Closed = null;
                continue;
            }
            foreach (var entry in held)
            {
                entry.Trusts[^1] = entry.Trusts[^1] with { To = day };
                entry.Trusts.Add(new Belonging(heir, day, null, day));
                heir.Members++;
            }
            trust.Members = 0;
        }
    }

    /// <summary>Gives UIDs in the order of founding.</summary>
    public void Number()
    {
        var uid = 50_001;
        foreach (var trust in all.OrderBy(t => t.Opened).ThenBy(t => t.Index))
        {
            if (trust.NewUidWithForm)
                trust.SingleUid = uid++;
            trust.Uid = uid++;
            if (!trust.BeganSingle && trust.Index % 3 != 2)
                trust.SponsorUid = uid++;
        }
    }
}
