namespace Trellis.Fiction;

/// <summary>What became of the schools: conversions, trusts, moves, mergers, splits, closures, new schools, federations.</summary>
/// <remarks>Each kind of event happens at least once however small the country is, so that the smallest is still a sample of everything.</remarks>
internal sealed class Lives
{
    private static readonly (int Year, int Weight)[] ConversionYears =
    [
        (2011, 8),
        (2012, 12),
        (2013, 8),
        (2014, 7),
        (2015, 7),
        (2016, 8),
        (2017, 9),
        (2018, 7),
        (2019, 5),
        (2020, 4),
        (2021, 4),
        (2022, 6),
        (2023, 6),
        (2024, 4),
        (2025, 3),
        (2026, 2),
    ];

    private readonly Land land;
    private readonly int seed;
    private readonly List<Site> sites;
    private readonly TrustsOfCountry trusts;
    private readonly List<Link> links = [];
    private readonly List<Federation> federations = [];
    private readonly Dictionary<int, int> lastNumber = [];

    public Lives(Land land, int schools, int seed)
    {
        this.land = land;
        this.seed = seed;
        trusts = new TrustsOfCountry(land, seed);
        sites = People.Settle(land, schools, seed);
        var fate = new Chance(seed, Purpose.Lives);
        var order = Enumerable.Range(0, sites.Count).ToArray();
        fate.Shuffle(order);
        Begin(order);
        Convert();
        Move(order);
        trusts.CloseThoseThatGaveUp(sites);
        Rename(order);
        ProposeToClose(order);
        Federate();
        LinkOtherwise(order);
        Number();
    }

    public IReadOnlyList<Site> Sites => sites;

    public IReadOnlyList<Link> Links => links;

    public IReadOnlyList<Trust> Trusts => trusts.All;

    public IReadOnlyList<Federation> Federations => federations;

    private int Some(double share) => Math.Max(1, (int)Math.Round(share * sites.Count));

    private void Begin(int[] order)
    {
        var began = new HashSet<int>();
        var schools = order.Length;

        // New schools: some years old, and the last one so new that it has no figures yet.
        var fresh = Some(.015);
        var found = 0;
        foreach (
            var site in order
                .Select(i => sites[i])
                .Where(s => s.Kind is SiteKind.Primary or SiteKind.Secondary or SiteKind.Special)
        )
        {
            if (found == fresh)
                break;
            var chance = new Chance(seed, Purpose.Lives, site.Id, 1);
            var opened = new DateOnly(
                found == 0 ? FictionalCountry.RegisterDate.Year : 2013 + chance.Below(13),
                9,
                1
            );
            Start(
                site,
                site.Kind == SiteKind.Special ? SchoolType.FreeSpecial : SchoolType.Free,
                opened,
                "New Provision"
            );
            began.Add(site.Id);
            found++;
        }

        var primaries = new Queue<Site>(
            order
                .Select(i => sites[i])
                .Where(s => s.Kind == SiteKind.Primary && !began.Contains(s.Id))
        );
        for (var i = 0; i < Math.Max(1, schools / 250) && primaries.Count > 1; i++)
            Amalgamate(primaries.Dequeue(), began, 2015 + (i % 10));
        var secondaries = order
            .Select(i => sites[i])
            .Where(s => s.Kind == SiteKind.Secondary && !began.Contains(s.Id))
            .GroupBy(s => s.Area)
            .Where(g => g.Count() > 1)
            .Take(Math.Max(1, schools / 1000))
            .ToArray();
        foreach (var pair in secondaries)
            Split(pair.First(), pair.Skip(1).First(), began);
        foreach (var site in sites.ToArray())
            if (site.Entries.Count == 0)
                Start(site, FirstType(site), FirstDay(site), "");
        for (var i = 0; i < Math.Max(1, schools / 500) && primaries.Count > 1; i++)
            Absorb(primaries.Dequeue(), 2016 + (i % 9));
        for (var i = 0; i < Math.Max(2, schools / 50); i++)
            Close(order[i % order.Length], i);
    }

    private DateOnly? FirstDay(Site site)
    {
        var chance = new Chance(seed, Purpose.Lives, site.Id, 2);
        return chance.Happens(.3) ? new DateOnly(1960 + chance.Below(48), 9, 1) : null;
    }

    private SchoolType FirstType(Site site)
    {
        var chance = new Chance(seed, Purpose.Lives, site.Id, 3);
        return site.Kind switch
        {
            SiteKind.Special => SchoolType.CommunitySpecial,
            SiteKind.AlternativeProvision => SchoolType.PupilReferralUnit,
            SiteKind.Nursery => SchoolType.Nursery,
            SiteKind.Independent => SchoolType.Independent,
            SiteKind.SixteenPlus => SchoolType.College,
            _ => site.Religion switch
            {
                "Roman Catholic" or "Muslim" or "Jewish" or "Sikh" => SchoolType.Aided,
                "Church of England" or "Methodist" => chance.Happens(.45)
                    ? SchoolType.Aided
                    : SchoolType.Controlled,
                _ => chance.Happens(.14) ? SchoolType.Foundation : SchoolType.Community,
            },
        };
    }

