using Trellis.Journal;
using Trellis.PublicRecord;

namespace Trellis.Consistency;

/// <summary>A quarter as the public record has it: every edition, and what deciders answer; never who typed it.</summary>
public sealed record PublicConsistency(
    Quarter Quarter,
    IReadOnlyList<ReportEdition> Editions,
    IReadOnlyList<PublicAnswerToDifference> Answers
)
{
    public const string Kind = "consistency";

    /// <summary>What anybody may read of a quarter.</summary>
    public static PublicChange Of(ConsistencyReport given) =>
        new(
            Kind,
            given.Key,
            ActJson.Write(
                new PublicConsistency(
                    given.Quarter,
                    given.Editions,
                    [
                        .. given
                            .Answers.GroupBy(a => (a.Earlier, a.Later, a.Region))
                            .Select(g => new PublicAnswerToDifference(
                                $"{g.Key.Earlier}",
                                $"{g.Key.Later}",
                                $"{g.Key.Region}",
                                g.First().On,
                                g.Last().On,
                                g.Last().Words.ToString()
                            )),
                    ]
                )
            )
        );

    /// <summary>Reads what was published.</summary>
    public static PublicConsistency Read(string json) => ActJson.Read<PublicConsistency>(json);
}

/// <summary>What a region's decider says of two like cases that were decided differently.</summary>
/// <param name="On">The day of the first answer.</param>
/// <param name="ChangedOn">The day of these words; the same where nothing was changed.</param>
public sealed record PublicAnswerToDifference(
    string Earlier,
    string Later,
    string Region,
    DateOnly On,
    DateOnly ChangedOn,
    string Words
);
