using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.Pages.Brokerage;
using Trellis.Procedures;
using Trellis.Redactions;
using Trellis.Store;

namespace Trellis.Pages.Decisions;

/// <summary>Asks for words that are withheld to be looked at again. Anybody may, and nothing of whoever asks is kept: no name, no address, no reason.</summary>
[Access(Who.Everybody, Private = true)]
public sealed class AskAgainForWords(PublicRecordFile record) : AccountPage
{
    private static readonly Journal.Program by = new("redaction-review");

    public CaseOnRecord Case { get; private set; } = null!;

    public ProcedureOnRecord In { get; private set; } = null!;

    /// <summary>The passage; null where none is named, and the page lists them.</summary>
    public PublicRedaction? Passage { get; private set; }

    /// <summary>The passages of the case that are withheld, each as the address names it.</summary>
    public IReadOnlyList<(string Address, string Line)> All =>
        [
            .. from part in Case.Parts
            where !CaseOnRecord.IsAsking(part) || part.State == "agreed"
            from one in part.Open.Withheld?.Passages ?? []
            where one.Ended is null
            select (
                $"{Case.Address}/review?passage={part.Open.Id}.{one.Number}",
                $"{part.Open.Name}: {PassageLines.Of(one.Code, one.Expires, one.Ended)}"
            ),
        ];

    /// <summary>Whether it was asked just now, by this visitor or another.</summary>
    public bool IsAsked { get; private set; }

    /// <summary>Why it cannot be asked; empty where it can.</summary>
    public string Unable { get; private set; } = "";

    private string Title => $"Ask again: {Case.Names}";

    public IActionResult OnGet(string reference, string? passage) =>
        (passage is null ? FindCase(reference) : Find(reference, passage))
            ? Show(Title)
            : Nowhere();

    public async Task<IActionResult> OnPostAsync(string reference, string? passage)
    {
        if (!Find(reference, passage))
            return Nowhere();
        // One passage is asked for by many at once as by one: it costs the region no more.
        if (!Part<Pacing>().MayTry($"{Case.Ref} {passage}"))
        {
            Response.Headers.RetryAfter = "600";
            Response.StatusCode = StatusCodes.Status429TooManyRequests;
            Unable = "Many have asked in the last minutes. Try again in ten minutes.";
            return Show(Title);
        }
        var done = await Casework.Do(
            new AskForReview(CaseId.Parse(In.Open.Id), Passage!.Number),
            By(by),
            stop: HttpContext.RequestAborted
        );
        if (done is Done<ProcedureCase>.Refused no)
        {
            Response.StatusCode = StatusCodes.Status409Conflict;
            Unable = no.Why.Sentence;
        }
        else
            IsAsked = true;
        return Show(Title);
    }

    private bool FindCase(string reference)
    {
        if (
            !CaseRef.TryParse(reference, null, out var known)
            || DecisionBook.Of(record, Snapshot, Today).Find(known) is not { } found
        )
            return false;
        Case = found;
        return true;
    }

    private bool Find(string reference, string? passage)
    {
        if (
            !FindCase(reference)
            || passage?.Split('.') is not [var procedure, var number]
            || !int.TryParse(number, CultureInfo.InvariantCulture, out var which)
            || Case.Parts.FirstOrDefault(p => p.Open.Id == procedure) is not { } part
            || part.Open.Withheld?.Passages.FirstOrDefault(p => p.Number == which) is not { } one
        )
            return false;
        (In, Passage) = (part, one);
        return true;
    }

    private IActionResult Nowhere() =>
        NotHere("There is no passage at this address that is withheld.");
}
