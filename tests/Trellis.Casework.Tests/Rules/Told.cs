namespace Trellis.Rules;

/// <summary>Facts as tests tell them: "school=community; category=special-measures".</summary>
internal static class Told
{
    public static Facts Of(string told)
    {
        var (facts, troubles) = Read(told);
        Assert.Empty(troubles);
        return facts;
    }

    public static (Facts Facts, IReadOnlyList<FactTrouble> Troubles) Read(string told) =>
        Facts.Read(
            told.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                .Select(pair => pair.Split('=', 2))
                .Select(pair => KeyValuePair.Create(pair[0], pair[1]))
        );

    public static Standing On(string day, string told, Subject subject) =>
        Standing.Of(Of(told), DateOnly.Parse(day), subject);

    public static bool Finds(this Standing standing, string id) =>
        standing.Findings.Any(f => f.Effect.Id.ToString() == id);

    public static bool Rests(this Standing standing, string rule) =>
        standing.Rules.Any(r => r.Rule.Id.ToString() == rule);

    public static Standard? How(this Standing standing, string option) =>
        standing.Options.FirstOrDefault(o => o.Option.Id.ToString() == option)?.How;

    public static bool Asks(this IReadOnlyList<Said> said, string id) =>
        said.Any(s => s.Effect.Id.ToString() == id);
}
