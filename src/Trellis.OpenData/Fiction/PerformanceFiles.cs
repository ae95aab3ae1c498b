using System.Globalization;

namespace Trellis.Fiction;

/// <summary>Writes the performance tables of the recent school years, in the layout each year had.</summary>
internal sealed class PerformanceFiles(string folder, Lives lives, int seed)
{
    /// <summary>Tables were published for these years; there were none of 2019/20, and in 2020/21 no results.</summary>
    public static readonly int[] Years = [2018, 2020, 2021, 2022, 2023, 2024];

    private const string Census2018 =
        "URN,LA,ESTAB,SCHOOLTYPE,NOR,NORG,NORB,PNORG,PNORB,TSENELSE,PSENELSE,TSENELK,PSENELK,NUMEAL,NUMENGFL,NUMUNCFL,PNUMEAL,PNUMENGFL,PNUMUNCFL,NUMFSM,NUMFSMEVER,PNUMFSMEVER";
    private const string Census2021 =
        "URN,LA,Estab,SCHOOLTYPE,NOR,NORG,NORB,PNORG,PNORB,TSENELSE,PSENELSE,TSENELK,PSENELK,NUMEAL,NUMENGFL,NUMUNCFL,PNUMEAL,PNUMENGFL,PNUMUNCFL,NUMFSM,NUMFSMEVER,NORFSMEVER,PNUMFSMEVER";
    private const string Census2023 =
        "URN,LA,Estab,SCHOOLTYPE,NOR,NORG,NORB,PNORG,PNORB,TSENELSE,PSENELSE,TSENELK,PSENELK,NUMEAL,NUMENGFL,NUMUNCFL,PNUMEAL,PNUMENGFL,PNUMUNCLF,NUMFSM,NUMFSMEVER,NORFSMEVER,PNUMFSMEVER";
    private const string Census2022 =
        "URN,LA,ESTAB,SCHOOLTYPE,NOR,NORG,NORB,PNORG,PNORB,TSENELSE,PSENELSE,TSENELK,PSENELK,NUMEAL,NUMENGFL,NUMUNCFL,PNUMEAL,PNUMENGFL,PNUMUNCFL,NUMFSM,NUMFSMEVER,NORFSMEVER,PNUMFSMEVER";
    private const string Absence = "LA,ESTAB,URN,PERCTOT,PPERSABS10";
    private const string Workforce =
        "LA Number,Establishment Number,URN,School Phase,Total Number of Teachers (Headcount),Total Number of Teaching Assistants (Headcount),\"Total Number of Non Classroom-based School Support Staff, Excluding Auxiliary Staff (Headcount)\",Total Number of Teachers (Full-Time Equivalent),Total Number of Teaching Assistants (Full-time Equivalent),\"Total Number of Non Classroom-based School Support Staff, Excluding Auxiliary Staff (Full-Time Equivalent)\",Pupil:     Teacher Ratio,Mean Gross FTE Salary of All Teachers (£s)";
    private const string Money =
        "URN,LA,ESTAB,SCHNAME,Total Income,Total Expenditure,In-year Balance";
    private const string Information =
        "URN,LANAME,LA,ESTAB,LAESTAB,SCHNAME,STREET,LOCALITY,ADDRESS3,TOWN,POSTCODE,SCHSTATUS,OPENDATE,CLOSEDATE,MINORGROUP,SCHOOLTYPE,ISPRIMARY,ISSECONDARY,ISPOST16,AGELOW,AGEHIGH,GENDER,RELCHAR,ADMPOL,OFSTEDRATING,OFSTEDLASTINSP";
    private const string KeyStage2Full =
        "RECTYPE,URN,LEA,ESTAB,SCHNAME,TELIG,BELIG,GELIG,READPROG,READPROG_DESCR,READ_AVERAGE,PTREAD_EXP,PTREAD_HIGH,WRITPROG,WRITPROG_DESCR,PTWRITTA_EXP,PTWRITTA_HIGH,GPS_AVERAGE,MATPROG,MATPROG_DESCR,MAT_AVERAGE,PTMAT_EXP,PTMAT_HIGH,PTRWM_EXP,PTRWM_HIGH";
    private const string KeyStage2Short =
        "RECTYPE,URN,LEA,ESTAB,SCHNAME,TOWN,PTRWM_EXP,PTRWM_HIGH,READ_AVERAGE,MAT_AVERAGE,GPS_AVERAGE";
    private const string KeyStage4Full =
        "RECTYPE,URN,LEA,ESTAB,SCHNAME,TOWN,PCODE,P8MEA,P8_BANDING,ATT8SCR,PTL2BASICS_95,PTEBACC_E_PTQ_EE,EBACCAPS,ICLOSE,NFTYPE,TPUP,P8PUP,TP8ADJ,P8CILOW,P8CIUPP,P8MEA_ORIG,P8CILOW_ORIG,P8CIUPP_ORIG,PTL2BASICS_94,PTEBACC_94,PTEBACC_95,PT5EM_94";
    private const string KeyStage4Short =
        "RECTYPE,URN,LEA,ESTAB,SCHNAME,NFTYPE,ATT8SCR,PTL2BASICS_95,EBACCAPS,PTEBACC_E_PTQ_EE";
    private const string KeyStage5 =
        "RECTYPE,URN,LEA,ESTAB,SCHNAME,TOWN,PCODE,VA_INS_ALEV,PROGRESS_BAND_ALEV,TALLPPE_ALEV_1618,TALLPPEGRD_ALEV_1618";

