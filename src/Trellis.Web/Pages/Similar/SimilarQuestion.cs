using System.Collections.Frozen;
using System.Globalization;
using Microsoft.AspNetCore.Http;
using Trellis.Pages.Partners;
using Trellis.Pages.Schools;
using Trellis.Schools;
using Trellis.SimilarSchools;
using Trellis.Snapshots;
using Trellis.Travel;

namespace Trellis.Pages.Similar;

/// <summary>What the address of a similar-schools page asks: the method or the weights, who may be named, how many, how it is shown.</summary>
/// <remarks>What cannot be read is left out with a notice; only a method or weights that do not exist make the whole question fail.</remarks>
public sealed record SimilarQuestion
{
    /// <summary>What a view may be called in the address.</summary>
    public static readonly FrozenSet<string> Views = new[]
    {
        "list",
        "bars",
        "parts",
        "sure",
    }.ToFrozenSet();

    private SimilarQuestion(SimilarMethod method) => Method = method;

    public SimilarMethod Method { get; }

    public SimilarFilter Filter { get; private init; } = SimilarFilter.None;

    /// <summary>Null for the method's own number.</summary>
    public int? Take { get; private init; }

    /// <summary>Who has the school in their list, instead of who is in its own.</summary>
    public bool NamedBy { get; private init; }

    public string View { get; private init; } = "list";

    /// <summary>The measure the bars show; empty for the distance.</summary>
    public string Measure { get; private init; } = "";

    /// <summary>What in the address could not be used, a sentence each.</summary>
    public IReadOnlyList<string> Notices { get; private init; } = [];

    /// <summary>The question as pairs of the query, each understood, in one order.</summary>
    public IReadOnlyList<(string Key, string Value)> Pairs { get; private init; } = [];

    /// <summary>The filters among the pairs, with words: "within 25 km", "London".</summary>
    public IReadOnlyList<(string Key, string Value, string Words)> Filters { get; private init; } =
    [];

