namespace Trellis.Serving;

/// <summary>A way to narrow a list, with its values and how many each would leave.</summary>
public sealed record ListFilter(
    string Key,
    string Name,
    string Chosen,
    IReadOnlyList<(string Value, string Label, int Count)> Values
)
{
    /// <summary>What a list that comes in pages says beside its rows: which page it is, and how it can be narrowed.</summary>
    public static Dictionary<string, object?> Facts(
        IReadOnlyList<ListFilter> filters,
        int page,
        int pageSize,
        int totalPages,
        int totalResults
    ) =>
        new()
        {
            ["paging"] = new
            {
                page,
                pageSize,
                totalPages,
                totalResults,
            },
            ["filters"] = filters.ToDictionary(
                f => f.Key,
                f =>
                    f.Values.Select(v => new
                    {
                        value = v.Value,
                        label = v.Label,
                        count = v.Count,
                    })
            ),
        };
}
