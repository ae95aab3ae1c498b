using Trellis.Distributions;
using Trellis.Evaluations;
using Trellis.Measures;
using Trellis.Places;

namespace Trellis.Tests.Evaluations;

/// <summary>The one file of school, year and episode, and questions to it. All of it is fictional.</summary>
public sealed class PanelFileTests
{
    private static readonly PanelFile panel = PanelFile.In(DrawnPanel.Country.Value);
    private static readonly Lazy<IReadOnlyList<object?[]>> rows = new(() => [.. panel.Table.Rows]);

    private static int At(string column) =>
        panel.Table.Columns.Select((c, i) => (c.Name, i)).Single(c => c.Name == column).i;

    [Fact]
    public void The_dictionary_has_every_column_in_order_and_says_what_empty_means()
    {
        Assert.Equal(
            PanelFile.Dictionary.Select(c => c.Name),
            panel.Table.Columns.Select(c => c.Name)
        );
        Assert.Equal(
            PanelFile.Dictionary.Count,
            PanelFile.Dictionary.Select(c => c.Name).Distinct().Count()
        );
        Assert.All(
            PanelFile.Dictionary,
            c => Assert.True(c.Words.EndsWith('.') && c.Empty.EndsWith('.') && c.Source.Length > 0)
        );
        for (var c = 0; c < panel.Table.Columns.Count; c++)
            Assert.All(
                rows.Value,
                row =>
                    Assert.True(
                        row[c] switch
                        {
                            null or "" => !panel.Table.Columns[c].Required,
                            int => panel.Table.Columns[c].Type == "integer",
                            double => panel.Table.Columns[c].Type == "number",
                            DateOnly => panel.Table.Columns[c].Type == "date",
                            bool => panel.Table.Columns[c].Type == "boolean",
                            _ => panel.Table.Columns[c].Type == "text",
                        }
                    )
            );
    }

    [Fact]
    public void Every_school_year_stands_once_for_each_episode_of_its_school()
    {
        var keys = rows.Value.Select(r => (r[At("school")], r[At("year")], r[At("episode")]));
        Assert.Equal(rows.Value.Count, keys.Distinct().Count());
        Assert.Equal(panel.RowCount, rows.Value.Count);
        foreach (var school in rows.Value.GroupBy(r => (r[At("school")], r[At("year")])))
        {
            var episodes = (int)school.First()[At("episodes")]!;
            Assert.Equal(Math.Max(1, episodes), school.Count());
            Assert.Equal(
                episodes == 0 ? [0] : Enumerable.Range(1, episodes),
                school.Select(r => (int)r[At("episode")]!).Order()
            );
        }
        Assert.Equal(panel.Rows.Count, rows.Value.Count(r => (int)r[At("episode")]! <= 1));
    }

    [Fact]
    public void Holes_are_rows_that_are_not_there()
    {
        Assert.Equal(
            DrawnPanel.Tested,
            rows.Value.Select(r => (int)r[At("year")]!).Distinct().Order()
        );
        // The first school has neither results nor absence in 2016/17.
        Assert.DoesNotContain(
            rows.Value,
            r => (int)r[At("school")]! == DrawnPanel.Old(0).Value && (int)r[At("year")]! == 2016
        );
        Assert.Contains(
            panel.Breaks,
            b =>
                b is { Outcome: "ks2", Phase: PhaseGroup.Primary }
                && b.Words == "No figures by school in these files for 2019/20, 2020/21."
        );
    }

    [Fact]
    public void A_figure_of_the_file_is_the_figure_of_the_panel_and_the_urn_is_that_of_the_year()
    {
        var series = SchoolYears
            .In(DrawnPanel.Country.Value)
            .Of(Outcomes.Find("ks2")!, PhaseGroup.Primary);
        var school = DrawnPanel.Plain;
        foreach (
            var row in rows.Value.Where(r =>
                (int)r[At("urn")]! == DrawnPanel.Old(school).Value
                || (int)r[At("urn")]! == DrawnPanel.New(school).Value
            )
        )
        {
            var year = (int)row[At("year")]!;
            Assert.Equal(DrawnPanel.New(school).Value, row[At("school")]);
            Assert.Equal(
                (year >= 2017 ? DrawnPanel.New(school) : DrawnPanel.Old(school)).Value,
                row[At("urn")]
            );
            var position = DrawnPanel
                .Country.Value.Schools.Select((s, i) => (s, i))
                .Single(s => s.s.Urn == DrawnPanel.New(school))
                .i;
            Assert.Equal(series.In(new Year(year))!.Raw[position], row[At("ks2")]);
            Assert.Equal(series.In(new Year(year))!.Z[position], row[At("ks2_z")]);
            Assert.Equal("scaled scores", row[At("ks2_scale")]);
            Assert.Equal("joined-as-converter", row[At("happening")]);
            Assert.Equal(2017, row[At("first_year")]);
            Assert.Equal(year - 2017, row[At("since")]);
            Assert.Null(row[At("announced")]);
        }
    }

    [Fact]
    public void Conversions_alone_founders_leaving_and_partnerships_are_episodes_that_no_study_counts()
    {
        var episodes = Episodes.In(DrawnPanel.Country.Value);
        Assert.DoesNotContain(episodes.All, e => e.What > Happening.Federated);
        Assert.Equal(episodes.All.Count, episodes.Every.Count(e => e.What <= Happening.Federated));
        var kinds = episodes.Every.ToLookup(e => e.What);
        Assert.Equal("single-academy-trust", Assert.Single(kinds[Happening.ConvertedAlone]).Model);
        Assert.Equal(12, kinds[Happening.OpenedInTrust].Count());
        Assert.Equal(2, kinds[Happening.Federated].Count());
        Assert.Equal(new DateOnly(2018, 9, 1), Assert.Single(kinds[Happening.Left]).From);
        Assert.Equal(
            [("giver", true), ("taker", false)],
            kinds[Happening.Partnered].Select(e => (e.Roles, e.IsConfirmed)).Order()
        );
        Assert.All(kinds[Happening.Partnered], e => Assert.Equal("peer-review", e.Model));
    }

