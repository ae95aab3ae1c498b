namespace Trellis.PublicRecord;

/// <summary>One step of the public record: what may be read by anybody from now on, or no longer.</summary>
/// <param name="Kind">"school-statement", "journal-head".</param>
/// <param name="Key">Which one of its kind.</param>
/// <param name="Json">What is public of it, whole; null takes it out of the record.</param>
public sealed record PublicChange(string Kind, string Key, string? Json);
