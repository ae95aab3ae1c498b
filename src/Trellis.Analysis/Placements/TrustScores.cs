using System.Globalization;
using Trellis.Groups;
using Trellis.Schools;
using Trellis.Shrinkage;
using Trellis.Travel;

namespace Trellis.Placements;

/// <summary>One school against every trust of a day: filters, values and their uncertainty in flat arrays, worded out only for those that are shown.</summary>
internal sealed class TrustScores
{
    /// <summary>Nine in ten of a normal distribution lie within so many standard deviations.</summary>
    private const double NineInTen = 1.6448536269514722;

    private readonly TrustMatching matching;
    private readonly School school;
    private readonly MatchQuestion question;
    private readonly Criteria criteria;
    private readonly Provision provision;
    private readonly string faith;
    private readonly bool wasControlled;
    private readonly int own;

    private readonly double[] minutes;
    private readonly double[] nearest;
    private readonly int[] nearestMember;
    private readonly int[] nearby;

    private readonly IReadOnlyList<string>?[] reasons;

    // By place of the criterion, then trust; NaN in the value where nothing is known.
    private readonly double[][] value;
    private readonly double[][] low;
    private readonly double[][] high;
    private readonly string[] unused;
    private readonly double[] weights;
    private readonly double[] total;
    private readonly double[] deviation;

    public TrustScores(TrustMatching matching, School school, MatchQuestion question)
    {
        Check(question);
        school = Sites.In(matching.Snapshot).Placed(school);
        (this.matching, this.school, this.question) = (matching, school, question);
        criteria = question.Criteria;
        var entries = Provisions.EntriesOn(matching.Snapshot, school, matching.Day);
        provision = Provisions.Of(entries);
        faith = Provisions.FaithOf(entries);
        wasControlled = entries.Any(e => e.Type == "Voluntary controlled school");
        own = matching.PlaceOfTrust(school);

        var count = matching.Trusts.Count;
        minutes = matching.Journeys.MinutesFrom(school.Current, matching.Members.Schools);
        nearest = new double[count];
        nearestMember = new int[count];
        nearby = new int[count];
        reasons = new IReadOnlyList<string>?[count];
        value = Columns(count);
        low = Columns(count);
        high = Columns(count);
        Journeys();
        for (var t = 0; t < count; t++)
            reasons[t] = Reasons(t);
        unused = new string[criteria.All.Count];
        Array.Fill(unused, "");
        for (var t = 0; t < count; t++)
            if (reasons[t] is null)
                Score(t);
        weights = Weights();
        total = new double[count];
        deviation = new double[count];
        Sum();
    }

    private double[][] Columns(int count) => [.. criteria.All.Select(_ => new double[count])];

    private static void Check(MatchQuestion question)
    {
        if (question.Challenge is < 1 or > 5)
            throw new ArgumentException("Challenge points are 1 to 5.", nameof(question));
        if (question.Consultations.Values.Any(s => s is not (>= 0 and <= 1)))
            throw new ArgumentException("A share in favour is between 0 and 1.", nameof(question));
        if (question.MostYearlyGrowth < 0)
            throw new ArgumentException("Growth is 0 or more.", nameof(question));
        if (!(question.MostMinutes > 0))
            throw new ArgumentException("The most minutes are more than 0.", nameof(question));
        if (
            question.Statements.Values.Any(s =>
                s.Places < 0 || s.ChallengePoints < 0 || s.HardCasesLeft < 0 || s.MostMinutes < 0
            )
        )
            throw new ArgumentException(
                "Places and challenge points are 0 or more.",
                nameof(question)
            );
    }