    private Entry Start(Site site, SchoolType type, DateOnly? opened, string reason)
    {
        var entry = new Entry
        {
            Site = site,
            Type = type,
            Name = Called(site, type),
            Opened = opened,
            Reason = reason,
            EstablishmentNumber =
                site.Entries.Count > 0 && !type.IsSponsored
                    ? site.Entries[^1].EstablishmentNumber
                    : NewNumber(site, type),
        };
        site.Entries.Add(entry);
        return entry;
    }

    private int NewNumber(Site site, SchoolType type)
    {
        var first = site.Kind switch
        {
            SiteKind.Nursery => 1000,
            SiteKind.AlternativeProvision => 1100,
            SiteKind.Secondary or SiteKind.Middle or SiteKind.AllThrough => type == SchoolType.Aided
                ? 4600
                : 4000,
            SiteKind.Independent => 6000,
            SiteKind.Special => 7000,
            SiteKind.SixteenPlus => 8600,
            _ => type == SchoolType.Aided ? 3300
            : type == SchoolType.Controlled ? 3000
            : 2000,
        };
        var key = (site.Area.Index * 10_000) + first;
        return lastNumber[key] = lastNumber.GetValueOrDefault(key, first - 1) + 1;
    }

    private string Called(Site site, SchoolType type)
    {
        var chance = new Chance(seed, Purpose.Names, site.Id, type.IsAcademy ? 1 : 0);
        var faith = site.Religion switch
        {
            "Church of England" => chance.Pick([
                "Church of England ",
                "CofE ",
                "C of E ",
                "CofE (Aided) ",
            ]),
            "Roman Catholic" => chance.Pick(["Catholic ", "Catholic ", "RC "]),
            "Methodist" => "Methodist ",
            _ => "",
        };
        var ends = type.IsAcademy && chance.Happens(.45) ? "Academy" : "School";
        var root = chance.Happens(.01) ? site.Root.Replace('\'', '’') : site.Root;
        var place = root.StartsWith("St ", StringComparison.Ordinal) && chance.Happens(.3);
        var name = site.Kind switch
        {
            SiteKind.Primary => $"{root} {faith}Primary {ends}",
            SiteKind.Infant => $"{root} {faith}Infant {ends}",
            SiteKind.Junior => $"{root} {faith}Junior {ends}",
            SiteKind.Middle => $"{root} Middle {ends}",
            SiteKind.Secondary when site.Selective =>
                $"{root} {(site.Gender == "Mixed" ? "" : site.Gender + "' ")}Grammar School",
            SiteKind.Secondary when site.Gender != "Mixed" =>
                $"{root} {faith}{site.Gender}' High School",
            SiteKind.Secondary when ends == "Academy" => $"{root} {faith}Academy",
            SiteKind.Secondary => $"{root} {faith}"
                + chance.Pick(["School", "High School", "Community College", "Secondary School"]),
            SiteKind.AllThrough => $"{root} {faith}All-Through {ends}",
            SiteKind.Special =>
                $"{root} {chance.Pick(["School", "Special School", "Park School"])}",
            SiteKind.AlternativeProvision =>
                $"{root} {(type.IsAcademy ? "Alternative Academy" : "Pupil Referral Unit")}",
            SiteKind.Nursery => $"{root} Nursery School",
            SiteKind.Independent =>
                $"{root} {chance.Pick(["Preparatory School", "College", "Independent School"])}",
            _ => $"{root} Sixth Form College",
        };
        return place ? $"{name}, {site.Town.Name}" : name;
    }

    private void Amalgamate(Site heir, HashSet<int> began, int year)
    {
        var opened = new DateOnly(year, 9, 1);
        var next = Start(heir, FirstType(heir), opened, "Result of Amalgamation");
        began.Add(heir.Id);
        foreach (var kind in new[] { SiteKind.Infant, SiteKind.Junior })
        {
            var old = People.New(land, sites.Count, kind, heir.Area, seed);
            sites.Add(old);
            var entry = Start(old, FirstType(old), null, "");
            entry.Closed = opened.AddDays(-1);
            links.Add(
                new Link(
                    entry,
                    next,
                    "Successor - amalgamated",
                    "Predecessor - amalgamated",
                    opened
                )
            );
        }
    }

