using Trellis.Journal;
using Trellis.Partnerships;

namespace Trellis.Enquiries;

/// <summary>Somebody whom a party may ask one day, with a note for its own people.</summary>
public sealed record Shortlisted(Party Who, FreeText Note, DateOnly On);

/// <summary>Whom a party thinks of asking. Nobody else reads it, least of all those on it.</summary>
public sealed record Shortlist(Party Of, IReadOnlyList<Shortlisted> Listed) : Document
{
    public const int Most = 50;
    public const int LongestNote = 500;

    public override string Key => Of.ToString();

    public override IReadOnlyList<string> Involves => [Of.ToString()];
}
