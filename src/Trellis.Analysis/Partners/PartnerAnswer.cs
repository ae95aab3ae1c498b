using Trellis.Schools;
using Trellis.SimilarSchools;
using Trellis.Travel;

namespace Trellis.Partners;

/// <summary>What a school asks for.</summary>
/// <param name="Urn">Any URN of the school's chain.</param>
/// <param name="Needs">At least one.</param>
/// <param name="Within">How far a partner may be.</param>
public sealed record PartnerQuestion(Urn Urn, IReadOnlyList<Need> Needs, Reach Within)
{
    /// <summary>The least chance that a match is really better, in each need asked.</summary>
    public const double Sure = .8;

    /// <summary>The most matches one may ask for.</summary>
    public const int Most = 20;

    /// <summary>What the school can offer in return; where empty, everything measured in which it is really better counts.</summary>
    public IReadOnlyList<Need> Offers { get; init; } = [];

    /// <summary>How schools are compared; null for the method a page opens with.</summary>
    public SimilarMethod? Method { get; init; }

    /// <summary>Hard limits, as the same region or another trust; null for none.</summary>
    public SimilarFilter? Filter { get; init; }

    /// <summary>The least chance that a match is really better: <see cref="Sure"/>, or <see cref="PartnerSearch.LessSure"/> where that limit was let go.</summary>
    public double Least { get; init; } = Sure;

    /// <summary>The least alike a match may be: fair, or loose where that limit was let go.</summary>
    public Closeness Loosest { get; init; } = Closeness.Fair;

    /// <summary>How many matches, 1 to <see cref="Most"/>.</summary>
    public int Take { get; init; } = Most;
}

/// <summary>An answer, or the reason there is none.</summary>
public abstract record PartnerReply;

/// <param name="Code">For programs: "no-such-school", "not-compared", "method-not-for-peers", "too-little-known", "no-open-figure".</param>
/// <param name="Sentence">For people.</param>
public sealed record NoPartnerAnswer(string Code, string Sentence) : PartnerReply;

/// <summary>The schools to ring, best first, each with its reasons.</summary>
/// <param name="Asked">The needs that an open figure speaks of, and how the school itself stands in each.</param>
/// <param name="Matches">Best first; empty where nobody is like the school, near it, and really better.</param>
/// <param name="Found">How many there were before the list was cut.</param>
/// <param name="Notes">What a careful reader has to know: needs without a figure, figures that stand in, a school without figures of its own.</param>
/// <param name="Gives">Where fewer than three matches were found: what would have to give, and how many there would then be; else empty.</param>
public sealed record PartnerAnswer(
    School School,
    Peers Peers,
    SimilarMethod Method,
    string SnapshotId,
    Reach Within,
    IReadOnlyList<Standing> Asked,
    IReadOnlyList<PartnerMatch> Matches,
    int Found,
    IReadOnlyList<string> Notes,
    IReadOnlyList<WouldGive> Gives
) : PartnerReply
{
    /// <summary>How many are on a shortlist.</summary>
    public const int Short = 3;

    /// <summary>The best three, or fewer.</summary>
    public IReadOnlyList<PartnerMatch> Shortlist => [.. Matches.Take(Short)];

    /// <summary>The notes, and what would have to give, as one text.</summary>
    public string Note => string.Join(' ', Notes.Concat(Gives.Select(g => g.Words)));
}

/// <summary>How a school stands in a need.</summary>
/// <param name="Strengths">Of all schools of its kind: years, model, reading.</param>
/// <param name="Own">With no years where no figure of its own is known.</param>
public sealed record Standing(Need Need, Strengths Strengths, Strength Own)
{
    /// <summary>The last year with figures, as "2018/19".</summary>
    public string LastYear => Strengths.Last.ToString();
}

/// <summary>One school to ring.</summary>
/// <param name="Rank">From 1.</param>
/// <param name="ProbabilityBetter">The least of those of the needs asked, .8 to 1.</param>
/// <param name="ByNeed">A need each, in the order asked.</param>
/// <param name="Likeness">How alike the two are, with what each variable adds.</param>
/// <param name="Return">In what the asking school is really better: what it could give in return.</param>
/// <param name="OftenAsked">Whether it is among the best three of more schools than it can be expected to help, and the plan of calls gives it to others: see <see cref="CallPlan"/>.</param>
/// <param name="Score">What the list is ordered by; see <see cref="PartnerSearch"/>.</param>
/// <param name="Reasons">In plain words, a sentence or two each.</param>
public sealed record PartnerMatch(
    School School,
    int Rank,
    double ProbabilityBetter,
    IReadOnlyList<Better> ByNeed,
    Journey Journey,
    SimilarSchool Likeness,
    Capacity Capacity,
    IReadOnlyList<Better> Return,
    bool OftenAsked,
    double Score,
    IReadOnlyList<string> Reasons
)
{
    /// <summary>"close" or "fair".</summary>
    public string Quality => Likeness.Closeness.ToString().ToLowerInvariant();
}

/// <summary>The chance that a school is really better in a need, and what it rests on.</summary>
/// <param name="Advantage">How much better it is expected to be the year after the last figures, in the unit of the measure.</param>
/// <param name="Strength">That of the better school.</param>
/// <param name="LastYear">The last year with figures, as "2018/19".</param>
/// <param name="Among">The better school's share of the pupils that the need asks for, per cent; null where it asks for none.</param>
public sealed record Better(
    Need Need,
    double Probability,
    double Advantage,
    Strength Strength,
    string LastYear,
    double? Among
);

/// <summary>A limit that could be let go, and what would come of it.</summary>
/// <param name="Id">"farther", "looser", "less-sure" or, with several needs, the id of the one need asked alone.</param>
/// <param name="Count">How many matches there would be.</param>
/// <param name="Best">The best of them; null where there would still be none.</param>
public sealed record WouldGive(string Id, string Words, int Count, School? Best);
