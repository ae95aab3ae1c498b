using System.Globalization;
using System.Net;
using System.Text.Json;
using Trellis.Evaluations;
using Trellis.Jobs;
using Trellis.Snapshots;

namespace Trellis.Pages.WhatWorks;

/// <summary>A site that shows answers recorded of England's published data, over the small fictional country.</summary>
public sealed class StudiedSite : IAsyncLifetime
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("trellis-studies-");

    public RunningSite Site { get; private set; } = null!;

    /// <summary>What is shown: England's answers of 23 November 2026, as if they were of the site's own snapshot.</summary>
    public StudyBook Book { get; private set; } = null!;

    public static StudyBook England() =>
        StudyBook.FromBytes(
            File.ReadAllBytes(
                Repository.PathTo("tests/Trellis.Web.Tests/WhatWorks/england-studies.json")
            )
        );

    public async ValueTask InitializeAsync()
    {
        var files = Path.Combine(folder.FullName, "files");
        Fiction.FictionalCountry.Write(files, 60);
        var store = new SnapshotStore(Path.Combine(folder.FullName, "store"));
        store.Import(files, TimeProvider.System);
        Book = England() with { Snapshot = store.Current()!.Id, IsFictional = true };
        new StudyFiles(new DirectoryInfo(store.Folder)).Write(Book);
        Site = await RunningSite.Over(store, folder.FullName);
    }

    public ValueTask DisposeAsync() => Site.DisposeAsync();
}

