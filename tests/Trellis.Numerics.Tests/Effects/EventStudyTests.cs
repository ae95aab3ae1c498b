using Trellis.Answers;
using Trellis.Reference;

namespace Trellis.Effects;

public sealed class EventStudyTests
{
    private static readonly double never = double.PositiveInfinity;

    private static GroupTimeEffects Universal() =>
        DifferencesOfMeans.Of(
            [
                [0, 1, 2, 4],
                [0, 0, 4, 8],
                [0, 3, 0, 9],
                [0, 1, 0, 2],
                [1, 1, 2, 1],
                [5, 6, 5, 5],
            ],
            [2000, 2001, 2002, 2003],
            [2002, 2002, 2003, 2003, never, never],
            universal: true
        );

    [Fact]
    public void An_event_study_leaves_its_reference_out_and_keeps_the_covariance_of_the_rest()
    {
        var dynamic = Aggregates.Dynamic(Universal());
        var study = EventStudy.Of(dynamic, []);
        Assert.Equal([-3, -2, 0, 1], study.EventTimes);
        Assert.Equal([-1], study.References);
        Assert.Equal((2, 2), (study.Before, study.After));
        AverageEffect[] own = [.. dynamic.Parts.Where(p => !p.Reference)];
        for (var a = 0; a < 4; a++)
        {
            Assert.Equal(own[a].Effect, study.Effects[a]);
            Near.Relative(
                own[a].StandardError,
                Math.Sqrt(study.Covariance[a * 5]),
                1e-12,
                $"{own[a].At}"
            );
            for (var b = 0; b < 4; b++)
            {
                double sum = 0;
                for (var i = 0; i < 6; i++)
                    sum += own[a].Influence[i] * own[b].Influence[i] / 36;
                Assert.Equal(sum, study.Covariance[(a * 4) + b], 12);
            }
        }
    }

    [Fact]
    public void The_error_of_the_overall_mean_is_that_of_its_event_times()
    {
        var dynamic = Aggregates.Dynamic(Universal());
        var study = EventStudy.Of(dynamic, []);
        var c = study.Covariance;
        Assert.Equal(
            dynamic.Overall.StandardError,
            Math.Sqrt(c[10] + c[11] + c[14] + c[15]) / 2,
            12
        );
    }

    [Fact]
    public void Other_averages_are_no_event_study()
    {
        Assert.Throws<ArgumentException>(() => EventStudy.Of(Aggregates.Group(Universal()), []));
        var dynamic = Aggregates.Dynamic(Universal());
        Assert.Equal(
            "1 time (-3) since treatment has no effect.",
            Assert
                .Throws<UnusableDataException>(() =>
                    EventStudy.Of(
                        dynamic with
                        {
                            Parts =
                            [
                                dynamic.Parts[0] with
                                {
                                    Effect = double.NaN,
                                },
                                .. dynamic.Parts.Skip(1),
                            ],
                        },
                        []
                    )
                )
                .Message
        );
    }
}
