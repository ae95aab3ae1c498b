using Trellis.Evaluations;

namespace Trellis.Tests.Evaluations;

/// <summary>What a study finds where the truth is planted, on fictional countries.</summary>
public sealed class StudyRunTests
{
    private static readonly Lazy<Study> planted = new(() =>
        Of(new PlantedCountry { Planted = (_, first, year) => year >= first ? 1.5 : 0 })
    );

    // Who joined did badly in the year before, and came back by themselves.
    private static readonly Lazy<Study> dipped = new(() =>
        Of(new PlantedCountry { Planted = (_, first, year) => year == first - 1 ? -1.5 : 0 })
    );

    private static Study Of(PlantedCountry drawn, string id = "converters-primary-ks2")
    {
        var snapshot = drawn.Snapshot();
        return StudyBook
            .Run(snapshot, [Programmes.Find("joining-a-trust")!])
            .Studies.Single(s => s.Id == id);
    }

    private static double Points(Study study, StudyEstimate95 estimate) =>
        estimate.Effect * study.ScaleDeviation;

    [Fact]
    public void An_effect_that_was_planted_is_found_by_the_design_and_by_its_companions()
    {
        var study = planted.Value;

        Assert.InRange(Points(study, study.Overall!), 1.2, 1.8);
        Assert.False(study.Overall!.HoldsZero);
        Assert.All(
            study.Diagnostics!.Companions,
            c => Assert.InRange(Points(study, c.Estimate!), 1.1, 1.9)
        );
    }

    [Fact]
    public void The_answer_rests_on_the_first_three_school_years_that_were_tested()
    {
        Assert.Equal("in the first three school years after joining", planted.Value.Window);
        // 2019/20 and 2020/21 do not exist: joiners of 2017 and 2018 have two years and one.
        Assert.Equal([2017, 2018], planted.Value.WindowYears.Select(y => y.Starts));
    }

    [Fact]
    public void Every_diagnostic_is_there_or_says_why_not()
    {
        var looked = planted.Value.Diagnostics!;

        Assert.NotEmpty(looked.Balance);
        Assert.True(looked.ImbalanceAfter <= looked.ImbalanceBefore);
        Assert.InRange(looked.Pretrend.PValue, 0, 1);
        Assert.InRange(looked.Pretrend.Power, 0, 1);
        Assert.Null(looked.Dip.Reason);
        Assert.True(looked.Bound.Breakdown > 0);
        Assert.All(looked.Placebos, p => Assert.True(p.Estimate is null != p.Reason is null));
        Assert.Equal(["partnership", "local authority"], looked.LeftOut.Select(l => l.What));
        Assert.All(
            looked.LeftOut,
            l =>
                Assert.True(
                    l.Least <= planted.Value.Overall!.Effect
                        && planted.Value.Overall.Effect <= l.Most
                )
        );
        Assert.True(looked.Detectable > 0);
        Assert.Equal(looked.PValue, looked.AdjustedPValue);
        Assert.NotNull(planted.Value.Rating);
    }

    [Fact]
    public void A_dip_just_before_is_seen_and_never_changes_the_registered_estimate()
    {
        var study = dipped.Value;
        var dip = study.Diagnostics!.Dip;

        // The return looks like an effect from the base year, and like none from a year earlier.
        Assert.InRange(Points(study, study.Overall!), 1.1, 1.9);
        Assert.InRange(Points(study, dip.Rebased!), -.5, .5);
        Assert.True(dip is { Detected: true, Unresolved: true, Size: < 0 });
        Assert.Equal(0, study.Rating!.Points);
        Assert.False(study.Rating.MayBeCausal);
    }

    // Thirty schools joined fifteen trusts in 2018, and others in 2021.
    private static DateOnly[] ThirtyThen(int others) =>
        [.. Enumerable.Range(0, 30 + others).Select(i => new DateOnly(i < 30 ? 2018 : 2021, 9, 1))];

    [Fact]
    public void Years_that_are_zero_by_their_making_are_never_averaged()
    {
        // Joiners of 2021 are measured from 2018, three years before; those of 2018 from 2017, and stood higher in 2015.
        var study = Of(
            new PlantedCountry
            {
                Joined = ThirtyThen(30),
                Planted = (_, first, year) => first == 2018 && year == 2015 ? 2 : 0,
            }
        );
        var three = study.ByYear.Single(y => y.Since == -3);

        Assert.False(three.IsBase);
        Assert.InRange(three.Effect * study.ScaleDeviation, 1.4, 2.6);
        Assert.All(study.ByYear.Where(y => y.IsBase), y => Assert.Equal(0, y.Effect));
    }

    [Fact]
    public void Years_that_fewer_than_fifteen_partnerships_have_are_not_shown_apart_and_it_is_said()
    {
        // 15 trusts began in 2018 and 3 in 2021: six years before are of the three alone.
        var study = Of(new PlantedCountry { Joined = ThirtyThen(6) });

        Assert.Equal(18, study.Groups);
        Assert.Equal([2018], study.ByCohort.Select(c => c.First.Starts));
        Assert.DoesNotContain(study.ByYear, y => y.Since is -6 or -5 or -4);
        Assert.Contains(study.ByYear, y => y.Since == 5);
        Assert.Contains(
            study.Remarks,
            r =>
                r.StartsWith("Not shown apart, for fewer than 15", StringComparison.Ordinal)
                && r.Contains("\u22126", StringComparison.Ordinal)
        );
        Assert.Contains(
            "1 of 2 years of joining are not shown apart, for fewer than 15 partnerships began in each.",
            study.Remarks
        );
    }

    [Fact]
    public void The_same_snapshot_gives_the_same_bytes_twice_and_on_one_core()
    {
        var programmes = new[] { Programmes.Find("joining-a-trust")! };
        byte[] Book(int cores) =>
            StudyBook.Run(new PlantedCountry().Snapshot(), programmes, cores: cores).ToBytes();
        var first = Book(2);

        Assert.Equal(first, Book(2));
        Assert.Equal(first, Book(1));
    }

    [Fact]
    public void A_snapshot_without_the_results_says_so_and_the_last_answer_stays_on_the_shelf()
    {
        var folder = Directory.CreateTempSubdirectory("trellis-");
        try
        {
            var programmes = new[] { Programmes.Find("joining-a-trust")! };
            var files = new StudyFiles(folder);
            files.Write(StudyBook.Run(new PlantedCountry().Snapshot("older"), programmes));
            files.Write(
                StudyBook.Run(
                    new PlantedCountry { HasResults = false }.Snapshot("newer"),
                    programmes
                )
            );
            Study Of(string snapshot) =>
                files
                    .All.Single(b => b.Snapshot == snapshot)
                    .Find("joining-a-trust", "converters-primary-ks2")!;

            Assert.Contains("needs three", Of("newer").NoAnswer, StringComparison.Ordinal);
            Assert.Null(Of("newer").Overall);
            Assert.Null(Of("newer").Rating);
            Assert.NotNull(Of("older").Overall);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
