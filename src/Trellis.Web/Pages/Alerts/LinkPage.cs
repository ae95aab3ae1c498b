using Trellis.Access;
using Trellis.Alerts;
using Trellis.Store;

namespace Trellis.Pages.Alerts;

/// <summary>A page that is opened by the link in a letter about what is new.</summary>
public abstract class LinkPage : AccountPage
{
    protected const string Over =
        "This link no longer works. Ask for letters again on the page of the school, the trust or the area.";

    // 32 bytes in the letters of an address; anything else is no link of ours and asks the store nothing.
    private const int Length = 43;

    public Alert Alert { get; private set; } = null!;

    /// <summary>What the letters are about.</summary>
    public string Name => AlertLetters.NameOf(Snapshot, Alert);

    private protected LinkDigest Link { get; private set; }

    private protected CancellationToken Stop => HttpContext.RequestAborted;

    /// <summary>Finds whose link it is; false where it is none.</summary>
    private protected async Task<bool> Find(string id, string token)
    {
        if (token.Length != Length || !AlertId.TryParse(id, null, out var known))
            return false;
        Link = AlertLetters.Digest(token);
        if ((await Casework.Find<Alert>(known.ToString(), Stop))?.State is not { } found)
            return false;
        Alert = found;
        return found.Confirm == Link || found.Leave.Contains(Link);
    }
}
