using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using Trellis.Measures;
using Trellis.Partnerships;
using Trellis.Procedures;

namespace Trellis.Reminders;

/// <summary>What is reminded of, so that each thing is once: "step-late.c0123456789.review.2026-11-01".</summary>
/// <remarks>Made of codes, ids and days alone. The default prints as nothing and is none.</remarks>
public readonly record struct ReminderId : IParsable<ReminderId>
{
    private const int Longest = 160;
    private static readonly SearchValues<char> known = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyz0123456789-.:"
    );
    private readonly string? text;

    private ReminderId(string text) => this.text = text;

    /// <summary>That a step is not taken and its day has gone.</summary>
    public static ReminderId StepLate(CaseId id, Code step, DateOnly due) =>
        Parse($"step-late.{id}.{step}.{due:yyyy-MM-dd}");

    /// <summary>That the day of a step comes.</summary>
    public static ReminderId StepSoon(CaseId id, Code step, DateOnly due) =>
        Parse($"step-soon.{id}.{step}.{due:yyyy-MM-dd}");

    /// <summary>That a party has still to file its return of a school year.</summary>
    public static ReminderId ReturnDue(PartnershipId id, Party party, Year year) =>
        Parse($"return-due.{id}.{party}.{year.Starts}");

    /// <summary>That the members of a joint committee look at it again.</summary>
    public static ReminderId ReviewDue(PartnershipId id, Party party, DateOnly due) =>
        Parse($"review-due.{id}.{party}.{due:yyyy-MM-dd}");

    public static bool TryParse(
        [NotNullWhen(true)] string? text,
        IFormatProvider? provider,
        out ReminderId id
    )
    {
        id = default;
        if (text is not { Length: > 0 and <= Longest } || text.AsSpan().ContainsAnyExcept(known))
            return false;
        id = new ReminderId(text);
        return true;
    }

    /// <exception cref="FormatException">The text is no id of a reminder.</exception>
    public static ReminderId Parse(string text, IFormatProvider? provider = null) =>
        TryParse(text, provider, out var id)
            ? id
            : throw new FormatException($"'{text}' is not the id of a reminder.");

    public override string ToString() => text ?? "";
}
