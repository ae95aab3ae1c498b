using Trellis.People;
using Trellis.Store;

namespace Trellis.Access;

/// <summary>A page that is opened by the link in a letter.</summary>
public abstract class LetterLinkPage : AccountPage
{
    // 32 bytes in the letters of an address; anything else is no link of ours and asks the store nothing.
    private const int Length = 43;

    /// <summary>Whose link it is; null where it is none, was used, its time is over, or the person is not as it was written for.</summary>
    private protected async Task<Person?> OwnerOf(TokenKind kind, string token, PersonStatus status)
    {
        if (token.Length != Length)
            return null;
        var stop = HttpContext.RequestAborted;
        var owner = await Casework.TokenOf(kind, Secrets.Digest(token), Now, stop) is { } id
            ? (await Casework.Find<Person>(id.ToString(), stop))?.State
            : null;
        return owner?.Status == status ? owner : null;
    }
}