    public void Write()
    {
        foreach (var year in Years)
        {
            WriteInformation(year);
            WriteCensus(year);
            WriteWorkforce(year);
            WriteMoney(year);
            if (year != 2020)
                WriteAbsence(year);
            // No school's results of key stage 2 were published for 2020/21 and 2021/22, nor of key stage 4 for 2020/21.
            if (year is not (2020 or 2021))
                WriteKeyStage2(year);
            if (year != 2020)
            {
                WriteKeyStage4(year);
                WriteKeyStage5(year);
            }
        }
    }

    private Table Open(int year, string name, string header, Manner manner) =>
        new(folder, $"{year}-{year + 1}/england_{name}.csv", header, manner);

    private IEnumerable<(Site Site, Entry Entry, SchoolYear Year)> In(int year, bool exams = false)
    {
        foreach (var site in lives.Sites)
        {
            var day = exams ? new DateOnly(year + 1, 6, 1) : new DateOnly(year + 1, 1, 18);
            if (site.On(day) is { } entry)
                yield return (site, entry, SchoolYear.Of(site, year, seed));
        }
    }

    private void WriteInformation(int year)
    {
        using var table = Open(year, "school_information", Information, Manner.Plain);
        var day = new DateOnly(year + 1, 9, 1);
        foreach (var site in lives.Sites)
        foreach (var entry in site.Entries)
        {
            if (entry.Opened > day || entry.Closed is { } closed && closed.AddYears(2) < day)
                continue;
            var (low, high) = site.Ages;
            var number = Text.Whole(entry.EstablishmentNumber);
            var rating = InspectionFiles.LastGraded(entry, day, seed);
            table.Row(
                entry.UrnText,
                site.Area.Name,
                site.Area.CodeText,
                number,
                site.Area.CodeText + number,
                entry.NameOn(day),
                site.Street,
                "",
                "",
                site.Town.Name,
                site.Postcode,
                entry.IsOpenOn(day) ? "Open" : "Closed",
                Text.Day(entry.Opened),
                entry.Closed is { } shut && shut <= day ? Text.Day(shut) : "",
                entry.Type.Group switch
                {
                    "Academies" or "Free Schools" => site.Kind == SiteKind.Special
                        ? "Special school"
                        : "Academy",
                    "Special schools" => "Special school",
                    "Independent schools" => "Independent school",
                    "Colleges" => "College",
                    _ => "Maintained school",
                },
                entry.Type.Name,
                high <= 13 || low < 9 ? "1" : "0",
                high >= 16 && low < 14 ? "1" : "0",
                high >= 18 ? "1" : "0",
                Text.Whole(low),
                Text.Whole(high),
                site.Gender,
                site.Religion == "Does not apply" ? "None" : site.Religion,
                site.Selective ? "Selective"
                    : site.Kind == SiteKind.Secondary ? "Non-selective"
                    : "Not applicable",
                rating?.Words ?? "",
                Text.Day(rating?.Day)
            );
        }
    }

