using System.Net;
using Trellis.Groups;
using Trellis.Inspections;
using Trellis.Measures;
using Trellis.Places;
using Trellis.Schools;
using Trellis.Snapshots;

namespace Trellis.Tests.Pages;

/// <summary>Schools the register says little, or something strange, about.</summary>
public sealed class OddSchoolsTests : IAsyncLifetime
{
    private static readonly DateOnly register = new(2022, 7, 22);
    private RunningSite site = null!;

    public async ValueTask InitializeAsync() => site = await RunningSite.Over(Drawn());

    public ValueTask DisposeAsync() => site.DisposeAsync();

    private static Establishment Entry(int urn, string name = "") =>
        new()
        {
            Urn = new Urn(urn),
            Name = name,
            Status = Status.Open,
            AsOf = register,
        };

    private static SnapshotContent Drawn()
    {
        var attainment = Definitions.All.Single(d => d.Measure.Id == "ks4.attainment8").Measure;
        Establishment[] entries =
        [
            Entry(100001) with
            {
                Status = Status.NotKnown,
            },
            Entry(100002, "Hill Infants") with
            {
                Status = Status.Closed,
                Closed = new DateOnly(2015, 8, 31),
            },
            Entry(100003, "Hill Juniors") with
            {
                Status = Status.Closed,
            },
            Entry(100004, "Hill Primary") with
            {
                Opened = new DateOnly(2015, 9, 1),
                Phase = Phase.Primary,
            },
            Entry(100005, "Brand New <School> & \"Friends\"") with
            {
                Opened = new DateOnly(2022, 9, 1),
                Status = Status.ProposedToOpen,
                TypeGroup = "Free Schools",
                Type = "Free school special",
                Phase = Phase.NotApplicable,
                LowAge = 3,
                Website = "https://example.org/?a=1&b=2",
            },
            Entry(100006, "Old Vale School") with
            {
                Status = Status.Closed,
                Closed = new DateOnly(2019, 3, 31),
                TypeGroup = "Local authority maintained schools",
                Phase = Phase.Secondary,
            },
            Entry(140006, "Vale Academy") with
            {
                Opened = new DateOnly(2019, 4, 1),
                Type = "Academy converter",
                TypeGroup = "Academies",
                Phase = Phase.Secondary,
                LowAge = 11,
                HighAge = 18,
                La = new LaCode(201),
                LaName = "Old Name",
                LaEstab = new LaEstab(2014001),
                Ukprn = new Ukprn(10012345),
                Region = "London",
                District = "Northtown",
                Postcode = "ZZ1 1ZZ",
                Place = new GridPoint(530000, 180000),
            },
            Entry(100007, "Lone School") with
            {
                Status = Status.Closed,
                Closed = new DateOnly(2020, 8, 31),
            },
            Entry(100008, "Carded School"),
        ];
        return new SnapshotContent
        {
            Establishments = entries,
            Links =
            [
                Link(100002, 100004, LinkKind.SuccessorMerged),
                Link(100004, 100003, LinkKind.PredecessorMerged),
                Link(100006, 140006, LinkKind.Successor),
            ],
            Groups =
            [
                new Group(
                    new Uid(2044),
                    "Beacon Hill Trust",
                    [new DatedType(register, GroupType.MultiAcademyTrust)],
                    "",
                    "01111111",
                    null,
                    null,
                    null,
                    true,
                    "",
                    register
                ),
            ],
            Memberships =
            [
                new Membership(
                    new Urn(140006),
                    new Uid(2044),
                    new DateOnly(2019, 4, 1),
                    null,
                    EndEvidence.JoinedDate,
                    EndEvidence.StillThere,
                    new DateOnly(2019, 9, 1),
                    new DateOnly(2024, 3, 29)
                ),
            ],
            Inspections =
            [
                new Inspection(new Urn(100006), new(2014, 5, 6), 3, "", null, []),
                new Inspection(
                    new Urn(100008),
                    new(2026, 1, 20),
                    null,
                    "",
                    null,
                    [new ReportArea("Inclusion", "Strong standard")]
                ),
            ],
            LocalAuthorities = [new LocalAuthority(new LaCode(201), "Northtown", "", "London", [])],
            Hubs = [new TeachingSchoolHub("TSH1", "Beacon Hub", "Beacon School", ["Northtown"])],
            Columns =
            [
                Column(attainment, 2016, entries, (100006, 44.5), (140006, double.NaN)),
                Column(attainment, 2018, entries, (100006, double.NaN), (140006, 46.1)),
            ],
            Sources =
            [
                new SourceNote(
                    "gias/2022-07-22",
                    "Get Information about Schools",
                    "Department for Education",
                    "22 July 2022",
                    register,
                    "composed from many files"
                ),
            ],
        };
    }

    private static Link Link(int from, int to, LinkKind kind) =>
        new(new Urn(from), new Urn(to), kind, new DateOnly(2015, 9, 1), kind.ToString());

    private static MeasureColumn Column(
        Measure measure,
        int year,
        Establishment[] entries,
        params (int Urn, double Figure)[] figures
    )
    {
        var urns = entries.Select(e => e.Urn.Value).Order().ToList();
        return MeasureColumn.Pack(
            measure,
            new Year(year),
            new RowIndex($"ks4/{year}", [.. figures.Select(f => urns.IndexOf(f.Urn))]),
            figures.Select(f => f.Figure).ToArray(),
            figures.Select(_ => (string?)"SUPP").ToArray()
        );
    }