    private void Journeys()
    {
        var members = matching.Members;
        Criterion travel = criteria["travel"],
            cluster = criteria["cluster"];
        double scale = travel["scale"],
            other = travel["other"],
            error = travel["error"],
            within = cluster["within"],
            full = cluster["full"];
        var shares = new[] { travel["first"], travel["second"], travel["third"] };
        int atTravel = criteria.PlaceOf("travel"),
            atCluster = criteria.PlaceOf("cluster");
        Span<double> best = stackalloc double[3];
        Span<int> who = stackalloc int[3];
        for (var t = 0; t < nearest.Length; t++)
        {
            best.Clear();
            who.Fill(-1);
            nearest[t] = double.NaN;
            nearestMember[t] = -1;
            int near = 0,
                surely = 0,
                perhaps = 0,
                known = 0;
            for (var m = members.Starts[t]; m < members.Starts[t + 1]; m++)
            {
                var time = minutes[m];
                if (double.IsNaN(time) || members.Schools[m].Urn == school.Urn)
                    continue;
                known++;
                if (!(nearest[t] <= time))
                    (nearest[t], nearestMember[t]) = (time, m);
                near += time <= within ? 1 : 0;
                surely += time * (1 + error) <= within ? 1 : 0;
                perhaps += time * (1 - error) <= within ? 1 : 0;
                // Beyond three hours nothing is left of the curve.
                if (time > 9 * scale)
                    continue;
                var counts = Counts(m) * Math.Exp(-time / scale);
                for (var slot = 0; slot < 3; slot++)
                    if (counts > best[slot])
                    {
                        for (var after = 2; after > slot; after--)
                            (best[after], who[after]) = (best[after - 1], who[after - 1]);
                        (best[slot], who[slot]) = (counts, m);
                        break;
                    }
            }
            nearby[t] = near;
            if (known == 0)
            {
                Unknown(atTravel, t);
                Unknown(atCluster, t);
                continue;
            }
            double mean = 0,
                least = 0,
                most = 0,
                given = 0;
            for (var slot = 0; slot < 3 && who[slot] >= 0; slot++)
            {
                var time = minutes[who[slot]];
                given += shares[slot];
                mean += shares[slot] * best[slot];
                least += shares[slot] * Counts(who[slot]) * Math.Exp(-time * (1 + error) / scale);
                most += shares[slot] * Counts(who[slot]) * Math.Exp(-time * (1 - error) / scale);
            }
            // Schools so far off that nothing is left of the curve are none to be measured by.
            if (given == 0)
                Set(atTravel, t, 0);
            else
                Set(atTravel, t, mean / given, least / given, most / given);
            Set(
                atCluster,
                t,
                Math.Min(1, near / full),
                Math.Min(1, surely / full),
                Math.Min(1, perhaps / full)
            );

            // Where the register does not say what the school teaches, no school is of another phase.
            double Counts(int member) =>
                provision == Provision.None
                || (members.Teaches[member] & provision) != Provision.None
                    ? 1
                    : other;
        }
    }

    private void Set(int criterion, int trust, double at, double least, double most) =>
        (value[criterion][trust], low[criterion][trust], high[criterion][trust]) = (
            at,
            least,
            most
        );

    private void Set(int criterion, int trust, double at) => Set(criterion, trust, at, at, at);

    private void Unknown(int criterion, int trust, double least = 0, double most = 1) =>
        Set(criterion, trust, double.NaN, least, most);

    private List<string>? Reasons(int t)
    {
        var trust = matching.Trusts[t];
        List<string>? found = null;
        if (t == own)
            Add("It runs the school already.");
        if (!trust.IsMulti)
            Add("It is a single-academy trust: its articles are for one school.");
        if (question.SamePhaseOnly && trust.Teaching(provision) == 0)
            Add($"It has no {provision.Words()} school.");
        if (faith.Length > 0 && trust.OfFaith(faith) == 0 && !wasControlled)
            Add(
                $"The school is {faith}, and none of the trust's schools is: its articles are taken not to fit. This is an estimate from its schools, as no open file lists articles."
            );
        if (
            faith != Provisions.Catholic
            && trust.OfFaith(Provisions.Catholic) == trust.Schools.Count
        )
            Add(
                "All its schools are Roman Catholic: its articles are taken to be for such schools only. This is an estimate from its schools, as no open file lists articles."
            );
        var statement = question.Statements.GetValueOrDefault(trust.Uid);
        if (statement?.Places == 0)
            Add("It says it has no places for further schools.");
        if (
            question.Challenge is { } challenge
            && statement?.ChallengePoints is { } points
            && points < challenge
        )
            Add(
                $"It says it has {Count(points, "challenge point")} left; the school counts {challenge}."
            );
        if (question.Challenge >= ChallengePoints.HardFrom && statement?.HardCasesLeft == 0)
            Add(
                $"It says it takes no further school this year that is owed so much help; the school counts {question.Challenge} challenge points."
            );
        if (statement?.MostMinutes is { } far && nearest[t] > far)
            Add(
                $"It says it takes schools up to {Journey.InWords(far)} away by car; its nearest school is {Journey.InWords(nearest[t])} away."
            );
        if (question.MostYearlyGrowth is { } stop && trust.YearlyGrowth > stop)
            Add(
                $"It took on {trust.TakenOn} schools in {criteria["capacity"]["months"]:0} months and now has {trust.Schools.Count}: it grows by {Percent(trust.YearlyGrowth)} a year; the most asked for is {Percent(stop)}."
            );
        if (nearest[t] > question.MostMinutes)
            Add(
                $"Its nearest school is {Journey.InWords(nearest[t])} away by car; the most asked for is {Journey.InWords(question.MostMinutes)}."
            );
        else if (double.IsNaN(nearest[t]) && school.Current.Place is not null && HasPlace(t))
            Add("No road leads from the school to any of its schools.");
        return found;

        void Add(string reason) => (found ??= []).Add(reason);
    }