    private void WriteCensus(int year)
    {
        var header = year switch
        {
            < 2021 => Census2018,
            2021 => Census2021,
            2022 => Census2022,
            _ => Census2023,
        };
        using var table = Open(year, "census", header, Manner.WithMark);
        var totals = new SortedDictionary<
            string,
            (long Pupils, long Girls, long Ehc, long Sen, long Eal, long Fsm, long Ever)
        >(StringComparer.Ordinal);
        var percent = Percent(year);
        foreach (var (site, entry, of) in In(year))
        {
            var (key, type) = CensusType(site, entry);
            var girls = (int)Math.Round(of.Pupils * of.Girls);
            int ehc = Count(of.Ehc),
                sen = Count(of.SenSupport),
                eal = Count(of.Eal),
                fsm = Count(of.Fsm),
                ever = Count(of.EverFsm);
            var unclassified = of.Pupils > 300 ? of.Starts % 3 : 0;
            string[] cells =
            [
                entry.UrnText,
                site.Area.CodeText,
                Text.Whole(entry.EstablishmentNumber),
                type,
                Text.Whole(of.Pupils),
                Text.Whole(girls),
                Text.Whole(of.Pupils - girls),
                percent(girls, of.Pupils),
                percent(of.Pupils - girls, of.Pupils),
                Text.Whole(ehc),
                percent(ehc, of.Pupils),
                Text.Whole(sen),
                percent(sen, of.Pupils),
            ];
            if (key == "IND")
            {
                // Independents answer a shorter census: marked NA, and in 2021/22 written as short rows of noughts.
                table.Row([
                    .. cells,
                    .. year == 2021
                        ? ["0", "0", "0", "0.00", "0", "0", "0"]
                        : Enumerable.Repeat("NA", year < 2021 ? 9 : 10),
                ]);
                continue;
            }
            string[] languages =
            [
                Text.Whole(eal),
                Text.Whole(of.Pupils - eal - unclassified),
                Text.Whole(unclassified),
                percent(eal, of.Pupils),
                percent(of.Pupils - eal - unclassified, of.Pupils),
                percent(unclassified, of.Pupils),
                Text.Whole(fsm),
                Text.Whole(ever),
            ];
            string[] shares =
                year < 2021
                    ? [percent(ever, of.Pupils)]
                    : [Text.Whole(of.Pupils), percent(ever, of.Pupils)];
            table.Row([.. cells, .. languages, .. shares]);
            var sum = totals.GetValueOrDefault(key);
            totals[key] = (
                sum.Pupils + of.Pupils,
                sum.Girls + girls,
                sum.Ehc + ehc,
                sum.Sen + sen,
                sum.Eal + eal,
                sum.Fsm + fsm,
                sum.Ever + ever
            );

            int Count(double share) => (int)Math.Round(of.Pupils * share);
        }
        foreach (var (key, sum) in totals.Where(t => t.Key is "PRI" or "SEC" or "SPE"))
        {
            string[] cells =
            [
                "NAT",
                "",
                key,
                key switch
                {
                    "PRI" => "State-funded primary",
                    "SEC" => "State-funded secondary",
                    _ => "Special school",
                },
                Text.Whole(sum.Pupils),
                Text.Whole(sum.Girls),
                Text.Whole(sum.Pupils - sum.Girls),
                percent(sum.Girls, sum.Pupils),
                percent(sum.Pupils - sum.Girls, sum.Pupils),
                Text.Whole(sum.Ehc),
                percent(sum.Ehc, sum.Pupils),
                Text.Whole(sum.Sen),
                percent(sum.Sen, sum.Pupils),
                Text.Whole(sum.Eal),
                Text.Whole(sum.Pupils - sum.Eal),
                "0",
                percent(sum.Eal, sum.Pupils),
                percent(sum.Pupils - sum.Eal, sum.Pupils),
                percent(0, sum.Pupils),
                Text.Whole(sum.Fsm),
                Text.Whole(sum.Ever),
            ];
            table.Row(
                year < 2021
                    ? [.. cells, percent(sum.Ever, sum.Pupils)]
                    : [.. cells, Text.Whole(sum.Pupils), percent(sum.Ever, sum.Pupils)]
            );
        }
    }

    /// <summary>How the census of a year writes a percentage: "24.2", "24.20%", "24.2%".</summary>
    private static Func<long, long, string> Percent(int year) =>
        (part, whole) =>
        {
            var share = 100.0 * part / Math.Max(1, whole);
            return year switch
            {
                2018 => Text.Trimmed(share, 1),
                2021 => Text.Fixed(share, 2),
                2022 => Text.Fixed(Math.Round(share, 1), 2) + "%",
                _ => Text.Fixed(share, 1) + "%",
            };
        };

    private static (string Key, string Type) CensusType(Site site, Entry entry) =>
        site.Kind switch
        {
            SiteKind.Independent => ("IND", "Independent school"),
            SiteKind.Nursery => ("NUR", "State-funded nursery"),
            SiteKind.Special => ("SPE", "Special school"),
            SiteKind.AlternativeProvision => (
                "PRU",
                entry.Type.IsAcademy ? "State-funded AP school" : "Pupil referral unit"
            ),
            SiteKind.Primary or SiteKind.Infant or SiteKind.Junior => (
                "PRI",
                "State-funded primary"
            ),
            _ => ("SEC", "State-funded secondary"),
        };

