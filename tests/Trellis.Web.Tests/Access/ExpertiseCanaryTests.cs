using System.Collections.Concurrent;
using System.Text;
using Trellis.Enquiries;
using Trellis.Journal;
using Trellis.Listings;
using Trellis.Partnerships;
using Trellis.People;
using Trellis.Store;

namespace Trellis.Tests.Access;

/// <summary>What two schools write to each other, why a school declined, and what stands on a shortlist: read by those it is for, and in no byte that anybody else gets.</summary>
public sealed class ExpertiseCanaryTests(PeopledSite site, ITestOutputHelper output)
    : IClassFixture<PeopledSite>
{
    private const string Enquiry = "quincunx-enquiry";
    private const string Answer = "quincunx-answer";
    private const string Reason = "quincunx-reason";
    private const string Note = "quincunx-note";
    private const string Proposal = "quincunx-proposal";

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private Voice This =>
        new(Party.School(site.School.Urn), site.ScopeOf(ScopeKind.Trust, site.School));

    private Voice Another =>
        new(Party.School(site.Elsewhere.Urn), site.ScopeOf(ScopeKind.Trust, site.Elsewhere));

    private Voice Area =>
        new(Party.Of(site.ScopeOf(ScopeKind.LocalAuthority, site.School))!.Value, null);

    private Holder Holder(string name)
    {
        var caller = site.Called(name);
        return new Holder(caller.Id, caller.Holds[0]);
    }

    private async Task Must<TState, TEvent>(Act<TState, TEvent> act, string by)
        where TState : State
        where TEvent : Event<TState> =>
        Assert.IsType<Done<TState>.Written>(
            await site.Casework.Do(act, site.Now(Holder(by)), stop: Stop)
        );

    /// <summary>Who may read a word: whoever holds a role that one of its two sides speaks by.</summary>
    private bool MayRead(Caller caller, string word) =>
        caller.IsSignedIn
        && caller.Holds.Any(h =>
            h.Role switch
            {
                Role.Head or Role.Governor => Of(h, ScopeKind.School, word),
                Role.TrustOfficer => Of(h, ScopeKind.Trust, word),
                Role.LocalAuthorityOfficer => word is Reason or Proposal
                    && h.Over == site.ScopeOf(ScopeKind.LocalAuthority, site.School),
                _ => false,
            }
        );

    private bool Of(Appointment held, ScopeKind kind, string word) =>
        held.Over == site.ScopeOf(kind, site.School)
        || (
            word is Enquiry or Answer or Proposal && held.Over == site.ScopeOf(kind, site.Elsewhere)
        );

    [Fact]
    public async Task No_private_word_is_in_the_bytes_of_anybody_it_is_not_for()
    {
        var asked = EnquiryId.From([9, 9, 9, 9, 9, 9, 9, 9, 9, 9]);
        var one = IntroductionId.From([9, 9, 9, 9, 9, 9, 9, 9, 9, 9]);
        var topic = TopicId.Parse("maths");
        await Must(
            new AskSchool(asked, This, Another.As, null, topic, false, Enquiry, 2, true),
            "head of this"
        );
        await Must(
            new ReplyToEnquiry(
                asked,
                Another,
                ReplyKind.NotNow,
                Reluctance.NoTime,
                Answer,
                null,
                null
            ),
            "head of another"
        );
        await Must(new PutOnShortlist(This, Another.As, Note), "head of this");
        await Must(
            new ProposeIntroduction(one, Area, [This.As, Another.As], [This.As], topic, Proposal),
            "local authority officer of this"
        );
        await Must(
            new AnswerIntroduction(one, This, false, Reluctance.Cost, Reason),
            "head of this"
        );
        string[] words = [Enquiry, Answer, Reason, Note, Proposal];
        var addresses = new List<string>
        {
            "/",
            "/directory",
            $"/directory/{site.Listing}",
            $"/directory/{site.Listing}/ask",
            "/introductions",
            "/journal",
            "/changes",
            "/search?q=quincunx",
            $"/school/{site.School.Urn}",
            $"/school/{site.Elsewhere.Urn}",
            "/my-school",
            "/my-trust",
            "/my-area",
            "/my-area/broker",
            "/account",
        };
        foreach (
            var (at, voice) in new[]
            {
                ($"/my-school/{site.School.Urn}", This),
                ($"/my-school/{site.Elsewhere.Urn}", Another),
                ($"/my-trust/{This.Body!.Value.Id}", This),
                ($"/my-trust/{Another.Body!.Value.Id}", Another),
                ($"/my-area/{Area.As.Scope!.Value.Id}", Area),
            }
        )
            addresses.AddRange([
                $"{at}/offers",
                $"{at}/offers/{site.Listing}",
                $"{at}/enquiries",
                $"{at}/enquiries/{asked}",
                $"{at}/introductions",
                $"{at}/broker/{one}",
            ]);
        var told = new ConcurrentBag<string>();
        var read = new ConcurrentDictionary<(string Word, string Who), bool>();
        var answers = 0;
        await Parallel.ForEachAsync(
            from caller in site.Callers
            from address in addresses
            from form in new[] { "", ".json", ".csv", ".atom" }
            where form.Length == 0 || !address.Contains('?', StringComparison.Ordinal)
            select (caller, address, form),
            new ParallelOptions { MaxDegreeOfParallelism = 8, CancellationToken = Stop },
            async (cell, stop) =>
            {
                var (caller, address, form) = cell;
                using var request = new HttpRequestMessage(
                    HttpMethod.Get,
                    (address == "/" && form.Length > 0 ? "/home" : address) + form
                );
                request.Headers.Add("Accept", form.Length == 0 ? "text/html" : "*/*");
                if (caller.Cookie is not null)
                    request.Headers.Add("Cookie", caller.Cookie);
                using var answer = await site.Client.SendAsync(request, stop);
                var text = Encoding.UTF8.GetString(await answer.Content.ReadAsByteArrayAsync(stop));
                Interlocked.Increment(ref answers);
                foreach (var word in words)
                    if (
                        text.Contains(word, StringComparison.Ordinal)
                        || $"{answer.Headers}".Contains(word, StringComparison.Ordinal)
                    )
                    {
                        read[(word, caller.Name)] = true;
                        if (!MayRead(caller, word))
                            told.Add($"{address}{form} tells {caller.Name} {word}");
                    }
            }
        );
        output.WriteLine($"{answers:N0} answers read; {told.Count} tell what they may not.");
        Assert.Empty(told);
        // The words are there to be found: each of those they are for finds them.
        foreach (
            var (word, who) in new[]
            {
                (Enquiry, "head of this"),
                (Enquiry, "head of another"),
                (Enquiry, "trust officer of this"),
                (Answer, "governor of this"),
                (Note, "governor of this"),
                (Proposal, "head of another"),
                (Reason, "local authority officer of this"),
            }
        )
            Assert.True(read.ContainsKey((word, who)), $"{who} does not find {word}.");
        // Neither is any of it in the public record, a letter's outbox or a line of the log.
        Assert.DoesNotContain(
            site.Logged,
            line => line.Contains("quincunx", StringComparison.Ordinal)
        );
    }
}
