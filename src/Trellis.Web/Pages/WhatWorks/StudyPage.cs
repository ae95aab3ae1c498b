using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using Trellis.Serving;

namespace Trellis.Pages.WhatWorks;

/// <summary>What the pages of studies share: the newest answers there are, and which data they are of.</summary>
public abstract class StudyPage : SitePage
{
    private StudyShelf? shelf;

    protected internal StudyShelf Shelf =>
        shelf ??= HttpContext.RequestServices.GetRequiredService<StudyShelf>();

    /// <summary>What a reader has to know of the answers as a whole: that they are still being worked out, or of earlier data; null where all is well.</summary>
    public string? State =>
        Shelf.Progress is { } progress
            ? $"The studies are being run on the newest data: {progress.Done} of {progress.Of} are done. Until then the last answers stand here."
        : Shelf.Trouble is { } trouble
            ? $"The studies could not be run on the newest data. {trouble} It is tried again by itself. The last answers stand here."
        : Shelf.Books.Any(b => b.Snapshot == Snapshot.Id) ? null
        : Shelf.Books.Any(b => b.IsFictional == Snapshot.IsFictional)
            ? "The studies have not been run on the newest data yet. The last answers stand here."
        : "The studies have not been run on these data yet.";

    /// <summary>An answer changes with its studies, not only with the snapshot: the page has a tag of its own.</summary>
    protected void Tag()
    {
        var told = SHA256.HashData(Encoding.UTF8.GetBytes($"{Shelf.Stamp}|{State}"));
        Response.Headers.ETag =
            $"\"{Country.Tag}-{Convert.ToHexStringLower(told)[..12]}-{Today.DayNumber:x}\"";
        Response.Headers.CacheControl = "public, max-age=0, must-revalidate";
    }

    /// <summary>Where the figures of a study come from and of which day they are.</summary>
    public static string SourceOf(ShelvedStudy shelved) =>
        shelved.Book is { } book
            ? $"Source: {shelved.Key.Outcome.Source}; register of {StudyWords.Day(book)}; snapshot {book.Snapshot[..12]}."
            : $"Source: {shelved.Key.Outcome.Source}.";
}