    private void WriteAbsence(int year)
    {
        using var table = Open(year, "abs", Absence, Manner.WithMark);
        var (primary, secondary) = year switch
        {
            2018 => (4.0, 5.5),
            2021 => (6.3, 9.0),
            2022 => (5.9, 9.0),
            2023 => (5.5, 8.9),
            _ => (5.2, 8.5),
        };
        foreach (var (site, entry, of) in In(year))
        {
            if (site.Kind is SiteKind.Independent or SiteKind.Nursery or SiteKind.SixteenPlus)
                continue;
            var chance = new Chance(seed, Purpose.Absence, site.Id, year);
            var total =
                (site.IsPrimary ? primary : secondary)
                + ((site.IsPrimary ? .5 : .95) * site.Deprivation)
                - ((site.IsPrimary ? .2 : .45) * of.Quality)
                - (.12 * Math.Min(2, site.Eal))
                + (.35 * chance.Normal())
                + (site.Kind == SiteKind.Special ? 3.5 : 0)
                + (site.Kind == SiteKind.AlternativeProvision ? 22 : 0);
            total = Math.Clamp(total, 1.2, 60);
            var persistent = Math.Clamp((3.2 * total) - 2.8 + (1.1 * chance.Normal()), 0, 100);
            table.Row(
                site.Area.CodeText,
                Text.Whole(entry.EstablishmentNumber),
                entry.UrnText,
                Text.Trimmed(total, 1),
                year == 2018 && (persistent < 2.2 || of.Pupils < 40)
                    ? "SUPP"
                    : Text.Trimmed(persistent, 1)
            );
        }
        table.Row(
            "NAT",
            "PRI",
            "",
            Text.Trimmed(primary, 1),
            Text.Trimmed((3.2 * primary) - 2.8, 1)
        );
        table.Row(
            "NAT",
            "SEC",
            "",
            Text.Trimmed(secondary, 1),
            Text.Trimmed((3.2 * secondary) - 2.8, 1)
        );
        table.Row(
            "NAT",
            "SPE",
            "",
            Text.Trimmed(secondary + 4, 1),
            Text.Trimmed((3.2 * secondary) + 10, 1)
        );
    }

    private void WriteWorkforce(int year)
    {
        using var table = Open(year, "swf", Workforce, Manner.WithMark);
        var pay = 39_400 * (1 + (.031 * (year - 2018)));
        foreach (var (site, entry, of) in In(year))
        {
            if (site.Kind is SiteKind.Independent or SiteKind.SixteenPlus)
                continue;
            var chance = new Chance(seed, Purpose.Workforce, site.Id, year);
            if (chance.Happens(.006))
            {
                table.Row(
                    site.Area.CodeText,
                    Text.Whole(entry.EstablishmentNumber),
                    entry.UrnText,
                    StaffPhase(site),
                    "NA",
                    "NA",
                    "NA",
                    "NA",
                    "NA",
                    "NA",
                    "NA",
                    "NA"
                );
                continue;
            }
            var ratio = Math.Max(
                3,
                site.Kind switch
                {
                    SiteKind.Special => 6.3,
                    SiteKind.AlternativeProvision => 4.6,
                    _ when site.IsPrimary => 20.6 + (.004 * (of.Pupils - 280)),
                    _ => 16.5 + (.001 * (of.Pupils - 1000)),
                }
                    - (.5 * site.Deprivation)
                    + (1.1 * chance.Normal())
            );
            var teachers = of.Pupils / ratio;
            var assistants =
                site.Kind == SiteKind.Special ? of.Pupils / 3.2
                : site.IsPrimary ? of.Pupils / 26.0
                : of.Pupils / 75.0;
            var others = of.Pupils / (site.IsPrimary ? 70.0 : 42.0);
            var salary =
                pay
                * (site.IsPrimary ? .98 : 1.05)
                * (site.Area.Region.HubPrefix == "LD" ? 1.13 : 1)
                * (1 + (.035 * chance.Normal()));
            table.Row(
                site.Area.CodeText,
                Text.Whole(entry.EstablishmentNumber),
                entry.UrnText,
                StaffPhase(site),
                Text.Whole((int)Math.Ceiling(teachers * 1.12)),
                Text.Whole((int)Math.Ceiling(assistants * 1.4)),
                Text.Whole((int)Math.Ceiling(others * 1.3)),
                Text.Trimmed(teachers, 1),
                Text.Trimmed(assistants, 1),
                Text.Trimmed(others, 1),
                teachers < 3 ? "SUPP" : Text.Trimmed(of.Pupils / Math.Round(teachers, 1), 1),
                teachers < 3 ? "SUPP" : "£" + Text.Thousands(salary)
            );
        }
        foreach (var (key, ratio) in new[] { ("PRI", "20.7"), ("SEC", "16.5") })
            table.Row(
                "NAT",
                key,
                "",
                "",
                "260,096",
                "274,954",
                "91,158",
                "231,728",
                "178,546",
                "61494.7",
                ratio,
                "£" + Text.Thousands(pay)
            );
    }