    [Fact]
    public void Counts_and_means_of_the_workbench_equal_those_of_the_files_rows()
    {
        var lines = new PanelQuery(
            PanelCut.Year,
            PanelCut.Region,
            Outcomes.Find("ks2")!,
            What: Happening.JoinedAsConverter
        )
            .Answer(DrawnPanel.Country.Value)
            .Lines;
        var groups = rows
            .Value.GroupBy(r => (School: (int)r[At("school")]!, Year: (int)r[At("year")]!))
            .GroupBy(g => (g.Key.Year, Region: Regions.Slug((string)g.First()[At("region")]!)))
            .ToDictionary(g => g.Key, g => g.ToList());

        Assert.Equal(groups.Count, lines.Count);
        foreach (var line in lines)
        {
            var own = groups[(int.Parse(line.Row, null), line.Column)];
            double[] z = [.. own.Select(g => g.First()[At("ks2_z")]).OfType<double>()];
            Assert.Equal(own.Count, line.SchoolYears);
            Assert.Equal(own.Count, line.Schools);
            Assert.Equal(z.Length, line.Figures);
            Assert.Equal(z.Average(), line.MeanZ, 12);
            Assert.Equal(
                (double)
                    own.Count(g =>
                        g.Any(r =>
                            r[At("happening")] is "joined-as-converter" && (int)r[At("since")]! >= 0
                        )
                    ) / own.Count,
                line.Share,
                12
            );
        }
    }

    [Fact]
    public void Schools_that_never_had_it_and_their_years_before_and_during_are_all_there_are()
    {
        int Years(PanelWhich which) =>
            new PanelQuery(
                PanelCut.Phase,
                null,
                Outcomes.Find("absence")!,
                What: Happening.JoinedWithSponsor,
                Which: which
            )
                .Answer(DrawnPanel.Country.Value)
                .Lines.Sum(l => l.SchoolYears);

        Assert.Equal(panel.Rows.Count, Years(PanelWhich.Never) + Years(PanelWhich.Ever));
        Assert.Equal(Years(PanelWhich.Ever), Years(PanelWhich.Before) + Years(PanelWhich.During));
        Assert.Equal(DrawnPanel.Placed * DrawnPanel.Tested.Length, Years(PanelWhich.Ever));
        Assert.Throws<InvalidOperationException>(() =>
            new PanelQuery(PanelCut.Since, null, Outcomes.Find("ks2")!).Answer(
                DrawnPanel.Country.Value
            )
        );
    }

    [Fact]
    public void Ways_of_working_by_outcome_equal_those_of_the_files_rows()
    {
        var lines = new PanelQuery(PanelCut.Model, PanelCut.Outcome, Outcomes.Find("ks2")!)
            .Answer(DrawnPanel.Country.Value)
            .Lines;
        bool Runs(object?[] r) =>
            r[At("since")] is >= 0
            && (
                r[At("to")] is not DateOnly to
                || Episode.FirstYearOf(to).Starts > (int)r[At("year")]!
            );
        var years = rows
            .Value.GroupBy(r => (School: (int)r[At("school")]!, Year: (int)r[At("year")]!))
            .ToList();
        var models = years
            .SelectMany(y =>
                y.Where(Runs)
                    .Select(r => (string)r[At("model")]!)
                    .Distinct()
                    .DefaultIfEmpty("none")
                    .Select(model => (Model: model, Years: y))
            )
            .ToLookup(m => m.Model, m => m.Years);

        Assert.Contains("peer-review", models.Select(m => m.Key));
        Assert.Contains("none", models.Select(m => m.Key));
        Assert.Equal(
            models.Select(m => m.Key).Order(),
            lines.Select(l => l.Row).Distinct().Order()
        );
        foreach (var line in lines)
        {
            var own = models[line.Row].ToList();
            double[] z = [.. own.Select(y => y.First()[At($"{line.Column}_z")]).OfType<double>()];
            // All drawn schools are primary, so each outcome of that phase has all of them.
            Assert.Contains(PhaseGroup.Primary, Outcomes.Find(line.Column)!.Phases);
            Assert.Equal(own.Count, line.SchoolYears);
            Assert.Equal(own.Select(y => y.Key.School).Distinct().Count(), line.Schools);
            Assert.Equal(z.Length, line.Figures);
            Assert.Equal(z.Length == 0 ? double.NaN : z.Average(), line.MeanZ, 12);
        }
    }

    [Fact]
    public void The_first_schools_are_those_of_the_whole_answer_and_the_others_are_counted()
    {
        var query = new PanelQuery(
            PanelCut.School,
            PanelCut.Year,
            Outcomes.Find("ks2")!,
            What: Happening.JoinedAsConverter,
            Which: PanelWhich.Ever
        );
        var whole = query.Answer(DrawnPanel.Country.Value);
        var first = query.Answer(DrawnPanel.Country.Value, 5);

        Assert.Equal(DrawnPanel.Chosen, whole.Count);
        Assert.Equal(whole.Count, first.Count);
        Assert.Equal(whole.Columns, first.Columns);
        Assert.Equal(5 * DrawnPanel.Tested.Length, first.Lines.Count);
        Assert.Equal(whole.Lines.Take(first.Lines.Count), first.Lines);
    }
}
