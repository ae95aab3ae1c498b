using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.Brokerage;
using Trellis.Components;
using Trellis.Consistency;
using Trellis.Pages.Brokerage;
using Trellis.People;
using Trellis.Procedures;
using Trellis.Serving;
using Trellis.Store;

namespace Trellis.Pages.Consistency;

/// <summary>Where whoever decides in a region answers beside two like cases that were decided differently.</summary>
[Access(Who.Holders, Role.DecisionMaker)]
public sealed class AnswerBeside : ActingPage
{
    public Quarter Quarter { get; private set; }

    public PairBeside Pair { get; private set; } = null!;

    /// <summary>For which region the visitor answers.</summary>
    public Holder By { get; private set; } = null!;

    /// <summary>What was typed, else what is published of this region's answer already.</summary>
    public string Words { get; private set; } = "";

    public string NameOf(DecidedCase one) => ConsistencyBook.Named(Snapshot, one.School).Text;

    public string Region => ConsistencyBook.Named(Snapshot, By.As.Over).Text;

    public async Task<IActionResult> OnGetAsync(string quarter, string earlier, string later) =>
        await Find(quarter, earlier, later) is { } other ? other : Show();

    public async Task<IActionResult> OnPostAsync(string quarter, string earlier, string later)
    {
        if (await Find(quarter, earlier, later) is { } other)
            return other;
        Words = Typed("words");
        var done = await Casework.Do(
            new AnswerDifference(Quarter, Pair.Earlier.Ref, Pair.Later.Ref, Words),
            new(By, Time.GetUtcNow(), Today),
            new Conditions(Once: Once),
            (_, after) => new Alongside([], [PublicConsistency.Of(after)]),
            Stop
        );
        if (done is Done<ConsistencyReport>.Refused { Why: var why })
        {
            Refuse("words", why.Sentence);
            return Show();
        }
        return Lead(
            $"/consistency/{Quarter}#{ConsistencyBook.Key($"{Pair.Earlier.Ref}", $"{Pair.Later.Ref}")}"
        );
    }

    private async Task<IActionResult?> Find(string quarter, string earlier, string later)
    {
        const string Nowhere =
            "These are not two like cases that were decided differently, or neither is of your region.";
        if (
            !Quarter.TryParse(quarter, null, out var asked)
            || !CaseRef.TryParse(earlier, null, out var one)
            || !CaseRef.TryParse(later, null, out var two)
            || await Casework.Find<ConsistencyReport>($"{asked}", Stop) is not { State: var report }
            || report.Editions is not [.., var newest]
            || PairBeside
                .Of(newest, [], Today)
                .FirstOrDefault(p => p.Earlier.Ref == one && p.Later.Ref == two)
                is not { } pair
            || Visitor.Roles.FirstOrDefault(r =>
                r.Role == Role.DecisionMaker
                && (r.Over == pair.Earlier.Region || r.Over == pair.Later.Region)
            )
                is not { } role
        )
            return NotHere(Nowhere);
        (Quarter, Pair, By) = (asked, pair, new Holder(Visitor.Person.Id, role));
        foreach (var reference in new[] { one, two })
            if (
                await Casework.Find<BrokerageCase>($"{reference}", Stop) is { State: var given }
                && await CaseDoor.Shut(Casework, given, By, Time.GetUtcNow(), Today, Stop)
                    is { } shut
            )
                return shut;
        Words =
            report
                .Answers.LastOrDefault(a =>
                    a.Earlier == one && a.Later == two && a.Region == role.Over
                )
                ?.Words.ToString()
            ?? "";
        return null;
    }

    private IActionResult Show() =>
        AnswerPrivately(
            new PageFrame
            {
                Title = $"Answer: {NameOf(Pair.Later)} and {NameOf(Pair.Earlier)}",
                Section = "decisions",
                Crumbs =
                [
                    new("Home", "/"),
                    new("Consistency", "/consistency"),
                    new(Quarter.Words, $"/consistency/{Quarter}"),
                    new("Answer"),
                ],
            }
        );
}