    private async Task<string> Text(string address)
    {
        var (status, page) = await site.Get(address);
        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Single(page.QuerySelectorAll("h1"));
        var ids = page.QuerySelectorAll("[id]").Select(e => e.Id).ToList();
        Assert.Equal(ids.Distinct(), ids);
        return string.Join(
            ' ',
            page.QuerySelector("main")!
                .TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)
        );
    }

    [Fact]
    public async Task Every_odd_school_has_every_page()
    {
        var report = await RenderEverything.Of(
            site.Snapshot,
            site.Client,
            ["", "/history", "/performance", "/performance?measure=ks4.attainment8"],
            trusts: false
        );
        Assert.Empty(report.Wrong);
        Assert.Equal(9 * 4, report.Requests);
    }

    [Fact]
    public async Task A_school_the_files_say_nothing_of_is_named_by_its_number()
    {
        var text = await Text("/school/100001");
        Assert.Contains("URN 100001", text);
        Assert.Contains("The register does not say whether it is open", text);
        Assert.Contains("The register gives no address.", text);
        Assert.Contains("have no figures of this school", text);
    }

    [Fact]
    public async Task A_closed_school_says_when_and_what_became_of_it()
    {
        var (_, page) = await site.Get("/school/100002");
        Assert.Contains("Closed on 31 August 2015", page.Body!.TextContent);
        Assert.Equal(
            "Hill Primary",
            page.QuerySelector(".govuk-inset-text a[href='/school/100004']")!.TextContent
        );
        Assert.Contains("no school that took its place", await Text("/school/100007"));
    }

    [Fact]
    public async Task A_merged_school_links_all_its_parents_in_its_history()
    {
        var (_, page) = await site.Get("/school/100004/history");
        Assert.Equal(
            ["/school/100002", "/school/100003"],
            page.QuerySelectorAll(".events a").Select(a => a.GetAttribute("href"))
        );
    }

    [Fact]
    public async Task An_earlier_urn_a_laestab_and_a_ukprn_lead_to_the_school_with_the_question_kept()
    {
        foreach (var number in new[] { "100006", "2014001", "10012345", "0140006" })
        {
            var (status, leads, _) = await site.Ask(
                $"/school/{number}/performance.csv?measure=ks4.attainment8"
            );
            Assert.Equal(
                (HttpStatusCode.SeeOther, "/school/140006/performance.csv?measure=ks4.attainment8"),
                (status, leads)
            );
        }
        Assert.Contains("under 2 URNs: 100006, then 140006", await Text("/school/140006/history"));
    }

    [Fact]
    public async Task Whom_it_works_with_says_since_when_and_how_that_is_known()
    {
        var text = await Text("/school/140006");
        Assert.Contains(
            "Beacon Hill Trust, multi-academy trust, since 1 April 2019. How this is known: from: the register states the day it joined; still there on 29 March 2024",
            text
        );
        Assert.Contains("Open when the register was last published, 22 July 2022", text);
        Assert.Contains("Teaching school hub of Northtown: Beacon Hub, led by Beacon School", text);
        Assert.Contains(
            "6 May 2014: Requires improvement overall, under its earlier URN 100006",
            text
        );
    }

    [Fact]
    public async Task A_report_card_is_shown_by_area_and_never_as_one_label()
    {
        var text = await Text("/school/100008");
        Assert.Contains(
            "Report card, inspection of 20 January 2026 Inclusion Strong standard",
            text
        );
        Assert.DoesNotContain("20 January 2026:", text);
    }

    [Fact]
    public async Task Results_run_through_the_urns_and_say_why_a_year_is_missing()
    {
        var text = await Text("/school/140006/performance?measure=ks4.attainment8");
        Assert.Contains("Published under the earlier URN 100006: 2016/17.", text);
        Assert.Contains("2017/18 no file of that year is in this snapshot", text);
        var (_, _, csv) = await site.Ask("/school/140006/performance.csv?measure=ks4.attainment8");
        var lines = csv.Split("\r\n");
        Assert.StartsWith("measure,label,year,value,missing,unit,urn,", lines[0]);
        Assert.StartsWith(
            "ks4.attainment8,Attainment 8 score,2016/17,44.5,,points,100006,",
            lines[1]
        );
        Assert.Contains(",2017/18,,no file of that year is in this snapshot,points,,", lines[2]);
    }

    [Fact]
    public async Task A_figure_that_was_withheld_is_no_gap_without_a_reason()
    {
        var (_, page) = await site.Get("/school/100002/performance");
        Assert.Contains("no figures of this school", page.Body!.TextContent);
    }

    [Theory]
    [InlineData("/school/999999")]
    [InlineData("/school/nothing")]
    [InlineData("/school/2044")] // a trust's number is no school's
    [InlineData("/school/999999999999999999999999999999")]
    [InlineData("/school/999999/history")]
    public async Task What_is_no_school_gets_a_sentence(string address)
    {
        var (status, page) = await site.Get(address);
        Assert.Equal(HttpStatusCode.NotFound, status);
        Assert.Contains("No school in this snapshot has that number", page.Body!.TextContent);
    }

    [Fact]
    public async Task A_measure_there_is_not_gets_a_sentence()
    {
        var (status, page) = await site.Get("/school/140006/performance?measure=happiness");
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("There is no measure of that name", page.Body!.TextContent);
    }
}
