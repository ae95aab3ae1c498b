using Trellis.SimilarSchools;
using Trellis.Travel;

namespace Trellis.Partners;

/// <summary>Why a school is a match, in plain words.</summary>
internal static class PartnerWords
{
    public static IReadOnlyList<string> Reasons(
        SimilarSchool alike,
        IReadOnlyList<Better> by,
        Journey journey,
        Capacity capacity,
        IReadOnlyList<Better> gives,
        int wishedBy
    )
    {
        var reasons = new List<string>();
        if (Alike(alike) is { Length: > 0 } words)
            reasons.Add(words);
        foreach (var better in by)
            reasons.Add(
                $"{Chance(better.Probability)} that its {better.Need.Results} are really better than yours: {Behind(better)}.{Among(better)}"
            );
        reasons.Add($"{journey.Words}.");
        reasons.Add(Able(capacity));
        if (gives.Count > 0)
            reasons.Add(
                $"You could give in return: {string.Join(", ", gives.Take(3).Select(g => $"{InSentence(g.Need.Label)} ({Percent(g.Probability)} %)"))}."
            );
        if (wishedBy > 0)
            reasons.Add(
                $"Often asked: it is among the best three for {wishedBy:N0} schools, so it may have to say no."
            );
        return reasons;
    }

    /// <summary>"Similar to you in prior attainment (104.1 and 104.3) and size (410 and 395); differs in ..."</summary>
    private static string Alike(SimilarSchool alike)
    {
        var known = alike.Contributions.Where(c =>
            c is { Own: not null, Other: not null, Deviations: not null, Variable.IsPlace: false }
        );
        var like = known
            .Where(c => Math.Abs(c.Deviations!.Value) <= LikenessWords.Alike)
            // What can be read in a file comes before what was learned from it.
            .OrderBy(c => c.Variable.Axis.Length > 0)
            .ThenByDescending(c => c.Variable.Weight)
            .Take(3)
            .Select(Pair)
            .ToList();
        var unlike = known
            .Where(c => Math.Abs(c.Deviations!.Value) >= LikenessWords.Different)
            .OrderByDescending(c => c.Squared)
            .Take(2)
            .Select(Pair)
            .ToList();
        return (like.Count, unlike.Count) switch
        {
            (0, 0) => "",
            (0, _) => $"Differs from you in {And(unlike)}.",
            (_, 0) => $"Similar to you in {And(like)}.",
            _ => $"Similar to you in {And(like)}; differs in {And(unlike)}.",
        };
    }

    private static string Pair(Contribution c) =>
        $"{c.Variable.Label} ({c.Variable.Show(c.Own!.Value)} and {c.Variable.Show(c.Other!.Value)})";

    private static string Behind(Better better)
    {
        var years = better.Strength.Level.Years;
        var count = years == 1 ? "1 year" : $"{years} years";
        return better.Strength.Pupils is { } pupils
            ? $"{count} to {better.LastYear}, about {pupils:N0} pupils"
            : $"{count} to {better.LastYear}";
    }

    private static string Among(Better better) =>
        better is { Among: { } share, Need.Among: { } among }
            ? $" {Math.Round(share):0} % of its pupils {among.Words}."
            : "";

    private static string Able(Capacity capacity)
    {
        var words = char.ToUpperInvariant(capacity.Words[0]) + capacity.Words[1..];
        // What is named is what the words rest on: the strongest part of a school that is able, else the weakest.
        var known = capacity.Parts.Where(p => p.Share is not null && p.Id != "settled");
        var best =
            capacity.Value >= .65
                ? known.OrderByDescending(p => p.Share).FirstOrDefault()
                : known.OrderBy(p => p.Share).FirstOrDefault();
        var recent = capacity.Parts.FirstOrDefault(p => p.Id == "settled" && p.Share < 1);
        return words
            + (best is null ? "" : $": {best.Words}")
            + (recent is null ? "." : $"; {recent.Words}.");
    }

    private static string Chance(double probability) => $"{Percent(probability)} % chance";

    /// <summary>Rounded down, so that 80 % is at least that; never 100 %.</summary>
    private static int Percent(double probability) =>
        Math.Min(99, (int)Math.Floor((100 * probability) + 1e-9));

    private static string And(List<string> items) =>
        items.Count == 1
            ? items[0]
            : $"{string.Join(", ", items.Take(items.Count - 1))} and {items[^1]}";

    // "Reading" becomes "reading" within a sentence; "English" and "SEND" stay.
    private static string InSentence(string label) =>
        label.Length > 1
        && char.IsLower(label[1])
        && !label.StartsWith("English", StringComparison.Ordinal)
            ? char.ToLowerInvariant(label[0]) + label[1..]
            : label;
}