    private bool HasPlace(int t) =>
        matching.Trusts[t].Schools.Any(s => s.Current.Place is not null && s.Urn != school.Urn);

    private void Score(int t)
    {
        var trust = matching.Trusts[t];
        var statement = question.Statements.GetValueOrDefault(trust.Uid);
        for (var c = 0; c < criteria.All.Count; c++)
        {
            var criterion = criteria.All[c];
            switch (criterion.Id)
            {
                case "area":
                    Area(c, t, criterion);
                    break;
                case "phase":
                    if (provision == Provision.None)
                        Unknown(c, t);
                    else
                        Set(c, t, Math.Min(1, trust.Teaching(provision) / criterion["full"]));
                    break;
                case "denomination":
                    Set(c, t, (double)trust.OfFaith(faith) / trust.Schools.Count);
                    break;
                case "capacity":
                    Set(c, t, Room(trust, statement, criterion));
                    break;
                case "challenge":
                    if (question.Challenge is { } challenge && statement?.ChallengePoints is { } p)
                        Set(c, t, Math.Min(1, p / (criterion["full"] * challenge)));
                    else
                        Unknown(c, t);
                    break;
                case "track":
                    Track(c, t);
                    break;
                case "finance":
                    if (statement?.Reserves is { } reserves)
                        Set(c, t, Math.Clamp(reserves / criterion["full"], 0, 1));
                    else
                        Unknown(c, t);
                    break;
                case "preference":
                    Preference(c, t, criterion);
                    break;
                case "flags":
                    if (statement?.CannotCarry is { } cannot)
                        Set(c, t, Math.Max(0, 1 - (criterion["step"] * cannot.Distinct().Count())));
                    else
                        Unknown(c, t);
                    break;
            }
        }
    }

    private void Area(int c, int t, Criterion criterion)
    {
        if (school.Current.La is not { } authority)
        {
            Unknown(c, t);
            return;
        }
        var (inAuthority, inRegion) = Around(t, authority.Value);
        var count = matching.Members.Starts[t + 1] - matching.Members.Starts[t];
        Set(
            c,
            t,
            inAuthority > 0
                ? criterion["present"] + ((1 - criterion["present"]) * inAuthority / count)
                : criterion["region"] * inRegion / count
        );
    }

    private (int InAuthority, int InRegion) Around(int t, int authority)
    {
        int inAuthority = 0,
            inRegion = 0;
        var region = school.Current.Region;
        for (var m = matching.Members.Starts[t]; m < matching.Members.Starts[t + 1]; m++)
        {
            inAuthority += matching.Members.Authorities[m] == authority ? 1 : 0;
            inRegion += region.Length > 0 && matching.Members.Regions[m] == region ? 1 : 0;
        }
        return (inAuthority, inRegion);
    }

    private static double Room(TrustOnDay trust, TrustStatement? statement, Criterion criterion)
    {
        var able =
            statement?.Places > 0
                ? 1
                : criterion["none"]
                    + ((1 - criterion["none"]) * Math.Min(1, trust.TakenOn / criterion["full"]));
        var brake = criterion["brake"];
        return able * Math.Clamp(2 - (trust.YearlyGrowth / brake), 0, 1);
    }

    private void Track(int c, int t)
    {
        var of =
            (provision & Provision.Secondary) != Provision.None ? Provision.Secondary : provision;
        var record = matching.Tracks.Of(matching.Trusts[t].Uid, of);
        var between = matching.Tracks.Between.GetValueOrDefault(of);
        if (!(between > 0) || record.Schools == 0)
            Unknown(
                c,
                t,
                between > 0 ? Normal.Below(-NineInTen) : 0,
                between > 0 ? Normal.Below(NineInTen) : 1
            );
        else
            Set(
                c,
                t,
                Normal.Below(record.Mean / between),
                Normal.Below((record.Mean - (NineInTen * record.Deviation)) / between),
                Normal.Below((record.Mean + (NineInTen * record.Deviation)) / between)
            );
    }

