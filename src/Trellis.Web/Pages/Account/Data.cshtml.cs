using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.Components;
using Trellis.Journal;
using Trellis.People;

namespace Trellis.Pages.Account;

/// <summary>All that is held about whoever has signed in, as a page and, for programs, as JSON at the same address.</summary>
[Access(Who.SignedIn)]
public sealed class DataPage : AccountPage
{
    private static readonly JsonSerializerOptions json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
    };

    public PersonData Data { get; private set; } = null!;

    public async Task<IActionResult> OnGet()
    {
        if (
            await Casework.Everything(Visitor!.Person.Id, Now, HttpContext.RequestAborted)
            is not { } data
        )
            return NotHere("There is nothing about you here.");
        Data = data;
        if (Form.Ending == ".json")
            return new FileContentResult(
                JsonSerializer.SerializeToUtf8Bytes(
                    new
                    {
                        Person = data.Person.ToString(),
                        At = Writing.Instant(data.At),
                        data.Parts,
                    },
                    json
                ),
                "application/json"
            )
            {
                FileDownloadName = "all-that-trellis-holds-about-me.json",
            };
        if (Form.Ending.Length > 0)
            return NotHere("This page has a form for people and one as JSON.");
        return Answer(
            new PageFrame
            {
                Title = "All that is held about you",
                Crumbs =
                [
                    new("Home", "/"),
                    new("Your account", "/account"),
                    new("All that is held about you"),
                ],
                Listed = false,
            }
        );
    }
}