    private static string StaffPhase(Site site) =>
        site.Kind switch
        {
            SiteKind.Special => "Special",
            SiteKind.AlternativeProvision => "PRU",
            _ => site.IsPrimary || site.Kind == SiteKind.Nursery ? "Primary" : "Secondary",
        };

    private void WriteMoney(int year)
    {
        using var table = Open(year, "cfr", Money, Manner.Plain);
        foreach (var (site, entry, of) in In(year))
        {
            // Schools that the authority maintains; academies account to the Department.
            if (entry.Type.IsAcademy || !site.IsState || site.Kind == SiteKind.SixteenPlus)
                continue;
            var chance = new Chance(seed, Purpose.Money, site.Id, year);
            var each =
                (
                    site.Kind switch
                    {
                        SiteKind.Special => 23_000,
                        SiteKind.AlternativeProvision => 21_000,
                        _ => site.IsPrimary ? 4_350 : 5_600,
                    }
                    + (1_700 * of.EverFsm)
                    + (130_000.0 / (of.Pupils + 20))
                )
                * (1 + (.045 * (year - 2018)))
                * (site.Area.Region.HubPrefix == "LD" ? 1.24 : 1)
                * (1 + (.04 * chance.Normal()));
            var income = Math.Round(each * of.Pupils, 2);
            var balance = Math.Round(
                income * ((.025 * chance.Normal()) + (.03 * (site.Fullness - .93))),
                2
            );
            table.Row(
                entry.UrnText,
                site.Area.CodeText,
                Text.Whole(entry.EstablishmentNumber),
                entry.NameOn(of.CensusDay),
                Text.Trimmed(income, 2),
                Text.Trimmed(income - balance, 2),
                Text.Trimmed(balance, 2)
            );
        }
    }