    private void Preference(int c, int t, Criterion criterion)
    {
        var uid = matching.Trusts[t].Uid;
        double? wish = null;
        if (question.Preferences.Count > 0)
        {
            var place = question.Preferences.TakeWhile(p => p != uid).Count();
            wish =
                place < question.Preferences.Count
                    ? Math.Max(0, 1 - (criterion["step"] * place))
                    : 0;
        }
        double? favour = question.Consultations.TryGetValue(uid, out var share) ? share : null;
        if ((wish, favour) is (null, null))
            Unknown(c, t);
        else
            Set(c, t, ((wish ?? favour)!.Value + (favour ?? wish)!.Value) / 2);
    }

    private double[] Weights()
    {
        var given = new double[criteria.All.Count];
        for (var c = 0; c < given.Length; c++)
        {
            var known = false;
            for (var t = 0; t < reasons.Length && !known; t++)
                known = reasons[t] is null && !double.IsNaN(value[c][t]);
            if (known)
                given[c] = criteria.All[c].Weight;
            else
                unused[c] = WhyUnused(criteria.All[c].Id);
        }
        var sum = given.Sum();
        return sum > 0 ? Array.ConvertAll(given, w => w / sum) : given;
    }

    private string WhyUnused(string id) =>
        reasons.All(r => r is not null)
            ? "No trust is left to compare."
            : id switch
            {
                "travel" or "cluster" => "The register gives no place for the school.",
                "area" => "The register gives no local authority for the school.",
                "phase" => "The register does not say what the school teaches.",
                "challenge" => question.Challenge is null
                    ? "Nobody stated the challenge points of the school."
                    : "No trust stated how many challenge points it has left.",
                "track" =>
                    "Results known on this day do not tell apart what became of schools that joined trusts.",
                "preference" =>
                    "The school stated no list of trusts, and no consultation is recorded.",
                _ => "No trust stated it, and no open file has it.",
            };

    private void Sum()
    {
        for (var t = 0; t < total.Length; t++)
        {
            if (reasons[t] is not null)
                continue;
            double sum = 0,
                variance = 0;
            for (var c = 0; c < weights.Length; c++)
            {
                if (weights[c] == 0)
                    continue;
                sum += weights[c] * Value(c, t);
                var off = weights[c] * (high[c][t] - low[c][t]) / (2 * NineInTen);
                variance += off * off;
            }
            (total[t], deviation[t]) = (sum, Math.Sqrt(variance));
        }
    }

    /// <summary>Where nothing is known, the middle of what it may be.</summary>
    private double Value(int c, int t) =>
        double.IsNaN(value[c][t]) ? (low[c][t] + high[c][t]) / 2 : value[c][t];

    private double Low(int t) => Math.Max(0, total[t] - (NineInTen * deviation[t]));

    private double High(int t) => Math.Min(1, total[t] + (NineInTen * deviation[t]));

    private double? Minutes(int t) => double.IsNaN(nearest[t]) ? null : nearest[t];

    /// <summary>The places of the trusts that are not left out, best first; of equal values the lower UID.</summary>
    public int[] Order() =>
        [
            .. Enumerable
                .Range(0, total.Length)
                .Where(t => reasons[t] is null)
                .OrderByDescending(t => total[t])
                .ThenBy(t => t),
        ];

    /// <summary>How many trusts stand above one; -1 where it is left out.</summary>
    public int Above(int trust)
    {
        if (reasons[trust] is not null)
            return -1;
        var above = 0;
        for (var t = 0; t < total.Length; t++)
            if (
                reasons[t] is null
                && (total[t] > total[trust] || (total[t] == total[trust] && t < trust))
            )
                above++;
        return above;
    }

    /// <summary>Why a trust is left out; empty where it is not.</summary>
    public IReadOnlyList<string> ReasonsOf(int trust) => reasons[trust] ?? [];

    public IReadOnlyList<PlacementValue> Values() =>
        [
            .. matching.Trusts.Select(
                (trust, t) =>
                    reasons[t] is { } why
                        ? new PlacementValue(trust, null, 0, 0, why, Minutes(t))
                        : new PlacementValue(trust, total[t], Low(t), High(t), [], Minutes(t))
            ),
        ];

