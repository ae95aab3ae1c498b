using Trellis.Brokerage;
using Trellis.Consistency;
using Trellis.Journal;

namespace Trellis.Store;

/// <summary>Who answers beside two cases is told apart from who declared an interest in one of them, in the transaction of the answer.</summary>
internal sealed class AnswerBesideCases : Reach<ConsistencyReport, DifferenceAnswered>
{
    public override Type Act => typeof(AnswerDifference);

    public override async Task<Act<ConsistencyReport, DifferenceAnswered>> Complete(
        CaseworkDb db,
        Act<ConsistencyReport, DifferenceAnswered> act,
        CancellationToken stop
    )
    {
        var answer = (AnswerDifference)act;
        var cases = Tables.Of<BrokerageCase>();
        return answer with
        {
            Hidden =
            [
                .. await Casework.HiddenIn(db, answer.Earlier, stop),
                .. await Casework.HiddenIn(db, answer.Later, stop),
            ],
            Interested =
            [
                .. (await cases.Load(db, $"{answer.Earlier}", stop))?.Interests.Select(i =>
                    i.Person
                ) ?? [],
                .. (await cases.Load(db, $"{answer.Later}", stop))?.Interests.Select(i => i.Person)
                    ?? [],
            ],
        };
    }
}
