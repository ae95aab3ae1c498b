namespace Trellis.Fiction;

/// <summary>Writes offers and preferences a school, and the Department's values behind its similar schools.</summary>
internal sealed class IntakeFiles(string folder, Land land, Lives lives, int seed)
{
    private const string Offers =
        "time_period,time_identifier,geographic_level,country_code,country_name,region_code,region_name,old_la_code,new_la_code,la_name,school_phase,school_laestab_as_used,number_preferences_la,school_name,total_number_places_offered,number_preferred_offers,number_1st_preference_offers,number_2nd_preference_offers,number_3rd_preference_offers,times_put_as_any_preferred_school,times_put_as_1st_preference,times_put_as_2nd_preference,times_put_as_3rd_preference,proportion_1stprefs_v_1stprefoffers,proportion_1stprefs_v_totaloffers,all_applications_from_another_LA,offers_to_applicants_from_another_LA,establishment_type,denomination,FSM_eligible_percent,admissions_policy,urban_rural,allthrough_school,school_urn,entry_year";
    private const string Primary =
        "URN,PPPerc,Polar4QuintilePupils,PStability,PercentSchSupport,PercentEAL,IdaciPupils,PercentageStatementOrEhp,NumberOfPupils,ReadMatAverage,Ks1PriorRwmAverage";
    private const string SecondaryApart =
        "URN,KS2RP,KS2MP,PPPerc,PercentEAL,Polar4QuintilePupils,PStability,IdaciPupils,PercentSchSupport,NumberOfPupils,PercentageStatementOrEHP,Att8Scr";
    private const string SecondaryMerged =
        "URN,KS2MRP,PPPerc,PercentEAL,Polar4QuintilePupils,PStability,IdaciPupils,PercentSchSupport,NumberOfPupils,PercentageStatementOrEHP,Att8Scr";
    private const string Deviations =
        "RowCount,KS2MRP,PPPerc,PercentEAL,Polar4QuintilePupils,PStability,IdaciPupils,PercentSchSupport,NumberOfPupils,PercentageStatementOrEHP,Att8Scr";

    public void Write()
    {
        foreach (var entryYear in new[] { 2023, 2024, 2025 })
            WriteOffers(entryYear);
        WriteSimilar();
    }

    private void WriteOffers(int entryYear)
    {
        using var table = new Table(
            folder,
            $"admissions/AppsandOffers_{entryYear}_SchoolLevel.csv",
            Offers,
            Manner.PlainCrlf
        );
        var day = new DateOnly(entryYear, 4, 16);
        foreach (var site in lives.Sites)
        {
            var primary = site.Kind is SiteKind.Primary or SiteKind.Infant or SiteKind.Junior;
            if (!primary && site.Kind is not (SiteKind.Secondary or SiteKind.AllThrough))
                continue;
            if (site.On(day) is not { } entry)
                continue;
            var chance = new Chance(seed, Purpose.Admissions, site.Id, entryYear);
            var of = SchoolYear.Of(site, entryYear - 1, seed);
            var places = Math.Max(6, site.Capacity / Math.Max(1, site.Ages.High - site.Ages.Low));
            // Better and richer schools are asked for more.
            var asked = Math.Max(
                3,
                (int)
                    Math.Round(
                        places
                            * Math.Clamp(
                                .92
                                    + (.2 * of.Quality)
                                    - (.1 * site.Deprivation)
                                    + (.16 * chance.Normal()),
                                .2,
                                2.6
                            )
                    )
            );
            var second = (int)(asked * (.5 + (.3 * chance.Next())));
            var third = (int)(second * (.4 + (.3 * chance.Next())));
            var offers = Math.Min(places, (int)(asked * 1.08) + 1);
            var firstOffers = Math.Min(asked, (int)(offers * .92));
            var secondOffers = Math.Min(second, (offers - firstOffers) * 2 / 3);
            var thirdOffers = Math.Min(third, (offers - firstOffers - secondOffers) / 2);
            table.Row(
                $"{entryYear}{(entryYear + 1) % 100:00}",
                "Academic year",
                "School",
                "E92000001",
                "England",
                "",
                site.Area.Region.Name,
                site.Area.CodeText,
                site.Area.OnsCode,
                site.Area.Name,
                primary ? "Primary" : "Secondary",
                $"{site.Area.CodeText}{entry.EstablishmentNumber:0000}",
                Text.Whole(site.Area.Region.HubPrefix == "LD" ? 6 : 3 + (site.Area.Index % 3)),
                entry.NameOn(day),
                Text.Whole(offers),
                Text.Whole(firstOffers + secondOffers + thirdOffers),
                Text.Whole(firstOffers),
                Text.Whole(secondOffers),
                Text.Whole(thirdOffers),
                Text.Whole(asked + second + third + (third / 2)),
                Text.Whole(asked),
                Text.Whole(second),
                Text.Whole(third),
                firstOffers == 0 ? "" : Text.Trimmed(asked / (double)firstOffers, 6),
                Text.Trimmed(asked / (double)offers, 6),
                Text.Whole((int)(asked * .12 * chance.Next())),
                Text.Whole((int)(offers * .09 * chance.Next())),
                entry.Type.Name,
                site.Religion,
                "",
                site.Selective ? "Selective" : "Not applicable",
                $"(England/Wales) {site.Town.Ruc.Words}",
                site.Kind == SiteKind.AllThrough ? "1" : "0",
                entry.UrnText,
                Text.Whole(entryYear)
            );
        }
    }