    private void Split(Site one, Site other, HashSet<int> began)
    {
        var opened = new DateOnly(2019, 9, 1);
        var old = People.New(land, sites.Count, SiteKind.Secondary, one.Area, seed);
        sites.Add(old);
        var entry = Start(old, FirstType(old), null, "");
        entry.Closed = opened.AddDays(-1);
        foreach (var half in new[] { one, other })
        {
            var next = Start(half, FirstType(half), opened, "Split school");
            began.Add(half.Id);
            links.Add(
                new Link(
                    entry,
                    next,
                    "Successor - Split School",
                    "Predecessor - Split School",
                    opened
                )
            );
        }
    }

    private void Absorb(Site heir, int year)
    {
        var day = new DateOnly(year, 9, 1);
        var old = People.New(land, sites.Count, SiteKind.Primary, heir.Area, seed);
        sites.Add(old);
        var entry = Start(old, FirstType(old), null, "");
        entry.Closed = day.AddDays(-1);
        links.Add(
            new Link(
                entry,
                heir.Entries[0],
                "Successor - merged",
                "Predecessor - merged",
                day.AddDays(-1)
            )
        );
    }

    private void Close(int like, int number)
    {
        var chance = new Chance(seed, Purpose.Lives, like, 4);
        var kind =
            number == 1 ? SiteKind.Independent
            : sites[like].Kind is SiteKind.SixteenPlus or SiteKind.AllThrough ? SiteKind.Primary
            : sites[like].Kind;
        var old = People.New(land, sites.Count, kind, sites[like].Area, seed);
        sites.Add(old);
        var entry = Start(old, FirstType(old), FirstDay(old), "");
        entry.Closed = new DateOnly(2011 + chance.Below(15), chance.Happens(.8) ? 8 : 12, 31);
    }

    private void Convert()
    {
        var wish = new List<(DateOnly Day, Site Site)>();
        foreach (var site in sites)
        {
            var last = site.Entries[^1];
            if (last.Closed is not null)
                continue;
            if (last.Type.IsAcademy)
            {
                wish.Add((last.Opened!.Value, site));
                continue;
            }
            var chance = new Chance(seed, Purpose.Lives, site.Id, 5);
            var share = site.Kind switch
            {
                SiteKind.Primary or SiteKind.Infant or SiteKind.Junior => .49,
                SiteKind.Secondary or SiteKind.Middle => .83,
                SiteKind.AllThrough => .85,
                SiteKind.Special => .46,
                SiteKind.AlternativeProvision => .5,
                SiteKind.SixteenPlus => .4,
                _ => 0,
            };
            var day = ConversionDay(ref chance);
            var started = last.Opened ?? Entry.LongAgo;
            if (chance.Happens(share) && started.AddYears(2) < day)
                wish.Add((day, site));
        }
        foreach (var (day, site) in wish.OrderBy(w => w.Day).ThenBy(w => w.Site.Id))
        {
            var chance = new Chance(seed, Purpose.Trusts, site.Id);
            var entry = site.Entries[^1];
            if (!entry.Type.IsAcademy)
            {
                var old = entry;
                old.Closed = day.AddDays(-1);
                entry = Start(site, AcademyType(site, ref chance), day, "Academy Converter");
                links.Add(new Link(old, entry, "Successor", "Predecessor", day));
            }
            var trust = trusts.For(site, day, ref chance);
            trust.Members++;
            entry.Trusts.Add(new Belonging(trust, day, null, day));
        }
    }

    private static SchoolType AcademyType(Site site, ref Chance chance)
    {
        var sponsored = chance.Happens(Math.Clamp(.24 - (.16 * site.Quality), .02, .75));
        return site.Kind switch
        {
            SiteKind.Special => sponsored
                ? SchoolType.SpecialSponsored
                : SchoolType.SpecialConverter,
            SiteKind.AlternativeProvision => SchoolType.AlternativeConverter,
            SiteKind.SixteenPlus => SchoolType.SixteenPlusConverter,
            _ => sponsored ? SchoolType.Sponsored : SchoolType.Converter,
        };
    }

    private static DateOnly ConversionDay(ref Chance chance)
    {
        var draw = chance.Below(ConversionYears.Sum(y => y.Weight));
        foreach (var (year, weight) in ConversionYears)
        {
            draw -= weight;
            if (draw >= 0)
                continue;
            var month = chance.Happens(.4) ? 9 : 1 + chance.Below(year == 2026 ? 9 : 12);
            return new DateOnly(year, month, 1);
        }
        return new DateOnly(2012, 9, 1);
    }

