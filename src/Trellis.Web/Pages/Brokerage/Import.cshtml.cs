using System.Text;
using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.Brokerage;
using Trellis.Components;
using Trellis.Pages.Joining;
using Trellis.Pages.Procedures;
using Trellis.People;
using Trellis.Procedures;
using Trellis.Serving;
using Trellis.Sources;

namespace Trellis.Pages.Brokerage;

/// <summary>Loads the caseload of a region from a file: what would be opened and what is refused, line by line, then opened.</summary>
[Access(Who.Holders, Role.RegionOfficer)]
public sealed class ImportCases : ActingPage
{
    private const int LongestFile = 1_000_000;

    /// <summary>What the file says; null before one was sent.</summary>
    public CaseFile? Read { get; private set; }

    /// <summary>The file as it was sent, carried to the page on which it is confirmed.</summary>
    public string Text { get; private set; } = "";

    public string NamesOf(CaseOfFile one) =>
        CaseWords.Together([
            .. one.Opening.Schools.Select(s => RolePlaces.Words(Snapshot, s).Text),
        ]);

    public string KindOf(CaseOfFile one) =>
        KnownProcedures.On(one.Opening.Kind.Main, Today)?.Name ?? $"{one.Opening.Kind.Main}";

    public IActionResult OnGet() => Show();

    public async Task<IActionResult> OnPostAsync()
    {
        Text = await Sent();
        if (Text.Length == 0)
        {
            Refuse("file", "Choose a file, of at most one megabyte");
            return Show();
        }
        var by = Visitor.Holder;
        try
        {
            Read = await CaseFile.Read(
                "the file",
                Encoding.UTF8.GetBytes(Text),
                Casework,
                Snapshot,
                by.As.Over,
                Time.GetUtcNow(),
                Today,
                Stop
            );
        }
        catch (UnreadableSourceException wrong)
        {
            Refuse("file", wrong.Message);
            return Show();
        }
        if (Typed("step") != "do")
            return Show();
        foreach (var one in Read.Cases)
            if (await CaseFile.Open(one, Casework, by, Time.GetUtcNow(), Today, Stop) is { } no)
            {
                Refuse("file", $"Line {one.Line}: {no.Sentence} The lines before it are opened.");
                return Show();
            }
        return Lead("/cases?show=all&done=imported");
    }

    private async Task<string> Sent()
    {
        if (Request.Form.Files["file"] is { Length: > 0 and <= LongestFile } file)
        {
            using var reader = new StreamReader(file.OpenReadStream(), Encoding.UTF8);
            return await reader.ReadToEndAsync(Stop);
        }
        var carried = Request.Form["text"].ToString();
        return carried.Length <= LongestFile ? carried : "";
    }

    private IActionResult Show() =>
        AnswerPrivately(
            new PageFrame
            {
                Title = Read is null ? "Load cases from a file" : "Check before they are opened",
                Section = "mine",
                ForPrograms = false,
                Crumbs = [new("Home", "/"), new("Cases", "/cases"), new("Load from a file")],
            }
        );
}
