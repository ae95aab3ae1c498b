using System.Text.Json.Serialization;
using Trellis.Groups;
using Trellis.Journal;
using Trellis.People;
using Trellis.Procedures;

namespace Trellis.Consultations;

/// <summary>What somebody thinks of what is proposed.</summary>
public enum ReplyView
{
    For,
    Against,
    Neither,
}

/// <summary>As what somebody without an account replies.</summary>
public enum Replier
{
    Parent,
    Staff,
    Pupil,
    Neighbour,
    Other,
}

/// <summary>The replies to one consultation. Those of organisations are kept here; of people without an account only how many there are, and each is a <see cref="PersonReply"/>.</summary>
/// <param name="Id">The procedure whose replies they are.</param>
/// <param name="Secret">By which an address becomes a key; erased with the addresses.</param>
/// <param name="Organisations">One of each, the latest it gave.</param>
/// <param name="People">How many replied, by kind and view; none of a kind that nobody replied as.</param>
/// <param name="Questions">What the schools of the case ask trusts.</param>
/// <param name="CountedOn">The day from which counts by view are public; null while replies are taken.</param>
/// <param name="ToldOn">The day on which those who replied were written to about the report; null before.</param>
public sealed record Consultation(
    CaseId Id,
    CaseRef Of,
    FreeText Secret,
    IReadOnlyList<OrganisationReply> Organisations,
    IReadOnlyList<ReplyCount> People,
    IReadOnlyList<TrustQuestion> Questions,
    DateOnly? CountedOn,
    DateOnly? ToldOn
) : Document
{
    public const int LongestWords = 4000;
    public const int LongestQuestion = 500;
    public const int MostQuestions = 10;
    public const int MostRanked = 10;

    public override string Key => Id.ToString();

    public override IReadOnlyList<string> Involves =>
        [
            Of.Party,
            .. Organisations
                .Select(o => o.From)
                .Concat(Organisations.SelectMany(o => o.Ranking.Select(Scope.Trust)))
                .Distinct()
                .Select(s => s.ToString()),
        ];

    [JsonIgnore]
    public int PeopleCounted => People.Sum(c => c.All);

    public OrganisationReply? ReplyOf(Scope organisation) =>
        Organisations.FirstOrDefault(o => o.From == organisation);
}

/// <summary>What an organisation replied; public but for the order of trusts.</summary>
/// <param name="Ranking">The trusts it would join, the first choice first; empty where it said none.</param>
/// <param name="On">The day on which it was given or last changed.</param>
/// <param name="ReadOn">The day on which it was marked as read as it stands; null before.</param>
public sealed record OrganisationReply(
    Scope From,
    ReplyView View,
    FreeText Words,
    IReadOnlyList<Uid> Ranking,
    DateOnly On,
    DateOnly? ReadOn
);

/// <summary>How many people of one kind replied.</summary>
public sealed record ReplyCount(Replier As, int For, int Against, int Neither)
{
    [JsonIgnore]
    public int All => For + Against + Neither;

    public ReplyCount Plus(ReplyView view) =>
        view switch
        {
            ReplyView.For => this with { For = For + 1 },
            ReplyView.Against => this with { Against = Against + 1 },
            _ => this with { Neither = Neither + 1 },
        };
}

/// <summary>What a school asks the trusts on its list before it could join one. The school, the trusts and who decides read it, and nobody else.</summary>
/// <param name="Number">From 1, in the order in which they were asked.</param>
/// <param name="To">The trusts that are asked.</param>
public sealed record TrustQuestion(
    int Number,
    Scope From,
    IReadOnlyList<Uid> To,
    FreeText Words,
    DateOnly On,
    IReadOnlyList<TrustAnswer> Answers
);

/// <summary>What a trust answered.</summary>
public sealed record TrustAnswer(Uid Trust, FreeText Words, DateOnly On);