    /// <summary>Reads a query.</summary>
    /// <param name="peers">The kind of the school; null where it is not compared.</param>
    /// <param name="list">The shortlist that the address carries, and that every link carries on.</param>
    /// <param name="refusal">Why there is no question: for a method or weights that do not exist.</param>
    public static SimilarQuestion? Read(
        IQueryCollection query,
        Snapshot snapshot,
        Peers? peers,
        Shortlist list,
        out string refusal
    )
    {
        refusal = "";
        var pairs = new List<(string, string)>();
        var filters = new List<(string, string, string)>();
        var notices = list.Notices.ToList();
        var method = SimilarMethods.DefaultFor(peers ?? Peers.Secondary);
        if (One(query, "weights") is { Length: > 0 } weights)
        {
            if (SimilarMethods.YourWeights(snapshot.Measures, weights, out refusal) is not { } own)
                return null;
            method = own;
            pairs.Add(("weights", own.Id));
        }
        else if (One(query, "method") is { Length: > 0 } name)
        {
            if (SimilarMethods.Find(name) is not { } named)
            {
                refusal =
                    $"There is no method '{name}'. There are {string.Join(", ", SimilarMethods.All.Select(m => m.Id))}.";
                return null;
            }
            if (named.Id != method.Id)
                pairs.Add(("method", named.Id));
            method = named;
        }

        int? take = null;
        if (One(query, "k") is { Length: > 0 } k)
        {
            if (
                int.TryParse(k, NumberStyles.None, CultureInfo.InvariantCulture, out var many)
                && many is >= 1 and <= Likeness.Most
            )
            {
                take = many;
                if (many != method.Take)
                    pairs.Add(("k", $"{many}"));
            }
            else
                notices.Add(
                    $"'{k}' is not a number of schools from 1 to {Likeness.Most}; the list has {method.Take}."
                );
        }

        var choices = SimilarChoices.Of(snapshot);
        var filter = SimilarFilter.None;
        if (One(query, "within") is { Length: > 0 } within)
        {
            if (
                double.TryParse(
                    within,
                    NumberStyles.AllowDecimalPoint,
                    CultureInfo.InvariantCulture,
                    out var kilometres
                ) && kilometres is > 0 and <= 1000
            )
            {
                filter = filter with { WithinKilometres = kilometres };
                Add("within", $"{kilometres}", $"within {kilometres} km");
            }
            else
                notices.Add($"'{within}' is not a distance in kilometres, such as 25.");
        }
        if (One(query, "minutes") is { Length: > 0 } minutes)
        {
            if (
                double.TryParse(
                    minutes,
                    NumberStyles.AllowDecimalPoint,
                    CultureInfo.InvariantCulture,
                    out var time
                ) && time is > 0 and <= TravelMatrix.MostMinutes
            )
            {
                filter = filter with { WithinMinutes = time };
                Add(
                    "minutes",
                    $"{time}",
                    $"within {time} {(time == 1 ? "minute" : "minutes")} by car"
                );
            }
            else
                notices.Add($"'{minutes}' is not a time in minutes, such as 60.");
        }
        filter = filter with
        {
            Regions = Words("region", choices.Regions),
            TypeGroups = Words("group", choices.TypeGroups),
            Types = Words("type", choices.Types),
            Religions = Words("religion", choices.Religions),
            Phases = Many(query, "phase")
                .Select(word => (Word: word, Phase: Phase(word)))
                .Where(p => Known(p.Phase is not null, "phase", p.Word))
                .Select(p => p.Phase!.Value)
                .ToArray()
                is { Length: > 0 } phases
                ? AddPhases(phases)
                : [],
            Authorities = Many(query, "la")
                .Select(word => (Word: word, Code: Authority(snapshot, word)))
                .Where(a => Known(a.Code is not null, "local authority", a.Word))
                .Select(a => a.Code!.Value)
                .ToArray()
                is { Length: > 0 } authorities
                ? AddAuthorities(authorities)
                : [],
        };
        switch (One(query, "place"))
        {
            case "rural":
                filter = filter with { Rural = true };
                Add("place", "rural", "in the country");
                break;
            case "urban":
                filter = filter with { Rural = false };
                Add("place", "urban", "in towns and cities");
                break;
            case { Length: > 0 } other:
                notices.Add($"'{other}' is neither rural nor urban.");
                break;
        }
        switch (One(query, "coast"))
        {
            case "coastal" or "inland" when !Coast.In(snapshot).IsKnown:
                notices.Add(
                    "There are no outlines in this snapshot, so nobody can say what is by the sea."
                );
                break;
            case "coastal":
                filter = filter with { Coastal = true };
                Add("coast", "coastal", $"within {Coast.CoastalWithin} km of the sea");
                break;
            case "inland":
                filter = filter with { Coastal = false };
                Add("coast", "inland", $"over {Coast.CoastalWithin} km from the sea");
                break;
            case { Length: > 0 } other:
                notices.Add($"'{other}' is neither coastal nor inland.");
                break;
        }
        var same = new List<SameTrait>();
        foreach (var word in Many(query, "same"))
            if (
                SameTraits.All.FirstOrDefault(t =>
                    string.Equals(t.Key, word, StringComparison.OrdinalIgnoreCase)
                ) is
                { Key: not null } trait
            )
            {
                if (!same.Contains(trait.Trait))
                {
                    same.Add(trait.Trait);
                    Add("same", trait.Key, $"with {trait.Words}");
                }
            }
            else
                notices.Add(
                    $"'{word}' is none of {string.Join(", ", SameTraits.All.Select(t => t.Key))}."
                );
        filter = filter with { Same = same };
        if (One(query, "own-trust") is "out")
        {
            filter = filter with { ExcludeOwnTrust = true };
            Add("own-trust", "out", "not of the school's own trust");
        }
        foreach (var (key, value, _) in filters)
            pairs.Add((key, value));

        var namedBy = One(query, "direction") is "named-by";
        if (namedBy && !method.Named)
        {
            namedBy = false;
            notices.Add(
                "Who has the school in their list is worked out for the named methods only. With your own weights, open a pair to see the way back."
            );
        }
        if (namedBy)
            pairs.Add(("direction", "named-by"));
        var view = One(query, "view") is { } shown && Views.Contains(shown) ? shown : "list";
        if (view != "list")
            pairs.Add(("view", view));
        var measure = One(query, "measure") ?? "";
        if (measure.Length > 0 && snapshot.Measures.Find(measure) is null)
        {
            notices.Add(
                $"There is no measure '{measure}' in this snapshot; the bars show the distance."
            );
            measure = "";
        }
        if (measure.Length > 0)
            pairs.Add(("measure", measure));
        pairs.AddRange(list.Pairs);
        return new SimilarQuestion(method)
        {
            // Nothing set is the very filter that the analysis passes over.
            Filter = filters.Count == 0 ? SimilarFilter.None : filter,
            Take = take,
            NamedBy = namedBy,
            View = view,
            Measure = measure,
            Notices = notices,
            Pairs = pairs,
            Filters = filters,
        };

        void Add(string key, string value, string words) => filters.Add((key, value, words));

        bool Known(bool known, string what, string word)
        {
            if (!known)
                notices.Add($"There is no {what} '{word}' among the schools; it is left out.");
            return known;
        }

        IReadOnlyCollection<string> Words(string key, IReadOnlyList<string> there)
        {
            var found = new List<string>();
            foreach (var word in Many(query, key))
                if (
                    there.FirstOrDefault(t =>
                        string.Equals(t, word, StringComparison.OrdinalIgnoreCase)
                    ) is
                    { } known
                )
                {
                    if (!found.Contains(known))
                    {
                        found.Add(known);
                        Add(key, known, known == "None" ? "no religious character" : known);
                    }
                }
                else
                    Known(false, key, word);
            return found.Count == 0 ? [] : found;
        }

        Phase[] AddPhases(Phase[] phases)
        {
            foreach (var phase in phases)
                Add("phase", $"{phase}", OneSchool.PhaseWords(phase));
            return phases;
        }

        LaCode[] AddAuthorities(LaCode[] authorities)
        {
            foreach (var code in authorities)
                Add("la", $"{code}", snapshot.Find(code)!.Name);
            return authorities;
        }
    }