    public MatchAnswer Answer()
    {
        var order = Order();
        var shown = order.Take(Math.Max(0, question.Top)).ToArray();
        return new MatchAnswer(
            school,
            matching.Day,
            criteria,
            matching.Snapshot.Id,
            [.. shown.Select((t, at) => Ranked(t, at + 1, order))],
            order.Length,
            [
                .. matching
                    .Trusts.Select((trust, t) => (trust, Why: reasons[t]))
                    .Where(e => e.Why is not null)
                    .Select(e => new ExcludedTrust(e.trust, e.Why!)),
            ],
            [
                .. criteria
                    .All.Select((criterion, c) => (criterion, c))
                    .Where(e => weights[e.c] == 0)
                    .Select(e => new UnusedCriterion(e.criterion, unused[e.c])),
            ],
            order.Length > 1 ? SwapOf(order[0], order[1]) : null,
            Notes()
        );
    }

    private RankedTrust Ranked(int t, int rank, int[] order) =>
        new(
            matching.Trusts[t],
            rank,
            total[t],
            Low(t),
            High(t),
            [.. order.Where(o => o != t && Tied(t, o)).Select(o => matching.Trusts[o].Uid)],
            [
                .. criteria
                    .All.Select((criterion, c) => (criterion, c))
                    .Where(e => weights[e.c] > 0)
                    .Select(e => new MatchPart(
                        e.criterion,
                        Value(e.c, t),
                        low[e.c][t],
                        high[e.c][t],
                        weights[e.c],
                        !double.IsNaN(value[e.c][t]),
                        Words(e.criterion, e.c, t)
                    )),
            ],
            Minutes(t)
        );

    private bool Tied(int a, int b) =>
        Math.Abs(total[a] - total[b])
        <= NineInTen * Math.Sqrt((deviation[a] * deviation[a]) + (deviation[b] * deviation[b]));

    /// <summary>With weight w on a criterion and the others in their proportions the difference is w d + (1 - w) r, where r is what the others give at their present proportions.</summary>
    private Swap SwapOf(int first, int second)
    {
        var all = new List<SwapWeight>();
        for (var c = 0; c < weights.Length; c++)
        {
            if (weights[c] == 0)
                continue;
            var d = Value(c, first) - Value(c, second);
            double? at = null;
            if (weights[c] < 1)
            {
                var rest = (total[first] - total[second] - (weights[c] * d)) / (1 - weights[c]);
                // They change places only where this criterion and the rest speak for different trusts.
                if (d * rest < 0)
                    at = -rest / (d - rest);
            }
            all.Add(new SwapWeight(criteria.All[c], weights[c], at));
        }
        return new Swap(
            matching.Trusts[first].Uid,
            matching.Trusts[second].Uid,
            all,
            all.Where(w => w.TieAt is not null)
                .OrderBy(w => w.Change)
                .ThenBy(w => w.Criterion.Id, StringComparer.Ordinal)
                .FirstOrDefault()
        );
    }

    private List<string> Notes()
    {
        var notes = new List<string>();
        var entry = Provisions.EntriesOn(matching.Snapshot, school, matching.Day)[0];
        if (entry.Closed <= matching.Day)
            notes.Add($"The school closed on {Date(entry.Closed!.Value)}.");
        if (
            entry.TypeGroup.Contains("Independent", StringComparison.OrdinalIgnoreCase)
            || entry.Type.Contains("independent", StringComparison.OrdinalIgnoreCase)
        )
            notes.Add(
                "It is an independent school: it can join an academy trust only by becoming a state-funded one."
            );
        if (matching.Trusts.Count == 0)
            notes.Add("The files show no academy trust with a school on that day.");
        else if (matching.Day > matching.MembershipsKnownTo)
            notes.Add(
                $"Which schools a trust has is known up to {Date(matching.MembershipsKnownTo)}; later changes are not in it."
            );
        if (faith.Length > 0 && wasControlled)
            notes.Add(
                $"The school was a voluntary controlled {faith} school: a trust without such schools may take it with articles for a minority of them, so that none is left out for that."
            );
        return notes;
    }