    private void WriteKeyStage2(int year)
    {
        var full = year < 2023;
        using var table = Open(
            year,
            "ks2final",
            full ? KeyStage2Full : KeyStage2Short,
            full ? Manner.Plain : Manner.PlainCrlf
        );
        var national = year switch
        {
            2018 => 65.0,
            2022 => 59.5,
            2023 => 60.8,
            _ => 62.2,
        };
        var byArea = new SortedDictionary<string, (double Sum, int Schools)>(
            StringComparer.Ordinal
        );
        foreach (var (site, entry, of) in In(year, exams: true))
        {
            if (!site.HasKeyStage2 || of.Age < (site.Kind == SiteKind.Junior ? 3 : 6))
                continue;
            var chance = new Chance(seed, Purpose.KeyStage2, site.Id, year);
            var cohort = site.Kind is SiteKind.Special or SiteKind.AllThrough
                ? Math.Max(2, of.Cohort / 2)
                : of.Cohort;
            var special = site.Kind == SiteKind.Special;
            var luck = 1 / Math.Sqrt(cohort);
            var level = (.62 * of.Prior) + (.5 * of.Quality) - (special ? 5 : 0);
            var all = level + (3.2 * luck * chance.Normal());
            double Subject(ref Chance draw) =>
                all + (1.2 * luck * draw.Normal()) + (.12 * draw.Normal());
            double reading = Subject(ref chance),
                writing = Subject(ref chance),
                maths = Subject(ref chance),
                spelling = Subject(ref chance);
            var expected = Near(national + (14.5 * all) + 1, cohort);
            var high = Near(7.8 + (4.2 * all), cohort);
            // Few pupils, or a special school: nothing that could point at one child.
            var withheld = cohort <= 5 || (special && cohort < 11);
            string Kept(string text) => withheld ? "SUPP" : text;
            if (!withheld && !special)
            {
                var sum = byArea.GetValueOrDefault(site.Area.CodeText);
                byArea[site.Area.CodeText] = (sum.Sum + expected, sum.Schools + 1);
            }
            string[] start =
            [
                special ? "2" : "1",
                entry.UrnText,
                site.Area.CodeText,
                Text.Whole(entry.EstablishmentNumber),
                entry.NameOn(of.ExamDay),
            ];
            if (!full)
            {
                table.Row([
                    .. start,
                    site.Town.Name,
                    Kept(Percent(expected)),
                    Kept(Percent(high)),
                    Kept(Scaled(105.0, reading)),
                    Kept(Scaled(104.2, maths)),
                    Kept(Scaled(105.0, spelling)),
                ]);
                continue;
            }
            var girls = (int)Math.Round(cohort * of.Girls);
            var (readDone, readBand) = Progress(reading);
            var (writeDone, writeBand) = Progress(writing);
            var (mathsDone, mathsBand) = Progress(maths);
            table.Row([
                .. start,
                Text.Whole(cohort),
                Text.Whole(cohort - girls),
                Text.Whole(girls),
                readDone,
                readBand,
                Kept(Scaled(104.6, reading)),
                Kept(Percent(Near(national + 9 + (11 * reading), cohort))),
                Kept(Percent(Near(28 + (9 * reading), cohort))),
                writeDone,
                writeBand,
                Kept(Percent(Near(national + 10 + (11 * writing), cohort))),
                Kept(Percent(Near(17 + (7 * writing), cohort))),
                Kept(Scaled(105.6, spelling)),
                mathsDone,
                mathsBand,
                Kept(Scaled(104.3, maths)),
                Kept(Percent(Near(national + 11 + (11 * maths), cohort))),
                Kept(Percent(Near(24 + (9 * maths), cohort))),
                Kept(Percent(expected)),
                Kept(Percent(high)),
            ]);

            (string Score, string Band) Progress(double subject)
            {
                if (withheld)
                    return ("SUPP", "");
                if (chance.Happens(.002))
                    return ("LOWCOV", "LOWCOV");
                var score = Math.Clamp(2.9 * (subject - (.6 * of.Prior)), -9.9, 9.9);
                return (
                    Text.Trimmed(score, 1),
                    score switch
                    {
                        > 3 => "1",
                        > 1.3 => "2",
                        >= -1.3 => "3",
                        >= -3 => "4",
                        _ => "5",
                    }
                );
            }
        }
        foreach (var (code, sum) in byArea)
            table.Row(Total("4", code, 5, full ? 25 : 11, full ? 23 : 6, sum.Sum / sum.Schools));
        table.Row(
            Total(
                "5",
                "",
                5,
                full ? 25 : 11,
                full ? 23 : 6,
                byArea.Count == 0 ? national : byArea.Values.Average(s => s.Sum / s.Schools)
            )
        );

        static string Percent(double share) => Text.Whole((int)Math.Round(share)) + "%";
        static string Scaled(double national, double level) =>
            Text.Whole((int)Math.Round(Math.Clamp(national + (2.8 * level), 85, 119)));
        static string[] Total(string type, string code, int start, int cells, int at, double value)
        {
            var row = new string[cells];
            Array.Fill(row, "");
            (row[0], row[2]) = (type, code);
            row[Math.Max(at, start)] = Percent(value);
            return row;
        }
    }

    /// <summary>A share of a cohort that a whole number of pupils can make, in per cent.</summary>
    private static double Near(double percent, int cohort) =>
        Math.Round(Math.Clamp(percent, 0, 100) / 100 * cohort) / cohort * 100;

