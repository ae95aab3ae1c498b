using Trellis.Schools;

namespace Trellis.Publications;

/// <summary>A partnership as the register of Trellis published it: codes as the file has them, words of people not at all but its name.</summary>
/// <param name="Id">"w" and ten letters and digits, as in its address.</param>
/// <param name="Model">Of definitions/models: "informal-collaboration".</param>
/// <param name="Ended">The first day on which it was no more; null while it goes on.</param>
/// <param name="Purposes">Codes of the gains it is for, in the order of the list.</param>
/// <param name="Depth">1 informal ... 5 merged governance, on the day of the file.</param>
/// <param name="Willing">Whether its schools chose it; false where somebody required it.</param>
public sealed record PublishedPartnership(
    string Id,
    string Name,
    string Model,
    DateOnly Began,
    DateOnly? Ended,
    string EndReason,
    IReadOnlyList<string> Purposes,
    int Depth,
    bool Willing
);

/// <summary>A member of a published partnership.</summary>
/// <param name="Party">"school:100000", "trust:2345", "local-authority:330", "college:1".</param>
/// <param name="Roles">Of giver, taker, lead.</param>
/// <param name="IsConfirmed">Whether the member said so itself; else others stated it, and it is no fact.</param>
/// <param name="To">The first day on which it was no member; null while it is one.</param>
public sealed record PublishedMember(
    string Partnership,
    string Party,
    string Name,
    IReadOnlyList<string> Roles,
    bool IsConfirmed,
    DateOnly From,
    DateOnly? To
)
{
    /// <summary>The school; null where the member is none.</summary>
    public Urn? School =>
        Party.StartsWith("school:", StringComparison.Ordinal)
        && Urn.TryParse(Party["school:".Length..], null, out var urn)
            ? urn
            : null;
}

/// <summary>The register of partnerships as it was published on a day.</summary>
/// <param name="On">Null where none was among the files.</param>
public sealed record PublishedRegister(
    DateOnly? On,
    IReadOnlyList<PublishedPartnership> Partnerships,
    IReadOnlyList<PublishedMember> Members
)
{
    public static readonly PublishedRegister None = new(null, [], []);

    /// <summary>Codes with upright strokes between them; none of an empty text.</summary>
    public static IReadOnlyList<string> Codes(string cell) =>
        cell.Split('|', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>A text as it was before a quote mark kept a spreadsheet from running it.</summary>
    public static string Words(string cell) =>
        cell is ['\'', '=' or '+' or '-' or '@' or '\t' or '\r', ..] ? cell[1..] : cell;

    /// <summary>The same by id and by party, so that the order of rows in a file never shows.</summary>
    public PublishedRegister InOrder() =>
        this with
        {
            Partnerships = [.. Partnerships.OrderBy(p => p.Id, StringComparer.Ordinal)],
            Members =
            [
                .. Members
                    .OrderBy(m => m.Partnership, StringComparer.Ordinal)
                    .ThenBy(m => m.Party, StringComparer.Ordinal)
                    .ThenBy(m => m.From),
            ],
        };
}
