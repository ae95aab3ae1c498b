using System.Text.Json;
using Trellis.PublicRecord;

namespace Trellis.Consultations;

/// <summary>The replies to a consultation as the public record has them: those of organisations, and of people how many. What is proposed is in the entry of its procedure.</summary>
/// <param name="Id">The procedure whose replies they are.</param>
/// <param name="Case">The case it is part of.</param>
/// <param name="CountedOn">The day from which views are told; null while replies are taken.</param>
public sealed record PublicConsultation(
    string Id,
    string Case,
    DateOnly? CountedOn,
    IReadOnlyList<PublicOrganisationReply> Organisations,
    IReadOnlyList<PublicCount> People
)
{
    public const string Kind = "consultation";

    /// <summary>Views of so few are not told, so that nobody can be made out.</summary>
    public const int FewestTold = 5;

    /// <summary>What anybody may read of the replies; never an address, the words of a person, or which trusts a school would rather join.</summary>
    public static PublicChange Of(Consultation given) =>
        new(
            Kind,
            given.Key,
            JsonSerializer.Serialize(
                new PublicConsultation(
                    given.Key,
                    given.Of.ToString(),
                    given.CountedOn,
                    [
                        .. given
                            .Organisations.OrderBy(o => o.From.ToString(), StringComparer.Ordinal)
                            .Select(o => new PublicOrganisationReply(
                                o.From.ToString(),
                                Journal.Naming.Of(o.View.ToString()),
                                o.Words.ToString(),
                                o.Ranking.Count,
                                o.On
                            )),
                    ],
                    [
                        .. given.People.Select(c =>
                        {
                            var told = given.CountedOn is not null && c.All >= FewestTold;
                            return new PublicCount(
                                Journal.Naming.Of(c.As.ToString()),
                                c.All,
                                told ? c.For : null,
                                told ? c.Against : null,
                                told ? c.Neither : null
                            );
                        }),
                    ]
                )
            )
        );
}

/// <summary>What an organisation replied.</summary>
/// <param name="From">"school:100000".</param>
/// <param name="View">"for", "against" or "neither".</param>
/// <param name="Ranked">How many trusts it put in order; which ones is not public.</param>
public sealed record PublicOrganisationReply(
    string From,
    string View,
    string Words,
    int Ranked,
    DateOnly On
);

/// <summary>How many people of one kind replied.</summary>
/// <param name="As">"parent", "staff".</param>
/// <param name="For">Null while replies are taken, and where fewer than <see cref="PublicConsultation.FewestTold"/> replied.</param>
public sealed record PublicCount(string As, int All, int? For, int? Against, int? Neither);
