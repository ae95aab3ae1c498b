using Trellis.Groups;
using Trellis.People;
using Trellis.Procedures;
using Trellis.Schools;

namespace Trellis.Consultations;

/// <summary>What a consultation says to whoever looks for a trust: how far it is, which trusts the schools would rather join, and how many are for what is proposed.</summary>
/// <param name="At">The state of its procedure; the default where the case has none.</param>
/// <param name="Wishes">Of the schools that put trusts in order; at most one each.</param>
/// <param name="For">How many people without an account are for what is proposed.</param>
public sealed record ConsultationOutcome(
    Code At,
    DateOnly? Opens,
    DateOnly? Closes,
    IReadOnlyList<Wish> Wishes,
    int For,
    int Against,
    int Neither
)
{
    /// <summary>Of a case without a consultation.</summary>
    public static readonly ConsultationOutcome None = new(default, null, null, [], 0, 0, 0);

    /// <param name="consultation">The procedure; null where the case has none.</param>
    /// <param name="replies">Null where there are none yet.</param>
    public static ConsultationOutcome Of(ProcedureCase? consultation, Consultation? replies) =>
        ConsultationTerms.Of(consultation) is not { } terms
            ? None
            : new(
                terms.At,
                terms.Opens,
                terms.Closes,
                [
                    .. (replies?.Organisations ?? [])
                        .Where(o => o.Ranking.Count > 0)
                        .Select(o => new Wish(o.From, o.Ranking, o.On)),
                ],
                replies?.People.Sum(c => c.For) ?? 0,
                replies?.People.Sum(c => c.Against) ?? 0,
                replies?.People.Sum(c => c.Neither) ?? 0
            );

    /// <summary>The trusts a school would rather join, the first choice first; empty where it said none.</summary>
    public IReadOnlyList<Uid> PreferencesOf(Urn school) =>
        Wishes.FirstOrDefault(w => w.School == Scope.School(school))?.Trusts ?? [];

    /// <summary>The share in favour among people who are for or against, from 0 to 1; null where fewer than <see cref="PublicConsultation.FewestTold"/> are. It is about what is proposed, and of a trust only where one is.</summary>
    public double? ShareInFavour =>
        For + Against < PublicConsultation.FewestTold ? null : (double)For / (For + Against);
}

/// <summary>The trusts that a school would join.</summary>
public sealed record Wish(Scope School, IReadOnlyList<Uid> Trusts, DateOnly On);