public sealed class WhatWorksTests(StudiedSite studied, ITestOutputHelper output)
    : IClassFixture<StudiedSite>
{
    private RunningSite Site => studied.Site;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static IEnumerable<StudyKey> Keys => Programmes.All.SelectMany(p => p.Studies);

    [Fact]
    public async Task Every_study_is_a_row_whatever_it_found()
    {
        var (status, page) = await Site.Get("/what-works");
        Assert.Equal(HttpStatusCode.OK, status);
        var rows = page.QuerySelectorAll("table.studies tbody tr").ToArray();
        Assert.Equal(Keys.Count(), rows.Length);
        foreach (var (key, row) in Keys.Zip(rows))
        {
            var study = studied.Book.Find(key.Programme.Slug, key.Id)!;
            Assert.Contains(
                StudyWords.Finding(key, study),
                row.TextContent,
                StringComparison.Ordinal
            );
            // Those whose interval holds nought are told with the same words and the same number of cells.
            Assert.Equal(5, row.Children.Length);
        }
    }

    [Fact]
    public async Task Studies_can_be_narrowed_without_a_script_and_the_file_follows()
    {
        var (_, page) = await Site.Get("/what-works?phase=secondary&outcome=ks4");
        Assert.Equal(5, page.QuerySelectorAll("table.studies tbody tr").Length);
        var csv = await Site.Client.GetStringAsync(
            "/what-works.csv?phase=secondary&outcome=ks4",
            Stop
        );
        Assert.Equal(6, csv.Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public async Task What_is_said_first_of_each_study_is_read_by_somebody_of_fourteen()
    {
        var wrong = new List<string>();
        foreach (var key in Keys)
        {
            var (status, page) = await Site.Get($"/what-works/{key}");
            Assert.Equal(HttpStatusCode.OK, status);
            var said = page.QuerySelectorAll(".finding > p")
                .Where(p => p.Id != "evidence")
                .Select(p => p.TextContent)
                .ToArray();
            var (grade, longest, which) = ReadingGrade.Of(said);
            output.WriteLine($"{grade:F1}, {longest}: {key}: {string.Join(' ', said)}");
            if (grade > 9)
                wrong.Add($"{key} asks for grade {grade:F1}");
            if (longest > 25)
                wrong.Add($"{key} has a sentence of {longest} words: {which}");
            Assert.DoesNotContain(
                "significan",
                page.Body!.TextContent,
                StringComparison.OrdinalIgnoreCase
            );
        }
        Assert.Empty(wrong);
    }

    [Fact]
    public void No_cause_is_named_below_a_rating_of_two_or_without_one()
    {
        var seen = new HashSet<bool>();
        foreach (var key in Keys)
        {
            var study = studied.Book.Find(key.Programme.Slug, key.Id)!;
            if (study.Overall is null)
                continue;
            var causal = study.Rating!.Points >= StudyWords.Causal;
            seen.Add(causal);
            Assert.Equal(
                causal,
                StudyWords.Finding(key, study).Contains("without it", StringComparison.Ordinal)
            );
            var unrated = study with { Rating = null };
            Assert.DoesNotContain(
                "without it",
                StudyWords.Finding(key, unrated),
                StringComparison.Ordinal
            );
            Assert.DoesNotContain(
                "due to",
                StudyWords.Cause(key, unrated),
                StringComparison.Ordinal
            );
        }
        Assert.Equal([false, true], seen.Order());
    }

    [Theory]
    [InlineData(.04, .3, "between 0.04 and 0.30 points higher")]
    [InlineData(-.3, -.04, "between 0.04 and 0.30 points lower")]
    [InlineData(-.26, 1.2, "between 0.3 points lower and 1.2 points higher")]
    public void An_interval_is_told_from_its_lower_end_or_the_smaller(
        double low,
        double high,
        string words
    ) => Assert.Equal(words, StudyWords.Between(low, high, "points"));

    // The normal share between the middle and one deviation is .3413, and .0199 for .05.
    [Theory]
    [InlineData(1, 34)]
    [InlineData(-.05, 2)]
    [InlineData(0, 0)]
    public void A_size_is_told_in_places_of_a_hundred_schools(double effect, int places) =>
        Assert.Equal(places, StudyWords.Places(effect));

    [Fact]
    public async Task Each_number_of_a_study_is_the_same_on_the_page_in_the_csv_and_in_the_json()
    {
        foreach (
            var address in new[]
            {
                "/what-works/joining-a-trust/converters-primary-ks2",
                "/what-works/joining-a-trust/sponsored-secondary-ks4",
                "/what-works/moving-between-trusts/moved-primary-absence",
            }
        )
        {
            var (_, page) = await Site.Get(address);
            var shown = page.QuerySelectorAll("data[data-figure]")
                .Select(d =>
                    (
                        Key: d.GetAttribute("data-figure")!,
                        Value: d.GetAttribute("value")!,
                        Text: d.TextContent
                    )
                )
                .ToArray();
            Assert.True(shown.Length > 25, $"{address} shows {shown.Length} figures.");
            using var json = JsonDocument.Parse(
                await Site.Client.GetStringAsync($"{address}.json", Stop)
            );
            var inJson = json
                .RootElement.GetProperty("rows")
                .EnumerateArray()
                .ToDictionary(
                    r => r.GetProperty("figure").GetString()!,
                    r => r.GetProperty("value")
                );
            var inCsv = (await Site.Client.GetStringAsync($"{address}.csv", Stop))
                .Split("\r\n", StringSplitOptions.RemoveEmptyEntries)
                .Skip(1)
                .ToDictionary(l => l.Split(',')[0], l => l);
            Assert.Equal(inJson.Keys.Order(), inCsv.Keys.Order());
            foreach (var (key, value, text) in shown)
            {
                var full = double.Parse(value, CultureInfo.InvariantCulture);
                Assert.Equal(full, inJson[key].GetDouble());
                Assert.Contains($",{value},", inCsv[key], StringComparison.Ordinal);
                var digits = text.TrimStart('+').Replace("\u2212", "-", StringComparison.Ordinal);
                var decimals = digits.Contains('.') ? digits.Length - digits.IndexOf('.') - 1 : 0;
                Assert.True(
                    Math.Abs(
                        double.Parse(digits, NumberStyles.Any, CultureInfo.InvariantCulture) - full
                    )
                        <= (.5 * Math.Pow(10, -decimals)) + 1e-9,
                    $"{address}: {key} is {value} and shown as {text}"
                );
            }
            Assert.Equal(
                page.QuerySelector(".finding__words")!.TextContent,
                json.RootElement.GetProperty("finding").GetString()
            );
        }
    }

    [Fact]
    public async Task A_programme_says_one_sentence_first_and_then_all_that_a_governor_asks()
    {
        var (status, page) = await Site.Get("/what-works/joining-a-trust?kind=sponsored-secondary");
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal(
            StudyWords.Finding(
                Keys.Single(k => $"{k}" == "joining-a-trust/sponsored-secondary-ks4"),
                studied.Book.Find("joining-a-trust", "sponsored-secondary-ks4")!
            ),
            page.QuerySelector("main p .finding__words")!.TextContent
        );
        foreach (
            var part in new[] { "compared", "overturn", "differed", "limits", "changed", "plan" }
        )
            Assert.NotNull(page.QuerySelector($"h2#{part}"));
        Assert.NotNull(page.QuerySelector("figure#years details table"));
        Assert.Contains(
            StudyPlan
                .Of(Keys.Single(k => $"{k}" == "joining-a-trust/sponsored-secondary-ks4"))
                .Hash,
            page.Body!.TextContent,
            StringComparison.Ordinal
        );
        Assert.Equal(
            HttpStatusCode.BadRequest,
            (await Site.Get("/what-works/joining-a-trust?kind=nobody")).Status
        );
        Assert.Equal(HttpStatusCode.NotFound, (await Site.Get("/what-works/nothing")).Status);
        Assert.Equal(
            HttpStatusCode.NotFound,
            (await Site.Get("/what-works/joining-a-trust/nothing")).Status
        );
    }

    [Fact]
    public async Task The_method_is_told_and_says_where_it_was_not_audited()
    {
        var (status, page) = await Site.Get("/method/what-works");
        Assert.Equal(HttpStatusCode.OK, status);
        foreach (var (heading, _) in StudyGuide.Steps)
            Assert.Contains(heading, page.Body!.TextContent, StringComparison.Ordinal);
        Assert.Contains("has not been audited", page.Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void An_audit_marks_the_studies_of_its_own_version_of_the_method_alone()
    {
        var folder = Directory.CreateTempSubdirectory("trellis-shelf-");
        try
        {
            var key = Keys.First(k => k.Outcome.IsPrimary);
            var shelf = new StudyShelf(folder);
            shelf.Files.Write(
                StudiedSite.England() with
                {
                    Snapshot = Site.Snapshot.Id,
                    IsFictional = true,
                }
            );
            var failing = new StudyAudit(
                Site.Snapshot.Id,
                null,
                StudyPlan.Method,
                2_000,
                [
                    new OutcomeAudit(
                        key.Outcome.Id,
                        "primary",
                        null,
                        [],
                        100,
                        100,
                        [
                            new AuditLine(
                                AuditCase.Trusts,
                                true,
                                .05,
                                0,
                                2_000,
                                2_000,
                                30,
                                0,
                                .05,
                                .05,
                                .90,
                                double.NaN,
                                .05,
                                .1,
                                .8,
                                .15,
                                0,
                                double.NaN,
                                double.NaN
                            ),
                        ]
                    ),
                ]
            );
            AuditMark? MarkAfter(StudyAudit audit)
            {
                new EvaluationFile<StudyAudit>(folder, StudyAudit.Kind).Write(
                    audit.Snapshot,
                    audit
                );
                return new StudyShelf(folder).Of(key, Site.Snapshot).Mark;
            }

            Assert.True(MarkAfter(failing)!.Fails);
            Assert.Null(MarkAfter(failing with { Method = "an earlier one" }));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void Where_the_newest_data_give_no_answer_the_last_one_stays_with_its_date()
    {
        var folder = Directory.CreateTempSubdirectory("trellis-shelf-");
        try
        {
            var key = Keys.First(k => k.Outcome.IsPrimary);
            var before = StudiedSite.England() with
            {
                Snapshot = "before",
                RegisterDate = new DateOnly(2022, 7, 22),
                IsFictional = true,
            };
            var gone = before with
            {
                Snapshot = Site.Snapshot.Id,
                RegisterDate = new DateOnly(2023, 7, 22),
                Studies =
                [
                    .. before.Studies.Select(s =>
                        s with
                        {
                            Overall = null,
                            NoAnswer = "The file has gone.",
                        }
                    ),
                ],
            };
            var shelf = new StudyShelf(folder);
            shelf.Files.Write(before);
            var waiting = shelf.Of(key, Site.Snapshot);
            Assert.Equal("The studies of the newest data are not done yet.", waiting.WhyOld);
            shelf.Files.Write(gone);
            var shown = shelf.Of(key, Site.Snapshot);
            Assert.Equal("before", shown.Book!.Snapshot);
            Assert.NotNull(shown.Study!.Overall);
            Assert.Contains("The file has gone.", shown.WhyOld, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task The_job_runs_once_a_snapshot_and_a_failure_leaves_the_answers_that_were_there()
    {
        var folder = Directory.CreateTempSubdirectory("trellis-job-");
        try
        {
            var shelf = new StudyShelf(folder);
            // The folder cannot be made where a file stands in its place.
            var inTheWay = Path.Combine(folder.FullName, "evaluations");
            await File.WriteAllTextAsync(inTheWay, "", Stop);
            await Assert.ThrowsAnyAsync<IOException>(() =>
                EvaluatingStudies.Run(Site.Snapshot, [], shelf, Stop)
            );
            Assert.Equal("The store could not be written.", shelf.Trouble);
            File.Delete(inTheWay);
            Assert.NotNull(await EvaluatingStudies.Run(Site.Snapshot, [], shelf, Stop));
            Assert.Null(shelf.Trouble);
            Assert.Null(shelf.Progress);
            Assert.Null(await EvaluatingStudies.Run(Site.Snapshot, [], shelf, Stop));
            Assert.Single(shelf.Books);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