    private void WriteKeyStage4(int year)
    {
        var full = year < 2024;
        using var table = Open(
            year,
            "ks4final",
            full ? KeyStage4Full : KeyStage4Short,
            full ? Manner.Plain : Manner.PlainCrlf
        );
        var (points, basics, entered) = year switch
        {
            2018 => (46.7, 43.4, 40.1),
            2021 => (48.8, 50.0, 38.8),
            2022 => (46.3, 45.5, 39.4),
            2023 => (46.1, 46.2, 40.5),
            _ => (46.0, 45.4, 40.7),
        };
        var byArea = new SortedDictionary<
            string,
            (double Points, double Progress, int Pupils, int Schools)
        >(StringComparer.Ordinal);
        foreach (var (site, entry, of) in In(year, exams: true))
        {
            if (!site.HasKeyStage4 || of.Age < (site.Kind == SiteKind.AllThrough ? 11 : 5))
                continue;
            var chance = new Chance(seed, Purpose.KeyStage4, site.Id, year);
            var special = site.Kind == SiteKind.Special;
            var independent = site.Kind == SiteKind.Independent;
            var cohort = Math.Max(1, of.Cohort);
            var luck = 1 / Math.Sqrt(cohort);
            var progress = Math.Clamp(
                (.46 * of.Quality)
                    - (.13 * site.Deprivation)
                    + (.09 * Math.Min(2.5, site.Eal))
                    + (site.Gender == "Girls" ? .15 : 0)
                    + (1.27 * luck * chance.Normal())
                    - (special ? 1.1 : 0),
                -3.2,
                1.9
            );
            var attainment = Math.Clamp(
                points
                    + (6.6 * of.Prior)
                    + (9.2 * progress)
                    + (1.7 * chance.Normal())
                    - (special ? 27 : 0),
                1,
                88
            );
            var strong = Near(basics + ((attainment - points) * 2.05), cohort);
            var standard = Near(basics + 20 + ((attainment - points) * 2.1), cohort);
            var ebacc = Near(
                entered + ((attainment - points) * 1.1) + (9 * chance.Normal()),
                cohort
            );
            var average = Math.Clamp(
                4.08 + ((attainment - points) * .105) + (.06 * chance.Normal()),
                .1,
                8.6
            );
            var withheld = cohort <= 5;
            var none = special && chance.Happens(.35);
            string Kept(string text) =>
                none ? "NE"
                : withheld ? "SUPP"
                : text;
            var half = 1.96 * 1.27 * luck;
            if (!special && !independent && !withheld)
            {
                var sum = byArea.GetValueOrDefault(site.Area.CodeText);
                byArea[site.Area.CodeText] = (
                    sum.Points + (attainment * cohort),
                    sum.Progress + (progress * cohort),
                    sum.Pupils + cohort,
                    sum.Schools + 1
                );
            }
            string[] start =
            [
                special ? "2" : "1",
                entry.UrnText,
                site.Area.CodeText,
                Text.Whole(entry.EstablishmentNumber),
                entry.NameOn(of.ExamDay),
            ];
            if (!full)
            {
                table.Row([
                    .. start,
                    entry.Type.Short,
                    Kept(Text.Fixed(attainment, 1)),
                    Kept(Text.Trimmed(strong, 1) + "%"),
                    Kept(Text.Trimmed(average, 2)),
                    Kept(Text.Trimmed(ebacc, 1) + "%"),
                ]);
                continue;
            }
            string Progress(double value) => independent ? "NP" : Kept(Text.Trimmed(value, 2));
            string Interval(double value) => independent ? "NA" : Kept(Text.Trimmed(value, 2));
            table.Row([
                .. start,
                site.Town.Name,
                site.Postcode,
                Progress(progress),
                independent || none ? "NA"
                : withheld ? "SUPP"
                : Band(progress, half),
                Kept(Text.Trimmed(attainment, 1)),
                Kept(Whole(strong)),
                Kept(Whole(ebacc)),
                Kept(Text.Trimmed(average, 2)),
                entry.Closed is { } closed && closed < new DateOnly(year + 1, 10, 1) ? "1" : "0",
                special && independent ? "INDSPEC" : entry.Type.Short,
                independent ? "NA" : Text.Whole(cohort),
                independent ? "NA" : Kept(Text.Whole((int)(cohort * .95))),
                independent ? "NA" : Kept(Text.Whole(cohort / 90)),
                Interval(progress - half),
                Interval(progress + half),
                Interval(progress - .01),
                Interval(progress - half - .01),
                Interval(progress + half - .01),
                independent ? "NA" : Kept(Whole(standard)),
                independent ? "NA" : Kept(Whole(ebacc * .62)),
                independent ? "NA" : Kept(Whole(ebacc * .43)),
                independent ? "NA" : Kept(Whole(Math.Max(0, standard - 4))),
            ]);
        }
        foreach (var (code, sum) in byArea)
            table.Row(
                Total("4", code, sum.Points / sum.Pupils, sum.Progress / sum.Pupils, sum.Pupils)
            );
        foreach (var type in new[] { "5", "7" })
            table.Row(
                Total(
                    type,
                    "",
                    byArea.Values.Sum(s => s.Points)
                        / Math.Max(1, byArea.Values.Sum(s => s.Pupils)),
                    byArea.Values.Sum(s => s.Progress)
                        / Math.Max(1, byArea.Values.Sum(s => s.Pupils)),
                    byArea.Values.Sum(s => s.Pupils)
                )
            );

        string[] Total(string type, string code, double attainment, double progress, int pupils)
        {
            var row = new string[full ? 27 : 10];
            Array.Fill(row, "");
            (row[0], row[2]) = (type, code);
            if (full)
                (row[7], row[9], row[15]) = (
                    Text.Trimmed(progress, 2),
                    Text.Trimmed(attainment, 1),
                    Text.Whole(pupils)
                );
            else
                row[6] = Text.Fixed(attainment, 1);
            return row;
        }
        static string Whole(double share) =>
            Text.Whole((int)Math.Round(Math.Clamp(share, 0, 100))) + "%";
        // 1 is well above average, 5 well below: the interval must lie clear of nought.
        static string Band(double score, double half) =>
            score switch
            {
                >= .5 when score - half > 0 => "1",
                > 0 when score - half > 0 => "2",
                <= -.5 when score + half < 0 => "5",
                < 0 when score + half < 0 => "4",
                _ => "3",
            };
    }

