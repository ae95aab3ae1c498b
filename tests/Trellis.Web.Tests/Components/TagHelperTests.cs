using Microsoft.AspNetCore.Razor.TagHelpers;

namespace Trellis.Components;

public sealed class TagHelperTests
{
    [Fact]
    public async Task What_an_element_holds_and_its_other_attributes_reach_the_component() =>
        Assert.Equal(
            "<details class=\"govuk-details wide\" data-of=\"7\"><summary class=\"govuk-details__summary\"><span class=\"govuk-details__summary-text\">How &amp; why</span></summary><div class=\"govuk-details__text\"><p>So.</p></div></details>",
            await Written(
                new DetailsTag { Summary = "How & why", Classes = "wide" },
                "<p>So.</p>",
                new TagHelperAttribute("data-of", "7")
            )
        );

    [Fact]
    public async Task A_question_with_an_error_shows_it_and_is_described_by_it() =>
        Assert.Equal(
            "<div class=\"govuk-form-group govuk-form-group--error\"><label class=\"govuk-label\" for=\"within\">Within</label><div id=\"within-hint\" class=\"govuk-hint\">In kilometres</div><p id=\"within-error\" class=\"govuk-error-message\"><span class=\"govuk-visually-hidden\">Error:</span> Enter a number</p><input class=\"govuk-input govuk-input--error\" id=\"within\" name=\"within\" type=\"text\" value=\"x\" aria-describedby=\"within-hint within-error\"></div>",
            await Written(
                new InputTag
                {
                    Name = "within",
                    Label = "Within",
                    Hint = "In kilometres",
                    Error = "Enter a number",
                    Value = "x",
                }
            )
        );

    [Fact]
    public async Task Nothing_wrong_writes_no_summary_of_errors() =>
        Assert.Equal("", await Written(new ErrorSummaryTag()));

    [Fact]
    public async Task One_page_needs_no_way_through_pages() =>
        Assert.Equal("", await Written(new PaginationTag { Page = 1, Pages = 1 }));

    [Theory]
    [InlineData(1, 1, "1")]
    [InlineData(1, 3, "1 2 3")]
    [InlineData(5, 9, "1 . 4 5 6 . 9")]
    [InlineData(9, 9, "1 . 8 9")]
    public void The_pages_around_a_page_are_the_ends_and_its_neighbours(
        int page,
        int pages,
        string shown
    ) =>
        Assert.Equal(
            shown,
            string.Join(
                ' ',
                Pagination
                    .Of(page, pages, n => $"?page={n}")
                    .Items!.Select(i => i!.Ellipsis ? "." : i.Number)
            )
        );

    [Fact]
    public async Task Words_that_look_like_markup_stay_words() =>
        Assert.DoesNotContain(
            "<b>",
            await Written(new InputTag { Label = "<b>", Value = "\"><b>" }),
            StringComparison.Ordinal
        );

    private static async Task<string> Written(
        TagHelper tag,
        string inside = "",
        params TagHelperAttribute[] attributes
    )
    {
        var given = new TagHelperAttributeList(attributes);
        var output = new TagHelperOutput(
            "x",
            given,
            (_, _) => Task.FromResult(new DefaultTagHelperContent().SetHtmlContent(inside))
        );
        await tag.ProcessAsync(
            new TagHelperContext(given, new Dictionary<object, object>(), "test"),
            output
        );
        await using var writer = new StringWriter();
        output.WriteTo(writer, System.Text.Encodings.Web.HtmlEncoder.Default);
        return writer.ToString();
    }
}