    private void Move(int[] order)
    {
        var wanted = Math.Max(4, (int)Math.Round(.045 * sites.Count));
        var moved = 0;
        foreach (var site in order.Select(i => sites[i]))
        {
            if (moved == wanted)
                break;
            var entry = site.Entries[^1];
            if (
                entry.Closed is not null
                || entry.Trusts is not [var held]
                || !held.Trust.IsMultiOn(held.From)
            )
                continue;
            var chance = new Chance(seed, Purpose.Trusts, site.Id, 1);
            var first = Math.Max(2017, held.From.Year + 2);
            if (first > 2025)
                continue;
            var day = new DateOnly(
                first + chance.Below(2026 - first),
                chance.Pick([1, 2, 4, 6, 9, 9, 9, 11]),
                1
            );
            if (held.Trust.Closed is { } closed && closed <= day)
                continue;
            if (trusts.Another(site, day, held.Trust, ref chance) is not { } trust)
                continue;
            entry.Trusts[^1] = held with { To = day };
            held.Trust.Members--;
            trust.Members++;
            moved++;
            if (moved % 3 == 0)
            {
                entry.Closed = day.AddDays(-1);
                var next = Start(
                    site,
                    site.Kind == SiteKind.Special
                        ? SchoolType.SpecialSponsored
                        : SchoolType.Sponsored,
                    day,
                    "Fresh Start"
                );
                next.Trusts.Add(new Belonging(trust, day, null, day));
                links.Add(new Link(entry, next, "Successor", "Predecessor", day));
            }
            else
            {
                // The register sometimes keeps the day of the conversion as the day of joining.
                var stated = moved % 8 == 1 ? held.From : day;
                entry.Trusts.Add(new Belonging(trust, day, null, stated));
            }
        }
    }

    private void Rename(int[] order)
    {
        var left = Some(.012);
        foreach (var site in order.Select(i => sites[i]).Where(s => s.Kind == SiteKind.Primary))
        {
            if (left-- == 0)
                return;
            var entry = site.Entries[^1];
            entry.Renamed = new DateOnly(2022, 1, 1);
            entry.FormerName = $"{land.NewPlace()} Primary School";
        }
    }

    private void ProposeToClose(int[] order)
    {
        var left = Some(.004);
        foreach (
            var entry in order
                .Select(i => sites[i])
                .Where(s => s.IsPrimary && s.Fullness < .9)
                .Select(s => s.Entries[^1])
                .Where(e => e.Closed is null && !e.Type.IsAcademy)
        )
        {
            if (left-- == 0)
                return;
            entry.ProposedToClose = true;
        }
    }

    private void Federate()
    {
        // Maintained neighbours under one governing body, and foundation schools supported by a trust that is no academy trust.
        foreach (
            var group in sites
                .Where(s => s.Entries[^1] is { Closed: null, Type.IsAcademy: false } && s.IsPrimary)
                .GroupBy(s => s.Area)
        )
        {
            foreach (
                var pair in group.OrderBy(s => s.Northing).Chunk(2).Where((_, i) => i % 9 == 0)
            )
            {
                if (pair.Length < 2)
                    continue;
                var federation = new Federation(
                    60_001 + federations.Count,
                    $"The {pair[0].Root} and {pair[1].Root} Federation",
                    new DateOnly(2009 + (federations.Count % 14), 9, 1),
                    "01",
                    "Federation"
                );
                federations.Add(federation);
                foreach (var site in pair)
                    site.Entries[^1].Federation = federation;
            }
        }
        foreach (
            var site in sites
                .Where(s =>
                    s.Entries[^1] is { Closed: null, Federation: null, Type.Code: "05" or "01" }
                )
                .Where((_, i) => i % 25 == 0)
        )
        {
            var federation = new Federation(
                60_001 + federations.Count,
                $"{site.Root} Co-operative Trust",
                new DateOnly(2010, 4, 1),
                "02",
                "Trust"
            );
            federations.Add(federation);
            site.Entries[^1].Federation = federation;
        }
    }

    private void LinkOtherwise(int[] order)
    {
        var secondaries = order
            .Select(i => sites[i])
            .Where(s => s.Kind == SiteKind.Secondary && s.Entries[^1].Closed is null)
            .Take(4)
            .ToArray();
        if (secondaries.Length < 2)
            return;
        var day = new DateOnly(2014, 9, 1);
        links.Add(
            new Link(
                secondaries[0].Entries[^1],
                secondaries[1].Entries[^1],
                "Sixth Form Centre School",
                "Sixth Form Centre Link",
                day
            )
        );
        links.Add(
            new Link(
                secondaries[^1].Entries[^1],
                secondaries[^2].Entries[^1],
                "Other",
                "Other",
                day
            )
        );
    }

    private void Number()
    {
        var urn = 900_001;
        foreach (
            var entry in sites
                .SelectMany(s => s.Entries)
                .OrderBy(e => e.Opened ?? Entry.LongAgo)
                .ThenBy(e => e.Site.Area.Code)
                .ThenBy(e => e.Site.Id)
        )
            entry.Urn = urn++;
        trusts.Number();
    }
}
