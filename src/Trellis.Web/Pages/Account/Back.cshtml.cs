using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.People;
using Trellis.Serving;
using Trellis.Store;

namespace Trellis.Pages.Account;

/// <summary>Where a provider sends the browser back to. Whom it names is let in only if they were linked before, by an invitation or while signed in.</summary>
[Access(Who.Everybody, Private = true)]
public sealed class BackPage : AccountPage
{
    public async Task<IActionResult> OnGet(string provider)
    {
        var openId = Part<OpenId>();
        if (openId.Find(provider) is not { } known)
            return NotHere("There is no such way to sign in here.");
        _ = Casework;
        Foreigner who;
        Asked asked;
        try
        {
            (who, asked) = await openId.Take(HttpContext, known, Part<Whereabouts>().Site);
        }
        catch (AnswerRefused why)
        {
            Part<SecurityLog>().Note(HttpContext, "provider", why.Code);
            return No(
                "answer-refused",
                $"The answer of {known.Name} could not be taken, so you are not signed in. Start again from the sign-in page."
            );
        }
        return asked.Purpose switch
        {
            "link" => await Link(who, asked, known),
            "invitation" => await Join(who, asked, known),
            _ => await SignIn(who, asked, known),
        };
    }

    private async Task<IActionResult> SignIn(Foreigner who, Asked asked, Provider known)
    {
        var stop = HttpContext.RequestAborted;
        var log = Part<SecurityLog>();
        if (await Casework.LinkedAs(who.Issuer, who.Subject, stop) is not { } person)
        {
            log.Note(HttpContext, "provider", "not-linked");
            return No(
                "not-linked",
                $"Nobody here is linked with this account of {known.Name}. Accept your invitation with it, or sign in with your password and link it on your account page."
            );
        }
        var active =
            await Casework.Find<Person>(person.ToString(), stop)
                is { State.Status: PersonStatus.Active }
            && await Part<Sessions>().Begin(HttpContext, person, known.Key);
        log.Note(HttpContext, "sign-in", active ? "done" : "not-active", person);
        return active
            ? See(asked.Return)
            : No("not-active", "This account cannot sign in. Ask an administrator.");
    }

    private async Task<IActionResult> Link(Foreigner who, Asked asked, Provider known)
    {
        // The same person in the same browser, still signed in; a link begun by one never falls to another.
        if (Visitor is not { } visitor || visitor.Person.Key != asked.For)
        {
            Part<SecurityLog>().Note(HttpContext, "provider", "link-of-another");
            return No("not-signed-in", "Sign in first, then link the account again.");
        }
        var linked = await Casework.Link(
            who.Issuer,
            who.Subject,
            visitor.Person.Id,
            Now,
            HttpContext.RequestAborted
        );
        Part<SecurityLog>().Note(HttpContext, "provider", linked ? "linked" : "linked-to-another");
        return linked
            ? See("/account")
            : No(
                "linked-to-another",
                $"This account of {known.Name} is linked with somebody else."
            );
    }

    private async Task<IActionResult> Join(Foreigner who, Asked asked, Provider known)
    {
        var stop = HttpContext.RequestAborted;
        if (
            await Casework.TokenOf(TokenKind.Invitation, asked.For, Now, stop) is not { } person
            || await Casework.LinkedAs(who.Issuer, who.Subject, stop) is { } other
                && other != person
            || !await Casework.SpendToken(asked.For, Now, stop)
        )
        {
            Part<SecurityLog>().Note(HttpContext, "provider", "invitation-over");
            return No(
                "invitation-over",
                "The invitation no longer works, or this account is linked with somebody else."
            );
        }
        var done = await Casework.Do(
            new AcceptInvitation(person),
            By(new Oneself(person)),
            stop: stop
        );
        if (done is Done<Person>.Refused refused)
            return No(refused.Why.Code, refused.Why.Sentence);
        await Casework.Link(who.Issuer, who.Subject, person, Now, stop);
        await Part<Sessions>().Begin(HttpContext, person, known.Key);
        Part<SecurityLog>().Note(HttpContext, "sign-in", "joined", person);
        return See("/account");
    }

    private static StatusSentence No(string code, string sentence) =>
        new(StatusCodes.Status403Forbidden, code, sentence);
}
