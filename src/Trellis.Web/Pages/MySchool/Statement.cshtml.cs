using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.Components;
using Trellis.Journal;
using Trellis.People;
using Trellis.Schools;
using Trellis.Serving;
using Trellis.Statements;
using Trellis.Store;

namespace Trellis.Pages.MySchool;

/// <summary>Edits what a school says of itself to possible partners: the form, check answers, published. Who saves an older edition is told who was first and keeps what they typed.</summary>
[Access(Who.Holders, Role.Head, Role.Governor, Over = "urn", Hidden = true)]
public sealed class StatementPage : ActingPage
{
    public School School { get; private set; } = null!;

    /// <summary>What stands in the box: as typed, or as it is published.</summary>
    public string Text { get; private set; } = "";

    /// <summary>The edition that the typed words are meant to replace.</summary>
    public int Version { get; private set; }

    /// <summary>What is published now; null where nothing is.</summary>
    public SchoolStatement? Published { get; private set; }

    /// <summary>"form", "check" or "withdraw".</summary>
    public string Step { get; private set; } = "form";

    /// <summary>Who saved first, when; empty where nobody did.</summary>
    public string Overtaken { get; private set; } = "";

    public IReadOnlyList<SummaryRow?> Answers =>
        [SummaryRow.Answer($"{School.Name} says", Text, "text")];

    public async Task<IActionResult> OnGetAsync(string urn)
    {
        if (!await Find(urn))
            return NotHere("There is no page at this address.");
        Text = Published?.Text.ToString() ?? "";
        return Show();
    }

    public async Task<IActionResult> OnPostAsync(string urn)
    {
        if (!await Find(urn))
            return NotHere("There is no page at this address.");
        Text = Typed("text").ReplaceLineEndings("\n");
        if (int.TryParse(Typed("version"), CultureInfo.InvariantCulture, out var seen))
            Version = seen;
        return Typed("step") switch
        {
            "check" => Check(),
            "publish" => await Do(new MakeStatement(School.Urn, Text), "published"),
            "withdraw" => Ask(),
            "withdraw-now" => await Do(new WithdrawStatement(School.Urn), "withdrawn"),
            _ => Show(),
        };
    }

    private IActionResult Check()
    {
        if (
            new MakeStatement(School.Urn, Text).Apply(Published, Now())
            is Outcome<StatementMade>.Refused no
        )
            Refuse("text", no.Why.Sentence);
        else
            Step = "check";
        return Show();
    }

    private IActionResult Ask()
    {
        Step = Published is { Text.IsThere: true } ? "withdraw" : "form";
        return Show();
    }

    private async Task<IActionResult> Do<TEvent>(Act<SchoolStatement, TEvent> act, string news)
        where TEvent : Event<SchoolStatement>
    {
        var done = await Casework.Do(
            act,
            Now(),
            new Conditions(Version, Once),
            (_, after) => new Alongside([], [after.Public]),
            Stop
        );
        switch (done)
        {
            case Done<SchoolStatement>.Refused refused:
                Refuse("text", refused.Why.Sentence);
                return Show();
            case Done<SchoolStatement>.Overtaken late:
                var names = await Casework.Names([late.Theirs.By], Stop);
                Overtaken =
                    $"{names.GetValueOrDefault(late.Theirs.By, "Somebody")} saved first, on {late.Theirs.At.InLondon()}.";
                Published = late.Now.State;
                // Sending it once more replaces what they have now been shown.
                Version = late.Now.Version;
                Refuse("text", "Somebody else changed this while you were writing");
                return Show();
            case Done<SchoolStatement>.Unchanged:
                return Lead("/my-school?done=unchanged");
            default:
                return Lead($"/my-school?done={news}");
        }
    }

    private async Task<bool> Find(string number)
    {
        if (!Urn.TryParse(number, null, out var urn) || Snapshot.SchoolOf(urn) is not { } school)
            return false;
        School = school;
        var kept = await Casework.Find<SchoolStatement>(urn.ToString(), Stop);
        (Published, Version) = (kept?.State, kept?.Version ?? 0);
        return true;
    }

    private IActionResult Show() =>
        AnswerPrivately(
            new PageFrame
            {
                Title = Step switch
                {
                    "check" => "Check what your school says",
                    "withdraw" => "Take back what your school says",
                    _ => "What your school says",
                },
                Section = "mine",
                Crumbs =
                [
                    new("Home", "/"),
                    new("Your school", "/my-school"),
                    new("What your school says"),
                ],
            }
        );
}