    private string Words(Criterion criterion, int c, int t)
    {
        var trust = matching.Trusts[t];
        var many = trust.Schools.Count;
        var statement = question.Statements.GetValueOrDefault(trust.Uid);
        switch (criterion.Id)
        {
            case "travel":
                return nearestMember[t] < 0
                    ? "How far its schools are is not known."
                    : $"{(many == 1 ? "Its only school is" : $"The nearest of its {many:N0} schools is")} {matching.Members.Schools[nearestMember[t]].Name}: {matching.Journeys.Between(school.Current, matching.Members.Schools[nearestMember[t]].Current).Words}.";
            case "cluster":
                return Share(nearby[t], many, $"within {criterion["within"]:0} minutes");
            case "area":
                if (school.Current.La is not { } authority)
                    return "The register gives no local authority for the school.";
                var (inAuthority, inRegion) = Around(t, authority.Value);
                return Share(inAuthority, many, $"in {school.Current.LaName}")
                    + (
                        inAuthority == 0 && inRegion > 0
                            ? $" {Share(inRegion, many, "in the same region")}"
                            : ""
                    );
            case "phase":
                return Share(trust.Teaching(provision), many, provision.Words());
            case "denomination":
                return Share(
                    trust.OfFaith(faith),
                    many,
                    faith.Length > 0 ? $"{faith}, as this one" : "of no church, as this one"
                );
            case "capacity":
                return (
                        statement?.Places is { } places
                            ? $"It says it has {Count(places, "place")}. "
                            : ""
                    )
                    + $"It took on {(trust.TakenOn == 0 ? "no school" : Count(trust.TakenOn, "school"))} in {criterion["months"]:0} months and has {Count(many, "school")}"
                    + (
                        trust.YearlyGrowth > criterion["brake"]
                            ? $": it grows by {Percent(trust.YearlyGrowth)} a year, above {Percent(criterion["brake"])}, which takes off."
                            : "."
                    );
            case "challenge":
                return statement?.ChallengePoints is { } points
                    ? $"It says it has {Count(points, "challenge point")} left; the school counts {question.Challenge}."
                    : "It has not said how many challenge points it has left.";
            case "track":
                var of =
                    (provision & Provision.Secondary) != Provision.None
                        ? Provision.Secondary
                        : provision;
                var record = matching.Tracks.Of(trust.Uid, of);
                return record.Schools == 0
                    ? "No school that joined it has results before and long enough after."
                    : $"{Count(record.Schools, "school")} joined it with results before and after; against like schools they {Moved(low[c][t], high[c][t], value[c][t])}.";
            case "finance":
                return statement?.Reserves is { } reserves
                    ? $"It states reserves of {Percent(reserves)} of a year's income."
                    : "It has not stated its reserves.";
            case "preference":
                return Wish(trust.Uid);
            case "flags":
                return statement?.CannotCarry is { } cannot
                    ? cannot.Count == 0
                        ? "It says it can carry what due diligence found."
                        : $"It says it cannot carry: {string.Join(", ", cannot.Distinct().Order().Select(Name))}."
                    : "It has not said whether it can carry building, PFI contract and deficit.";
            default:
                return "";
        }
    }

    private string Wish(Uid uid)
    {
        var said = new List<string>();
        if (question.Preferences.Count > 0)
        {
            var place = question.Preferences.TakeWhile(p => p != uid).Count();
            said.Add(
                place < question.Preferences.Count
                    ? $"Place {place + 1} on the school's list."
                    : "Not on the school's list."
            );
        }
        if (question.Consultations.TryGetValue(uid, out var favour))
            said.Add($"{Percent(favour)} in favour when consulted.");
        return said.Count > 0 ? string.Join(' ', said) : "No consultation was held on it.";
    }

    /// <summary>"3 of its 8 schools are primary.", "Its only school is in Camden."</summary>
    private static string Share(int some, int many, string what) =>
        many == 1 ? $"Its only school is {(some == 1 ? "" : "not ")}{what}."
        : some == many ? $"All its {Count(many, "school")} are {what}."
        : some == 0 ? $"None of its {Count(many, "school")} is {what}."
        : string.Create(
            CultureInfo.InvariantCulture,
            $"{some:N0} of its {many:N0} schools {(some == 1 ? "is" : "are")} {what}."
        );

    private static string Moved(double low, double high, double value) =>
        low > .5 ? "did better than usual"
        : high < .5 ? "did less well than usual"
        : value >= .5 ? "did about as well, perhaps better"
        : "did about as well, perhaps less well";

    private static string Name(DueDiligence what) =>
        what switch
        {
            DueDiligence.Building => "building",
            DueDiligence.PfiContract => "PFI contract",
            _ => "deficit",
        };

    private static string Date(DateOnly day) =>
        day.ToString("d MMMM yyyy", CultureInfo.InvariantCulture);

    private static string Percent(double share) =>
        string.Create(CultureInfo.InvariantCulture, $"{100 * share:0} %");

    private static string Count(int many, string what) =>
        string.Create(CultureInfo.InvariantCulture, $"{many:N0} {what}{(many == 1 ? "" : "s")}");
}
