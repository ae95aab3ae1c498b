using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Trellis.Sources;

namespace Trellis.Placements;

/// <summary>Something in a file that was put right, or because of which it was not taken.</summary>
/// <param name="Line">Counted from 1.</param>
/// <param name="Place">Where it stands: "line 3, schools[0].list[2]".</param>
/// <param name="Why">What is wrong with it and what was done, as a sentence.</param>
public sealed record FileRemark(int Line, string Place, string Why)
{
    public override string ToString() => $"{Place}: {Why}";
}

/// <summary>The schools of a closing trust and the trusts that could take them, as one JSON file that says everything a plan is made from.</summary>
/// <param name="Instance">What it says, once what could be put right was.</param>
/// <param name="Cleaned">What was put right and how, in the order of the file; empty where nothing was.</param>
/// <remarks>The format, the model it states and what becomes of bad input: docs/formats/closure.md.</remarks>
public sealed record ClosureFile(ClosureInstance Instance, IReadOnlyList<FileRemark> Cleaned)
{
    // A refusal of thousands of lines helps nobody.
    private const int ShownRefusals = 20;

    /// <summary>Reads a file.</summary>
    /// <param name="file">Its name, for messages.</param>
    /// <exception cref="UnreadableSourceException">It is no JSON, or it says what cannot be; the message has a line for each such thing, where and why.</exception>
    public static ClosureFile Read(string file, ReadOnlySpan<byte> json)
    {
        var reading = new Reading(LinedJson.Read(file, json));
        var instance = reading.Whole();
        if (reading.Refused.Count == 0)
            return new ClosureFile(instance, [.. reading.Cleaned.OrderBy(r => r.Line)]);
        var shown = reading
            .Refused.OrderBy(r => r.Line)
            .Take(ShownRefusals)
            .Select(r => r.ToString());
        if (reading.Refused.Count > ShownRefusals)
            shown = shown.Append(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"and {reading.Refused.Count - ShownRefusals} more."
                )
            );
        throw new UnreadableSourceException(file, string.Join('\n', shown));
    }

    /// <summary>Writes an instance so that <see cref="Read"/> gives it back and equal instances give equal bytes: schools and trusts by id, pairs by school and trust, every field, one entry a line.</summary>
    public static string Write(ClosureInstance instance)
    {
        var schools = instance.Schools.OrderBy(s => s.Id, StringComparer.Ordinal).ToArray();
        var trusts = instance.Trusts.OrderBy(t => t.Id, StringComparer.Ordinal).ToArray();
        var text = new StringBuilder("{\n");
        text.Append("\"penalty\":").Append(Json(instance.Penalty)).Append(",\n");
        text.Append("\"clusterCost\":").Append(Json(instance.ClusterCost)).Append(",\n");
        text.Append("\"fairShare\":").Append(Json(instance.FairShare)).Append(",\n");
        Entries("schools", schools);
        Entries("trusts", trusts);
        Entries(
            "places",
            instance
                .Places.OrderBy(p => p.School, StringComparer.Ordinal)
                .ThenBy(p => p.Trust, StringComparer.Ordinal)
        );
        Entries(
            "ruledOut",
            instance
                .RuledOut.OrderBy(r => r.School, StringComparer.Ordinal)
                .ThenBy(r => r.Trust, StringComparer.Ordinal)
                .ThenBy(r => r.Reason, StringComparer.Ordinal)
        );
        Entries(
            "locks",
            instance
                .Locks.OrderBy(l => l.School, StringComparer.Ordinal)
                .Select(l => new { l.School, l.Trust }),
            last: true
        );
        return text.Append("}\n").ToString();

        void Entries<T>(string name, IEnumerable<T> entries, bool last = false)
        {
            text.Append('"').Append(name).Append("\":[");
            var first = true;
            foreach (var entry in entries)
            {
                text.Append(first ? "\n" : ",\n").Append(Json(entry));
                first = false;
            }
            text.Append(first ? "]" : "\n]").Append(last ? "\n" : ",\n");
        }
    }

    private static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static string Json<T>(T value) => JsonSerializer.Serialize(value, Options);

    /// <summary>One pass over a file: what it says, what was put right, what cannot be.</summary>
    private sealed class Reading(LinedJson root)
    {
        private readonly Dictionary<string, ClosingSchool> schools = new(StringComparer.Ordinal);
        private readonly Dictionary<string, ReceivingTrust> trusts = new(StringComparer.Ordinal);

        public List<FileRemark> Cleaned { get; } = [];

        public List<FileRemark> Refused { get; } = [];

        public ClosureInstance Whole()
        {
            var fields = Fields(
                root,
                "the file",
                ["schools", "trusts", "places"],
                ["ruledOut", "locks", "penalty", "clusterCost", "fairShare"]
            );
            foreach (var (at, trust) in Each(fields, "trusts", Trust))
                Keep(trusts, at, trust.Id, trust, "trust", (a, b) => a == b);
            foreach (var (at, school) in Each(fields, "schools", School))
                Keep(schools, at, school.Id, school, "school", Same);
            var ruledOut = RuledOutPairs(fields);
            var places = Places(fields, ruledOut);
            OneSided(fields, places);
            var share = fields.TryGetValue("fairShare", out var stated)
                ? Number(stated, 0, 1)
                : ClosureInstance.UsualFairShare;
            return new ClosureInstance(
                [.. schools.Values],
                [.. trusts.Values],
                [.. places.Values],
                ruledOut,
                Locks(fields, places, share)
            )
            {
                Penalty =
                    fields.TryGetValue("penalty", out var penalty)
                    && penalty.Kind != JsonTokenType.Null
                        ? Number(penalty, 0, double.MaxValue)
                        : null,
                ClusterCost = fields.TryGetValue("clusterCost", out var cost)
                    ? Number(cost, 0, double.MaxValue)
                    : ClosureInstance.UsualClusterCost,
                FairShare = share,
            };
        }

        private ReceivingTrust? Trust(LinedJson entry)
        {
            var fields = Fields(entry, "a trust", ["id", "places", "challengePoints"], ["name"]);
            var before = Refused.Count;
            var id = Text(fields, "id");
            var trust = new ReceivingTrust(
                id,
                Optional(fields, "name", id),
                Whole(fields, "places", 0, int.MaxValue),
                Whole(fields, "challengePoints", 0, int.MaxValue)
            );
            return Refused.Count == before && id.Length > 0 ? trust : null;
        }

        private ClosingSchool? School(LinedJson entry)
        {
            var fields = Fields(
                entry,
                "a school",
                ["id", "challenge"],
                ["name", "cluster", "performing", "list", "pupils"]
            );
            var before = Refused.Count;
            var id = Text(fields, "id");
            var list = new List<string>();
            if (fields.TryGetValue("list", out var stated))
            {
                if (stated.Kind != JsonTokenType.StartArray)
                    Refuse(stated, $"a list of trusts is expected; there is {stated.Words}.");
                foreach (var item in stated.Items)
                    if (item.Kind != JsonTokenType.String)
                        Refuse(item, $"the id of a trust is expected; there is {item.Words}.");
                    else if (!trusts.ContainsKey(item.Text))
                        Clean(
                            item,
                            $"'{item.Text}' is no trust of this file; it was taken off the list."
                        );
                    else if (list.Contains(item.Text))
                        Clean(item, $"'{item.Text}' is on the list already; the first is kept.");
                    else
                        list.Add(item.Text);
                if (list.Count == 0 && stated.Items.Count > 0)
                    Clean(
                        stated,
                        "nothing is left of the list, so the school counts as one that stated none."
                    );
            }
            var school = new ClosingSchool(
                id,
                Optional(fields, "name", id),
                Whole(fields, "challenge", 1, 5),
                Optional(fields, "cluster", ""),
                Truth(fields, "performing"),
                list
            )
            {
                Pupils =
                    fields.TryGetValue("pupils", out var pupils)
                    && pupils.Kind != JsonTokenType.Null
                        ? Whole(fields, "pupils", 0, int.MaxValue)
                        : null,
            };
            return Refused.Count == before && id.Length > 0 ? school : null;
        }

        private static bool Same(ClosingSchool a, ClosingSchool b) =>
            a with { List = [] } == b with { List = [] } && a.List.SequenceEqual(b.List);

        private void Keep<T>(
            Dictionary<string, T> all,
            LinedJson at,
            string id,
            T entry,
            string what,
            Func<T, T, bool> same
        )
        {
            if (all.TryAdd(id, entry))
                return;
            if (same(all[id], entry))
                Clean(
                    at,
                    $"the {what} '{id}' is there already and says the same; the first is kept."
                );
            else
                Refuse(at, $"the {what} '{id}' is there already and says something else.");
        }

        private List<RuledOut> RuledOutPairs(Dictionary<string, LinedJson> fields)
        {
            var all = new List<RuledOut>();
            // Tens of thousands of pairs of a large trust: each is looked up, not searched for.
            var seen = new HashSet<RuledOut>();
            foreach (
                var (at, ruled) in Each(
                    fields,
                    "ruledOut",
                    entry =>
                    {
                        var named = Fields(
                            entry,
                            "what is ruled out",
                            ["school", "trust", "reason"],
                            []
                        );
                        return named.Count < 3
                            ? null
                            : new RuledOut(
                                Text(named, "school"),
                                Text(named, "trust"),
                                Text(named, "reason")
                            );
                    }
                )
            )
                if (!Known(at, ruled.School, ruled.Trust))
                    continue;
                else if (!seen.Add(ruled))
                    Clean(
                        at,
                        "the same pair is ruled out for the same reason already; the first is kept."
                    );
                else
                    all.Add(ruled);
            return all;
        }

        private Dictionary<(string School, string Trust), PossiblePlace> Places(
            Dictionary<string, LinedJson> fields,
            IReadOnlyList<RuledOut> ruledOut
        )
        {
            var never = ruledOut.Select(r => (r.School, r.Trust)).ToHashSet();
            var all = new Dictionary<(string School, string Trust), PossiblePlace>();
            foreach (
                var (at, place) in Each(
                    fields,
                    "places",
                    entry =>
                    {
                        var named = Fields(
                            entry,
                            "a place",
                            ["school", "trust", "value"],
                            ["minutes"]
                        );
                        if (named.Count < 3)
                            return null;
                        var before = Refused.Count;
                        var read = new PossiblePlace(
                            Text(named, "school"),
                            Text(named, "trust"),
                            Number(named["value"], 0, 1),
                            named.TryGetValue("minutes", out var minutes)
                            && minutes.Kind != JsonTokenType.Null
                                ? Number(minutes, 0, double.MaxValue)
                                : null
                        );
                        return Refused.Count == before ? read : null;
                    }
                )
            )
                if (!Known(at, place.School, place.Trust))
                    continue;
                else if (never.Contains((place.School, place.Trust)))
                    Clean(at, "the pair is ruled out in this file; the place is passed over.");
                else if (all.TryAdd((place.School, place.Trust), place))
                    continue;
                else if (all[(place.School, place.Trust)] == place)
                    Clean(at, "the pair is there already and says the same; the first is kept.");
                else
                    Refuse(
                        at,
                        $"the pair of '{place.School}' and '{place.Trust}' is there already and says something else."
                    );
            return all;
        }

        /// <summary>A trust on a list that cannot take the school stays there, so that "second choice" means what the school said.</summary>
        private void OneSided(
            Dictionary<string, LinedJson> fields,
            Dictionary<(string School, string Trust), PossiblePlace> places
        )
        {
            if (!fields.TryGetValue("schools", out var entries))
                return;
            foreach (var entry in entries.Items)
            {
                var named = entry.Fields.ToLookup(f => f.Key, f => f.Value);
                if (
                    named["id"].FirstOrDefault() is not { Text: var id }
                    || !schools.ContainsKey(id)
                    || named["list"].FirstOrDefault() is not { } list
                )
                    continue;
                foreach (var item in list.Items)
                    if (trusts.ContainsKey(item.Text) && !places.ContainsKey((id, item.Text)))
                        Clean(
                            item,
                            $"'{item.Text}' has no place for this school; it keeps its rank and cannot be given."
                        );
            }
        }

        private List<(string School, string Trust)> Locks(
            Dictionary<string, LinedJson> fields,
            Dictionary<(string School, string Trust), PossiblePlace> places,
            double share
        )
        {
            var all = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (
                var (at, pair) in Each(
                    fields,
                    "locks",
                    entry =>
                    {
                        var named = Fields(entry, "a lock", ["school", "trust"], []);
                        return named.Count < 2
                            ? null
                            : new RuledOut(Text(named, "school"), Text(named, "trust"), "");
                    }
                )
            )
            {
                var (school, trust, _) = pair;
                if (!schools.TryGetValue(school, out var who))
                    Refuse(at, $"'{school}' is no school of this file.");
                else if (!trusts.TryGetValue(trust, out var where))
                    Refuse(at, $"'{trust}' is no trust of this file.");
                else if (!places.ContainsKey((school, trust)))
                    Refuse(
                        at,
                        $"'{school}' cannot be locked to '{trust}': the trust has no place for it."
                    );
                else if (who.Performing && who.List.Count > 0 && !who.List.Contains(trust))
                    Refuse(
                        at,
                        $"'{school}' cannot be locked to '{trust}': it is performing, and the trust is not on its list."
                    );
                else if (all.TryGetValue(school, out var other))
                    if (string.Equals(other, trust, StringComparison.Ordinal))
                        Clean(at, "the same lock is there already; the first is kept.");
                    else
                        Refuse(at, $"'{school}' is locked to '{other}' already.");
                else
                {
                    all.Add(school, trust);
                    var there = all.Where(l =>
                            string.Equals(l.Value, trust, StringComparison.Ordinal)
                        )
                        .Select(l => schools[l.Key])
                        .ToArray();
                    if (there.Length > where.Places)
                        Refuse(
                            at,
                            string.Create(
                                CultureInfo.InvariantCulture,
                                $"{there.Length} schools are locked to '{trust}', which has {where.Places} places."
                            )
                        );
                    else if (there.Sum(s => s.Challenge) > where.ChallengePoints)
                        Refuse(
                            at,
                            string.Create(
                                CultureInfo.InvariantCulture,
                                $"the schools locked to '{trust}' have {there.Sum(s => s.Challenge)} challenge points, and it takes {where.ChallengePoints}."
                            )
                        );
                }
            }
            var fair = share * schools.Values.Select(s => s.Challenge).DefaultIfEmpty(0).Average();
            foreach (
                var there in all.GroupBy(l => l.Value, l => schools[l.Key].Challenge)
                    .Where(g => g.Count() > 1 && g.Sum() < (fair * g.Count()) - 1e-9)
            )
                Refuse(
                    fields["locks"],
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"the schools locked to '{there.Key}' have {there.Average():0.##} challenge points on average, and its fair share is {fair:0.##}; lock a harder one to it too, or lower 'fairShare'."
                    )
                );
            return [.. all.Select(l => (l.Key, l.Value))];
        }

        private bool Known(LinedJson at, string school, string trust)
        {
            var missing =
                !schools.ContainsKey(school) ? $"'{school}' is no school"
                : !trusts.ContainsKey(trust) ? $"'{trust}' is no trust"
                : "";
            if (missing.Length > 0)
                Clean(at, $"{missing} of this file; the entry was passed over.");
            return missing.Length == 0;
        }

        private IEnumerable<(LinedJson At, T Entry)> Each<T>(
            Dictionary<string, LinedJson> fields,
            string name,
            Func<LinedJson, T?> read
        )
            where T : class
        {
            if (!fields.TryGetValue(name, out var list))
                yield break;
            if (list.Kind != JsonTokenType.StartArray)
                Refuse(list, $"a list is expected; there is {list.Words}.");
            foreach (var item in list.Items)
                if (read(item) is { } entry)
                    yield return (item, entry);
        }

        /// <summary>The fields of an entry by name; what is missing, unknown or there twice is refused.</summary>
        private Dictionary<string, LinedJson> Fields(
            LinedJson entry,
            string what,
            string[] needed,
            string[] optional
        )
        {
            var found = new Dictionary<string, LinedJson>(StringComparer.Ordinal);
            if (entry.Kind != JsonTokenType.StartObject)
            {
                Refuse(entry, $"{what} is named fields in braces; there is {entry.Words}.");
                return found;
            }
            foreach (var (name, value) in entry.Fields)
                if (!needed.Contains(name) && !optional.Contains(name))
                    Refuse(
                        value,
                        $"'{name}' is no field of {what}; there are {string.Join(", ", needed.Concat(optional))}."
                    );
                else if (!found.TryAdd(name, value))
                    Refuse(value, $"'{name}' is there twice.");
            foreach (var name in needed.Where(n => !found.ContainsKey(n)))
                Refuse(entry, $"'{name}' is missing.");
            return found;
        }

        private string Text(Dictionary<string, LinedJson> fields, string name)
        {
            if (!fields.TryGetValue(name, out var value))
                return "";
            if (value.Kind == JsonTokenType.String && value.Text.Trim().Length > 0)
                return value.Text;
            Refuse(value, $"a text that is not empty is expected; there is {value.Words}.");
            return "";
        }

        private string Optional(Dictionary<string, LinedJson> fields, string name, string otherwise)
        {
            if (!fields.TryGetValue(name, out var value))
                return otherwise;
            if (value.Kind != JsonTokenType.String)
                Refuse(value, $"a text is expected; there is {value.Words}.");
            return value.Text.Length > 0 ? value.Text : otherwise;
        }

        private bool Truth(Dictionary<string, LinedJson> fields, string name)
        {
            if (!fields.TryGetValue(name, out var value))
                return false;
            if (value.Kind is not (JsonTokenType.True or JsonTokenType.False))
                Refuse(value, $"true or false is expected; there is {value.Words}.");
            return value.Kind == JsonTokenType.True;
        }

        private int Whole(Dictionary<string, LinedJson> fields, string name, int least, int most)
        {
            if (!fields.TryGetValue(name, out var value))
                return least;
            if (value.Whole is { } whole && whole >= least && whole <= most)
                return whole;
            var range =
                most == int.MaxValue
                    ? string.Create(CultureInfo.InvariantCulture, $"{least} or more")
                    : string.Create(CultureInfo.InvariantCulture, $"{least} to {most}");
            Refuse(value, $"a whole number of {range} is expected; there is {value.Words}.");
            return least;
        }

        private double Number(LinedJson value, double least, double most)
        {
            if (value.Number is { } number && number >= least && number <= most)
                return number;
            var range =
                most == double.MaxValue
                    ? string.Create(CultureInfo.InvariantCulture, $"{least} or more")
                    : string.Create(CultureInfo.InvariantCulture, $"{least} to {most}");
            Refuse(value, $"a number of {range} is expected; there is {value.Words}.");
            return least;
        }

        private void Refuse(LinedJson at, string why) => Refused.Add(new(at.Line, at.Place, why));

        private void Clean(LinedJson at, string why) => Cleaned.Add(new(at.Line, at.Place, why));
    }
}