    private void WriteKeyStage5(int year)
    {
        using var table = Open(year, "ks5final", KeyStage5, Manner.Plain);
        foreach (var (site, entry, of) in In(year, exams: true))
        {
            if (!site.HasKeyStage5 || of.Age < 7)
                continue;
            var chance = new Chance(seed, Purpose.KeyStage5, site.Id, year);
            var students = Math.Max(
                1,
                (int)(of.Cohort * (site.Kind == SiteKind.SixteenPlus ? .6 : .45))
            );
            var luck = 1 / Math.Sqrt(students);
            var added = Math.Clamp((.1 * of.Quality) + (.55 * luck * chance.Normal()), -1, 1);
            var points = Math.Clamp(
                32.8 + (3.1 * of.Prior) + (8 * added) + (4 * luck * chance.Normal()),
                8,
                58
            );
            var none = chance.Happens(.05);
            var withheld = students <= 5;
            table.Row(
                "1",
                entry.UrnText,
                site.Area.CodeText,
                Text.Whole(entry.EstablishmentNumber),
                entry.NameOn(of.ExamDay),
                site.Town.Name,
                site.Postcode,
                none ? ""
                    : withheld ? "SUPP"
                    : Text.Trimmed(added, 2),
                none || withheld
                    ? ""
                    : added switch
                    {
                        > .25 => "1",
                        > .08 => "2",
                        >= -.08 => "3",
                        >= -.25 => "4",
                        _ => "5",
                    },
                none ? "NE"
                    : withheld ? "SUPP"
                    : Text.Fixed(points, 2),
                none ? "NE"
                    : withheld ? "SUPP"
                    : Grade(points)
            );
        }

        // Ten points a grade, in thirds: 30 is C, 33.3 is C+, 36.7 is B-.
        static string Grade(double points)
        {
            var third = (int)Math.Round((points - 10) * .3);
            return Math.Clamp(third, -1, 15) switch
            {
                < 1 => "E",
                1 => "E+",
                2 => "D-",
                3 => "D",
                4 => "D+",
                5 => "C-",
                6 => "C",
                7 => "C+",
                8 => "B-",
                9 => "B",
                10 => "B+",
                11 => "A-",
                12 => "A",
                13 => "A+",
                14 => "A*-",
                _ => "A*",
            };
        }
    }
}

/// <summary>Numbers and days as published files write them.</summary>
internal static class Text
{
    public static string Whole(long number) => number.ToString(CultureInfo.InvariantCulture);

    public static string Fixed(double number, int decimals) =>
        number.ToString("F" + decimals, CultureInfo.InvariantCulture);

    /// <summary>Without noughts at the end: "50", "24.2"; never "-0".</summary>
    public static string Trimmed(double number, int decimals)
    {
        var rounded = Math.Round(number, decimals);
        return rounded == 0 ? "0" : rounded.ToString("0.######", CultureInfo.InvariantCulture);
    }

    public static string Thousands(double number) =>
        Math.Round(number).ToString("#,0", CultureInfo.InvariantCulture);

    /// <summary>"dd-mm-yyyy", or empty.</summary>
    public static string Day(DateOnly? day) =>
        day?.ToString("dd-MM-yyyy", CultureInfo.InvariantCulture) ?? "";

    /// <summary>"dd/mm/yyyy", or empty.</summary>
    public static string Slashed(DateOnly? day) =>
        day?.ToString("dd/MM/yyyy", CultureInfo.InvariantCulture) ?? "";

    /// <summary>"yyyymmdd".</summary>
    public static string Packed(DateOnly day) =>
        day.ToString("yyyyMMdd", CultureInfo.InvariantCulture);
}