    private void WriteSimilar()
    {
        using var primary = Open("SimilarSchoolsPrimaryValuesEntry.csv", Primary);
        using var apart = Open("SimilarSchoolsSecondaryValuesEntry_20260407.csv", SecondaryApart);
        using var merged = Open("SimilarSchoolsSecondaryValuesEntry_20260608.csv", SecondaryMerged);
        var spread = new Spread(9);
        var day = new DateOnly(2026, 1, 18);
        foreach (
            var (entry, site) in lives
                .Sites.Select(s => (Entry: s.On(day), Site: s))
                .Where(s => s.Entry is not null)
                .OrderBy(s => s.Entry!.Urn)
        )
        {
            var small = site.Kind is SiteKind.Primary or SiteKind.Junior;
            var of = SchoolYear.Of(site, 2025, seed);
            if (
                (!small && site.Kind is not (SiteKind.Secondary or SiteKind.AllThrough))
                || of.Age < 6
            )
                continue;
            var chance = new Chance(seed, Purpose.Similar, site.Id);
            var premium = 100 * Math.Clamp(of.EverFsm * 1.04, 0, 1);
            var polar = Math.Clamp(
                3.1
                    - (.75 * site.Deprivation)
                    + (.2 * Math.Min(2, site.Eal))
                    + (.3 * chance.Normal()),
                1,
                5
            );
            var stability = Math.Clamp(
                91 - (2.6 * site.Deprivation) - (1.1 * site.Eal) + (3 * chance.Normal()),
                45,
                100
            );
            var idaci = Math.Clamp(
                (.65 * land.Neighbourhoods[site.Neighbourhood].Idaci)
                    + (.35 * (.16 + (.08 * site.Deprivation))),
                .01,
                .9
            );
            double support = 100 * of.SenSupport,
                languages = 100 * of.Eal,
                plans = 100 * of.Ehc;
            if (small)
            {
                primary.Row(
                    entry!.UrnText,
                    chance.Happens(.003) ? "NA" : Six(premium),
                    Six(polar),
                    Six(stability),
                    Six(support),
                    Six(languages),
                    Six(idaci),
                    Six(plans),
                    Text.Whole(of.Pupils),
                    "",
                    Six(Math.Clamp(2.72 + (.11 * of.Prior) + (.03 * chance.Normal()), 1.2, 3))
                );
                continue;
            }
            var reading = 104.6 + (1.75 * of.Prior * .8) + (.35 * chance.Normal());
            var maths = 104.3 + (1.75 * of.Prior * .8) + (.35 * chance.Normal());
            apart.Row(
                entry!.UrnText,
                Six(reading),
                Six(maths),
                Six(premium),
                Six(languages),
                Six(polar),
                Six(stability),
                Six(idaci),
                Six(support),
                Text.Whole(of.Pupils),
                Six(plans),
                ""
            );
            merged.Row(
                entry.UrnText,
                Six((reading + maths) / 2),
                Six(premium),
                Six(languages),
                Six(polar),
                Six(stability),
                Six(idaci),
                Six(support),
                Text.Whole(of.Pupils),
                Six(plans),
                ""
            );
            spread.Add([
                (reading + maths) / 2,
                premium,
                languages,
                polar,
                stability,
                idaci,
                support,
                of.Pupils,
                plans,
            ]);
        }
        using var deviations = new Table(
            folder,
            "similar-schools/SimilarSchoolsSecondaryStandardDeviations.csv",
            Deviations,
            Manner.PlainCrlf
        );
        deviations.Row([Text.Whole(spread.Count), .. spread.Deviations(), ""]);

        Table Open(string name, string header) =>
            new(folder, "similar-schools/" + name, header, Manner.Plain);
        static string Six(double value) => Text.Trimmed(value, 6);
    }

    /// <summary>Sample standard deviations by Welford's running sums.</summary>
    private sealed class Spread(int columns)
    {
        private readonly double[] means = new double[columns];
        private readonly double[] squares = new double[columns];

        public int Count { get; private set; }

        public void Add(ReadOnlySpan<double> row)
        {
            Count++;
            for (var i = 0; i < row.Length; i++)
            {
                var off = row[i] - means[i];
                means[i] += off / Count;
                squares[i] += off * (row[i] - means[i]);
            }
        }

        public IEnumerable<string> Deviations() =>
            squares.Select(s => Text.Trimmed(Math.Sqrt(s / Math.Max(1, Count - 1)), 5));
    }
}
