using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.DependencyInjection;
using Trellis.Components;
using Trellis.EvidenceLibrary;
using Trellis.Snapshots;

namespace Trellis.Serving;

/// <summary>What all pages share: the snapshot of this request, the frame, and the same answer as page, CSV or JSON.</summary>
public abstract class SitePage : PageModel
{
    private Country? country;

    /// <summary>The snapshot this request began with.</summary>
    public Country Country =>
        country ??=
            HttpContext.Features.Get<Country>()
            ?? throw new InvalidOperationException("A page was asked before a snapshot was read.");

    public Snapshot Snapshot => Country.Snapshot;

    /// <summary>The legal day in London.</summary>
    public DateOnly Today => HttpContext.RequestServices.GetRequiredService<LondonDay>().Today;

    /// <summary>The form that was asked for by the ending of the address.</summary>
    public AnswerForm Form => HttpContext.Features.Get<AnswerForm>() ?? AnswerForm.Page;

    public Edition Edition => new(Snapshot.Id, Snapshot.RegisterDate, Today, Snapshot.IsFictional);

    /// <summary>The address of this page without ".csv" or ".json", with its question.</summary>
    public string Here => $"{Request.Path}{Request.QueryString}";

    /// <summary>The same question under another ending: "/school/100049/similar.csv?k=20".</summary>
    public string Ending(string ending) => $"{Request.Path}{ending}{Request.QueryString}";

    /// <summary>Answers in the form that was asked for: the page, its main table as CSV, or the same as JSON.</summary>
    /// <param name="frame">Title and place; the edition, the addresses of the downloads and the canonical one are filled in.</param>
    /// <param name="sheet">The page's main table; null where it has none, and then ".csv" is no address.</param>
    /// <param name="facts">What the JSON says beside the rows: single facts of the page, by name.</param>
    /// <param name="feed">The page's events for feed readers; null where it tells none, and then ".atom" is no address.</param>
    /// <param name="references">What the page cites, for programs that keep references; null where it cites nothing, and then ".bib" and ".ris" are no addresses.</param>
    protected IActionResult Answer(
        PageFrame frame,
        Sheet? sheet = null,
        IReadOnlyDictionary<string, object?>? facts = null,
        Feed? feed = null,
        IReadOnlyList<Citation>? references = null
    )
    {
        if (Form.Ending is ".bib" or ".ris")
            return references is null
                ? NotHere("There are no references on this page to take away.")
                : new ReferencesResult(references, this);
        if (Form.Ending == ".atom")
            return feed is null
                ? NotHere("There are no events on this page, so there is no feed of it.")
                : new FeedResult(feed, Request.Path);
        if (Form.Ending is ".csv" or ".csv-metadata.json")
            return sheet is null
                ? NotHere("There is no table on this page, so there is no CSV of it.")
                : new SheetResult(sheet, this, facts);
        if (Form.Ending == ".json")
            return new SheetResult(sheet, this, facts);
        ViewData.Frame(
            frame with
            {
                Edition = Edition,
                Canonical = frame.Canonical ?? Here,
                Csv = frame.Csv ?? (sheet is null ? null : Ending(".csv")),
                Json = frame.ForPrograms ? frame.Json ?? Ending(".json") : null,
                Feed = frame.Feed ?? (feed is null ? null : $"{Request.Path}.atom"),
            }
        );
        return Page();
    }

    /// <summary>A form that is sent to a page which takes none finds nothing there to answer it.</summary>
    public override void OnPageHandlerExecuting(PageHandlerExecutingContext context)
    {
        if (context.HandlerMethod is null)
            context.Result = new StatusCodeResult(StatusCodes.Status405MethodNotAllowed);
    }

    /// <summary>404, with a sentence: there is no such school, trust, area.</summary>
    protected IActionResult NotHere(string sentence) =>
        Problem(StatusCodes.Status404NotFound, "not-here", sentence);

    /// <summary>400, with a sentence: the address asks something that cannot be answered.</summary>
    protected IActionResult BadQuestion(string code, string sentence) =>
        Problem(StatusCodes.Status400BadRequest, code, sentence);

    private StatusSentence Problem(int status, string code, string sentence) =>
        new(status, code, sentence);
}
