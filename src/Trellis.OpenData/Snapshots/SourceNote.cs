namespace Trellis.Snapshots;

/// <summary>What a page says under a figure: where it is from and of when.</summary>
/// <param name="Key">"census/2018", "gias/2022-07-22".</param>
/// <param name="Title">"School census", in the publisher's words.</param>
/// <param name="Publisher">"Department for Education".</param>
/// <param name="Period">"2018/19" or "22 July 2022".</param>
/// <param name="Date">The day the figures speak of, or the last day of their year.</param>
/// <param name="Composed">
/// How the file differs from what was published ("composed from many files"), or empty. A page that shows such figures
/// names them as composed and never as published by the Department.
/// </param>
public sealed record SourceNote(
    string Key,
    string Title,
    string Publisher,
    string Period,
    DateOnly Date,
    string Composed
)
{
    /// <summary>"School census, 2018/19, Department for Education".</summary>
    public string Words =>
        Composed.Length == 0
            ? $"{Title}, {Period}, {Publisher}"
            : $"{Title}, {Period}; {(Composed.StartsWith("composed", StringComparison.OrdinalIgnoreCase) ? "" : "composed: ")}{Composed}, not as published by {Publisher}";
}