    /// <summary>The query with some of it changed: "?method=fft-default&amp;k=20", or empty.</summary>
    /// <param name="changes">A key and its new value; null takes the key away.</param>
    public string With(params ReadOnlySpan<(string Key, string? Value)> changes)
    {
        var pairs = Pairs.ToList();
        foreach (var (key, value) in changes)
        {
            pairs.RemoveAll(p => p.Key == key);
            if (value is not null)
                pairs.Add((key, value));
        }
        return Query(pairs);
    }

    /// <summary>The query without one of its pairs.</summary>
    public string Without(string key, string value) =>
        Query(Pairs.Where(p => p != (key, value)).ToList());

    /// <summary>What the method is and who is on the shortlist: for the page of a pair, where filters have no say.</summary>
    public string MethodAlone =>
        Query(Pairs.Where(p => p.Key is "method" or "weights" or "add").ToList());

    private static string Query(List<(string Key, string Value)> pairs) =>
        pairs.Count == 0
            ? ""
            : "?"
                + string.Join(
                    '&',
                    pairs.Select(p =>
                        $"{p.Key}={Uri.EscapeDataString(p.Value).Replace("%3A", ":", StringComparison.Ordinal).Replace("%2C", ",", StringComparison.Ordinal)}"
                    )
                );

    private static string? One(IQueryCollection query, string key) =>
        query.TryGetValue(key, out var values) ? values[^1]?.Trim() : null;

    private static IEnumerable<string> Many(IQueryCollection query, string key) =>
        query.TryGetValue(key, out var values)
            ? values.Select(v => v?.Trim() ?? "").Where(v => v.Length > 0).Distinct().Take(20)
            : [];

    private static Phase? Phase(string word) =>
        Enum.TryParse<Phase>(word, true, out var phase)
        && Enum.IsDefined(phase)
        && !char.IsAsciiDigit(word[0])
            ? phase
            : null;

    private static LaCode? Authority(Snapshot snapshot, string word) =>
        LaCode.TryParse(word, null, out var code) && snapshot.Find(code) is not null ? code : null;
}
