using Trellis.Evaluations;
using Trellis.Journal;
using Trellis.Measures;
using Trellis.Partnerships;

namespace Trellis.Protocols;

/// <summary>Says that a partnership should be judged otherwise than was registered. The protocol stays; the change is shown beside it.</summary>
/// <param name="Terms">All that may be chosen, as it should be.</param>
/// <param name="Reason">Why; public.</param>
public sealed record DeviateFromProtocol(
    PartnershipId Id,
    Voice By,
    ProtocolTerms Terms,
    FreeText Reason
) : Act<Partnership, ProtocolDeviated>
{
    /// <summary>The newest year of each outcome whose results are published on that day, as the snapshot has them; none where it has none.</summary>
    public IReadOnlyList<PublishedResults> Published { get; init; } = [];

    public override string Subject => Id.ToString();

    public override Outcome<ProtocolDeviated> Apply(Partnership? before, Occasion now)
    {
        if (before.MayNotChange(By, now) is { } why)
            return why;
        if (before!.Evaluation is not { } evaluation)
            return new Refusal(
                "no-protocol",
                "No evaluation is registered yet. The program does it within a day."
            );
        if (
            !Enum.IsDefined(Terms.PrimarySchools)
            || !Enum.IsDefined(Terms.SecondarySchools)
            || !Rights.Known(Terms.Beside)
            || !Enum.IsDefined(Terms.Treated)
            || !Enum.IsDefined(Terms.Comparators)
            || !Enum.IsDefined(Terms.Base)
        )
            return new Refusal("choice-unknown", "Choose from the answers of the list, each once.");
        if (Terms.PrimarySchools == OutcomeCode.Ks4 || Terms.SecondarySchools == OutcomeCode.Ks2)
            return new Refusal("outcome-of-others", "Choose an outcome that these schools have.");
        if (
            Terms.From is { } from
            && (from.Starts < before.Began.Year - 1 || from.Starts > now.Today.Year + 5)
        )
            return new Refusal(
                "year-out-of-time",
                "Enter a school year from the one in which it began to five years from now."
            );
        if (Terms == evaluation.Wanted)
            return new Outcome<ProtocolDeviated>.Unchanged();
        if (string.IsNullOrWhiteSpace(Reason.Text))
            return new Refusal("why-missing", "Say why it should be judged otherwise.");
        if (Rights.Unfit(Reason, "the reason") is { } unfit)
            return unfit;
        if (evaluation.Deviations.Count >= Rights.Most)
            return Rights.Many;
        var first = FirstTreated(before, evaluation.Protocol.Terms);
        OutcomeCode[] touched =
        [
            evaluation.Protocol.Terms.PrimarySchools,
            evaluation.Protocol.Terms.SecondarySchools,
            Terms.PrimarySchools,
            Terms.SecondarySchools,
        ];
        var newest = Published
            .Where(p => touched.Contains(p.Outcome) && p.Newest.Starts >= first.Starts)
            .Select(p => (Year?)p.Newest)
            .Max();
        return new ProtocolDeviated(
            Id,
            new Deviation(By.As, now.Today, Reason, Terms, newest is not null, newest)
        );
    }

    /// <summary>The first school year of any member that counts as treated.</summary>
    private static Year FirstTreated(Partnership whole, ProtocolTerms terms) =>
        terms.From
        ?? whole
            .Members.Where(m => m.Status != MemberStatus.Denied)
            .Select(m => Episode.FirstYearOf(m.From))
            .Append(Episode.FirstYearOf(whole.Began))
            .Min();
}

/// <summary>Results that were published by a day.</summary>
/// <param name="Newest">The newest year that has any.</param>
public readonly record struct PublishedResults(OutcomeCode Outcome, Year Newest);

/// <summary>It was said that a partnership should be judged otherwise than was registered.</summary>
public sealed record ProtocolDeviated(PartnershipId Id, Deviation Deviation) : Event<Partnership>
{
    public override Partnership After(Partnership? before, DateTimeOffset at) =>
        before! with
        {
            Evaluation = before.Evaluation! with
            {
                Deviations = [.. before.Evaluation.Deviations, Deviation],
            },
        };
}
