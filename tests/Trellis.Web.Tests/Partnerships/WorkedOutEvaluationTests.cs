using System.Globalization;
using System.Net;
using System.Text.Json;
using AngleSharp.Dom;
using Microsoft.Extensions.Logging.Abstractions;
using Trellis.Access;
using Trellis.Jobs;
using Trellis.Pages;
using Trellis.Pages.Partnerships;
using Trellis.Serving;
using Trellis.Store;

namespace Trellis.Partnerships;

/// <summary>An evaluation whose effect the job worked out is the same number wherever it is read, and stays where a later run fails.</summary>
public sealed class WorkedOutEvaluationTests(WorkedOutEvaluation worked)
    : IClassFixture<WorkedOutEvaluation>
{
    private PeopleSite Site => worked.Site;

    private string At => $"/partnership/{worked.Id}/evaluation";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    /// <summary>The job as the site has it, run as the scheduler runs it.</summary>
    private async Task<JobRun> Run(RunningSite site)
    {
        await site.Part<PublicRecordFile>().Follow(Site.Casework, Site.Clock, Stop);
        var roster = site.Part<Roster>();
        await new JobRunner(
            roster,
            site.Part<IServiceProvider>(),
            Site.Casework,
            site.Part<Jobs.Node>(),
            Site.Clock,
            NullLogger<JobRunner>.Instance
        ).Do(roster.Find(WorkedOutEvaluation.Job)!, Stop);
        return (await Site.Casework.JobRuns(Stop)).Single(r => r.Name == WorkedOutEvaluation.Job);
    }

    private static JsonElement Finding(JsonElement of, string whose) =>
        of.GetProperty("findings")
            .EnumerateArray()
            .Single(f =>
                f.GetProperty("of").GetString() == whose
                && f.GetProperty("outcome").GetString() == "ks2"
            );

    [Theory]
    [InlineData("treated", "ks2-primary", WorkedOutEvaluation.InTaker)]
    [InlineData("givers", "givers-ks2-primary", WorkedOutEvaluation.InGiver)]
    public async Task The_page_the_csv_the_json_and_what_the_job_kept_are_one_number(
        string whose,
        string place,
        double planted
    )
    {
        Assert.Equal(JobOutcome.Done, (await Run(Site.Site)).Outcome);

        using var json = JsonDocument.Parse((await Site.Browser().Get($"{At}.json")).Text);
        var finding = Finding(json.RootElement, whose);
        var effect = finding.GetProperty("effect").GetDouble();
        var unit = finding.GetProperty("standardDeviation").GetDouble();
        // One school of sixty whose own results wander by a point and more.
        Assert.InRange(effect * unit, planted - 2.5, planted + 2.5);
        // Of a partnership nothing is judged by givers.
        Assert.Equal(whose == "treated", finding.GetProperty("judged").GetBoolean());
        Assert.Equal(1, json.RootElement.GetProperty("rating").GetInt32());

        var kept = json.RootElement.GetProperty("editions").EnumerateArray().Last();
        Assert.Equal(effect, Finding(kept, whose).GetProperty("effect").GetDouble());
        Assert.Equal(
            finding.GetProperty("low").GetDouble(),
            Finding(kept, whose).GetProperty("low").GetDouble()
        );

        // The effect is the mean of the years that count.
        var rows = (await Site.Browser().Get($"{At}.csv"))
            .Text.Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(l => l.TrimEnd('\r').Split(','))
            .ToList();
        int Column(string name) => Array.IndexOf(rows[0], name);
        var counting = rows.Skip(1)
            .Where(r =>
                r[Column("of")] == whose
                && r[Column("outcome")] == "ks2"
                && r[Column("treated")] != "0"
            )
            .ToList();
        Assert.Equal(3, counting.Count);
        Assert.Equal(
            effect,
            counting.Average(r =>
                double.Parse(r[Column("difference_sd")], CultureInfo.InvariantCulture)
            ),
            10
        );

        var page = (await Site.Browser().Get(At)).Page;
        var words = After(page.GetElementById(place)!);
        Assert.Contains(
            $"the change beside schools like them is {EvaluationWords.Signed(effect * unit)} points",
            words
        );
        Assert.Contains(
            $"between {EvaluationWords.Signed(finding.GetProperty("low").GetDouble() * unit)} and {EvaluationWords.Signed(finding.GetProperty("high").GetDouble() * unit)}.",
            words
        );
        foreach (var row in counting)
            Assert.Contains(
                EvaluationWords.Signed(
                    double.Parse(row[Column("difference")], CultureInfo.InvariantCulture)
                ),
                words
            );
    }

    /// <summary>The text from a heading to the next one of its kind.</summary>
    private static string After(IElement heading)
    {
        var text = "";
        for (
            var at = heading.NextElementSibling;
            at is not null && at.TagName is not ("H2" or "H3");
            at = at.NextElementSibling
        )
            text += at.TextContent + "\n";
        return text;
    }

    [Fact]
    public async Task Givers_have_a_section_of_their_own_that_a_governor_can_read()
    {
        await Run(Site.Site);

        var page = (await Site.Browser().Get(At)).Page;

        Assert.Equal(
            "The schools that gave help",
            page.GetElementById("givers")!.TextContent.Trim()
        );
        var said = page.GetElementById("givers-first")!.TextContent;
        Assert.Contains("of 1 primary school that gave help fell by", said);
        var (grade, longest, which) = ReadingGrade.Of([
            page.GetElementById("givers")!.NextElementSibling!.TextContent,
            said,
        ]);
        Assert.True(grade <= 9, $"Grade {grade:0.0}");
        Assert.True(longest <= 25, which);
        Assert.NotNull(page.QuerySelector("#chart-givers-ks2-primary, [id^='chart-givers-ks2']"));
        Assert.Contains(
            "It has a comparison of its own, with the others that give. Compared: counts from 2022/23, measured from 2021/22.",
            page.QuerySelector("main")!.TextContent
        );
        // Each id stands once.
        Assert.Equal(
            page.QuerySelectorAll("main [id]").Length,
            page.QuerySelectorAll("main [id]").Select(e => e.Id).Distinct().Count()
        );
        var together = (await Site.Browser().Get("/what-works/together.csv")).Text;
        var line = Assert.Single(
            together.Split('\n'),
            l => l.StartsWith($"partnership,{worked.Id},", StringComparison.Ordinal)
        );
        using var json = JsonDocument.Parse((await Site.Browser().Get($"{At}.json")).Text);
        Assert.Contains(
            Finding(json.RootElement, "treated")
                .GetProperty("effect")
                .GetDouble()
                .ToString("R", CultureInfo.InvariantCulture)[..6],
            line
        );
    }

    [Fact]
    public async Task A_job_that_fails_is_tried_again_and_shown_with_its_reason_and_the_old_answer_stays()
    {
        Assert.Equal(JobOutcome.Done, (await Run(Site.Site)).Outcome);
        using var before = JsonDocument.Parse((await Site.Browser().Get($"{At}.json")).Text);
        var kept = before.RootElement.GetProperty("editions").GetArrayLength();
        var own = Directory.CreateTempSubdirectory("trellis-unusable-").FullName;
        await using (
            // Another node, to which a release of data came that holds what cannot be a figure.
            var unusable = await RunningSite.Over(
                worked.Store("unusable", odd: 1e200),
                temporary: own,
                options: new SiteOptions
                {
                    Casework = Site.Casework,
                    Folder = own,
                    RunsStudies = false,
                },
                time: Site.Clock
            )
        )
        {
            // Its scheduler runs the job by itself; on a busy machine before its data are read.
            var run = await worked.Ended(r => r.Outcome == JobOutcome.Failed);
            if (!run.Said.Contains("2023/24", StringComparison.Ordinal))
                run = await Run(unusable);

            Assert.Equal(JobOutcome.Failed, run.Outcome);
            Assert.Contains("its last answer stays", run.Said);
            Assert.Contains(
                "2023/24: a figure in ks2/2023 is too large to be one. It was tried 3 times.",
                run.Said
            );
            Assert.NotNull(run.DoneAt);
            var (_, administrator) = await Site.SignedInAdministrator();
            var jobs = (await administrator.Get("/admin/jobs")).Page;
            var row = jobs.QuerySelectorAll("tr")
                .Single(r => r.TextContent.Contains(WorkedOutEvaluation.Job));
            Assert.Contains("failed", row.TextContent);
            Assert.Contains("is too large to be one. It was tried 3 times.", row.TextContent);

            var (status, page) = await unusable.Get(At);
            Assert.Equal(HttpStatusCode.OK, status);
            var failed = page.GetElementById("failed")!.TextContent;
            Assert.Contains("a figure in ks2/2023 is too large to be one.", failed);
            Assert.Contains("It is tried again every ten minutes.", failed);
            Assert.Contains(
                "The last answer stays. It is of 2 October 2026",
                page.GetElementById("stays")!.TextContent
            );
            var finding = Finding(before.RootElement, "treated");
            var unit = finding.GetProperty("standardDeviation").GetDouble();
            Assert.Contains(
                $"primary schools: {EvaluationWords.Signed(finding.GetProperty("effect").GetDouble() * unit)} points, between",
                page.GetElementById("stays")!.NextElementSibling!.TextContent
            );
            using var json = JsonDocument.Parse((await unusable.Ask($"{At}.json")).Body);
            Assert.Contains("too large", json.RootElement.GetProperty("failed").GetString());
            Assert.Equal(kept, json.RootElement.GetProperty("editions").GetArrayLength());
        }

        // With data that can be used the next run is done, and the answer is the one that stayed.
        Assert.Equal(JobOutcome.Done, (await Run(Site.Site)).Outcome);
        using var after = JsonDocument.Parse((await Site.Browser().Get($"{At}.json")).Text);
        Assert.Equal(kept, after.RootElement.GetProperty("editions").GetArrayLength());
        Assert.Equal(JsonValueKind.Null, after.RootElement.GetProperty("failed").ValueKind);
    }
}
