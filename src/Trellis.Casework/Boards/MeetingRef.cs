using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Trellis.People;

namespace Trellis.Boards;

/// <summary>Which meeting of an advisory board: its region and its day, "north-east.2026-12-10". A region has one a day.</summary>
/// <remarks>The default prints as nothing and is none.</remarks>
public readonly record struct MeetingRef : IParsable<MeetingRef>
{
    private const string Form = "yyyy-MM-dd";
    private readonly string? text;

    private MeetingRef(string text) => this.text = text;

    /// <exception cref="ArgumentException">The scope is no region.</exception>
    public static MeetingRef Of(Scope region, DateOnly day) =>
        region is { Kind: ScopeKind.Region, Id: { Length: > 0 } id }
            ? new(string.Create(CultureInfo.InvariantCulture, $"{id}.{day:yyyy-MM-dd}"))
            : throw new ArgumentException($"'{region}' is not a region.", nameof(region));

    /// <summary>The region whose director decides.</summary>
    public Scope Region => new(ScopeKind.Region, Split.Region);

    public DateOnly Day =>
        DateOnly.ParseExact(Split.Day, Form, CultureInfo.InvariantCulture, DateTimeStyles.None);

    /// <summary>As addresses have it: "north-east/2026-12-10".</summary>
    public string Path => $"{Split.Region}/{Split.Day}";

    private (string Region, string Day) Split =>
        text is { } whole
            ? (whole[..whole.IndexOf('.')], whole[(whole.IndexOf('.') + 1)..])
            : ("", "0001-01-01");

    public static bool TryParse(
        [NotNullWhen(true)] string? text,
        IFormatProvider? provider,
        out MeetingRef reference
    )
    {
        reference = default;
        var dot = text?.IndexOf('.', StringComparison.Ordinal) ?? -1;
        if (
            dot < 1
            || !Scope.TryParse($"region:{text![..dot]}", null, out _)
            || !DateOnly.TryParseExact(
                text[(dot + 1)..],
                Form,
                CultureInfo.InvariantCulture,
                DateTimeStyles.None,
                out _
            )
        )
            return false;
        reference = new MeetingRef(text);
        return true;
    }

    /// <exception cref="FormatException">The text names no meeting.</exception>
    public static MeetingRef Parse(string text, IFormatProvider? provider = null) =>
        TryParse(text, provider, out var reference)
            ? reference
            : throw new FormatException($"'{text}' names no meeting, as 'north-east.2026-12-10'.");

    public override string ToString() => text ?? "";
}
