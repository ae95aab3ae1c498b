using System.Globalization;
using Trellis.Brokerage;
using Trellis.Journal;
using Trellis.People;
using Trellis.Procedures;
using static Trellis.Brokerage.CaseStory;

namespace Trellis.Redactions;

/// <summary>Whatever officers, the public and the program do to the redactions of a case, in whatever order and on whatever days: nothing hidden is public, and nothing is changed but by an event.</summary>
public sealed class RedactionWalkTests
{
    private const string Said =
        "alba01 brin02 cadd03 dorn04 elmo05 fyre06 gant07 holt08 ivor09 jute10 kiln11 lorn12 mire13 nook14 oust15 pyre16 quay17 rook18 "
        + "sile19 tarn20 umbo21 vane22 wold23 xyst24 yare25 zarf26 amit27 bosk28 cove29 dell30";

    private static readonly TextAt at = ProcedureCase.TextOf(1, C("support-words"));
    private static readonly Holder[] people =
    [
        Officer,
        Decider,
        new(Story.Id(12), new(Role.RegionOfficer, Region)),
        CaseStory.Head,
        new(Story.Id(13), new(Role.BoardMember, Region)),
    ];

    private static ProcedureCase Begun() =>
        new CaseStory("transfer-underperforming", "2026-02-12")
            .Does("record-concern", Officer, "2026-02-12")
            .Does(
                "plan-support",
                Officer,
                "2026-02-12",
                Say("support-words", Said),
                CaseStory.On("support-review-on", "2026-03-02")
            )
            .Now;

    [Fact]
    public void Nothing_hidden_is_ever_public_whatever_is_done_in_whatever_order()
    {
        var walks = int.TryParse(
            Environment.GetEnvironmentVariable("TRELLIS_WALKS"),
            CultureInfo.InvariantCulture,
            out var many
        )
            ? many
            : 150;
        var chance = new Random(5);
        var begun = Begun();
        var (done, refused) = (new HashSet<string>(), new HashSet<string>());
        for (var walk = 0; walk < walks; walk++)
        {
            var (now, day) = (begun, new DateOnly(2026, 3, 2));
            for (var step = 0; step < 25; step++)
            {
                day = day.AddDays(chance.Next(20));
                var (name, after, why) = Any(now, day, chance);
                if (why is not null)
                    refused.Add(why);
                if (after is null)
                    continue;
                done.Add(name);
                Check(now, after, name);
                now = after;
            }
        }
        Assert.Equal(6, done.Count);
        foreach (
            var code in new[]
            {
                "not-your-case",
                "redacted-already",
                "redaction-outside",
                "redaction-expiry-past",
                "second-person-needed",
                "not-due",
                "not-by-hand",
            }
        )
            Assert.Contains(code, refused);
    }

    private static void Check(ProcedureCase before, ProcedureCase after, string act)
    {
        var (open, book) = (PublicCase.Of(after).Json!, after.Redactions);
        foreach (var hidden in book.Hidden(after.PublicTexts))
        foreach (var word in hidden.Words.Split(' '))
            Assert.False(open.Contains(word, StringComparison.Ordinal), $"{act}: {word}");
        // What nothing hides is there.
        foreach (var (start, end) in OpenText.WordsOf(Said))
            if (!book.Holding.Any(r => r.Start < end && start < r.End))
                Assert.Contains(Said[start..end], open);
        Assert.Equal(Enumerable.Range(1, book.All.Count), book.All.Select(r => r.Number));
        Assert.True(before.Redactions.All.Count <= book.All.Count);
        Assert.All(book.All, r => Assert.True(r.Second is null || r.Second != r.By));
        Assert.All(
            before.Redactions.All.Where(r => r.Ended is not null),
            r => Assert.Equal(r, book.Find(r.Number))
        );
        Assert.True(
            book.Reviews.Where(r => r.Outcome is null).CountBy(r => r.Of).All(c => c.Value == 1)
        );
        Assert.Equal(before with { Redactions = book }, after);
    }

    private static (string Act, ProcedureCase? After, string? Why) Any(
        ProcedureCase now,
        DateOnly day,
        Random chance
    )
    {
        Actor by =
            chance.Next(4) == 0
                ? new Program("release-redactions")
                : people[chance.Next(people.Length)];
        var number = chance.Next(1, 6);
        return chance.Next(6) switch
        {
            0 => Do(
                new RedactAnswer(
                    now.Id,
                    new Passage(
                        at,
                        chance.Next(Said.Length + 20),
                        chance.Next(1, 40),
                        RedactionCodes.All[chance.Next(6)],
                        day.AddDays(chance.Next(-1, 90)),
                        "A fictional reason."
                    )
                )
            ),
            1 => Do(new AgreeToRedaction(now.Id, number)),
            2 => Do(new LiftRedaction(now.Id, number)),
            3 => Do(new ReleaseRedaction(now.Id, number)),
            4 => Do(new AskForReview(now.Id, number)),
            _ => Do(
                new AnswerReview(
                    now.Id,
                    number,
                    (ReviewOutcome)chance.Next(2),
                    "Nobody is harmed by it."
                )
            ),
        };

        (string, ProcedureCase?, string?) Do<TEvent>(RedactingAct<TEvent> act)
            where TEvent : Event<ProcedureCase>
        {
            var when = new DateTimeOffset(day, new TimeOnly(10, 0), TimeSpan.Zero);
            return (act with { Desk = new RedactionDesk(Region, [], []) }).Apply(
                now,
                new Occasion(by, when, day, "A fictional reason.")
            ) switch
            {
                Outcome<TEvent>.Happened { Event: var happened } => (
                    act.GetType().Name,
                    happened.After(now, when),
                    null
                ),
                Outcome<TEvent>.Refused no => (act.GetType().Name, null, no.Why.Code),
                _ => (act.GetType().Name, null, null),
            };
        }
    }
}
