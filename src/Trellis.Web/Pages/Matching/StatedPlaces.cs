using System.Text.Json;
using Trellis.Groups;
using Trellis.Journal;
using Trellis.Pages.MyTrust;
using Trellis.Placements;
using Trellis.Serving;
using Trellis.Store;
using Trellis.TrustPlaces;

namespace Trellis.Pages.Matching;

/// <summary>What a trust states of how many schools it could take, for its public page.</summary>
public sealed record StatedPlaces(PublicCapacity Told, DateOnly Today)
{
    /// <summary>What a trust stated; null where it stated nothing, and in a view that is kept for good, which holds nothing that the trust may take back.</summary>
    /// <exception cref="StoreUnavailableException">The record cannot be read.</exception>
    public static StatedPlaces? Of(SitePage page, PublicRecordFile record, Uid trust) =>
        page.HttpContext.Features.Get<ForGood>() is null
        && record.Find(PublicCapacity.Kind, People.Scope.Trust(trust).ToString()) is { } entry
            ? new StatedPlaces(JsonSerializer.Deserialize<PublicCapacity>(entry.Json)!, page.Today)
            : null;

    /// <summary>Whether it holds today.</summary>
    public bool HoldsNow => Told.From <= Today && !(Told.Until < Today);

    /// <summary>"2 primary schools, 1 secondary school"; "no school" where none.</summary>
    public string PlacesInWords
    {
        get
        {
            (Provision Phase, int Places)[] all =
            [
                (Provision.Primary, Told.Primary),
                (Provision.Secondary, Told.Secondary),
                (Provision.Special, Told.Special),
                (Provision.Alternative, Told.Alternative),
            ];
            var some = all.Where(p => p.Places > 0).ToList();
            return some.Count == 0
                ? "no further school"
                : string.Join(", ", some.Select(p => $"{p.Phase.InWords()}: {p.Places:N0}"))
                    + (
                        some.Sum(p => p.Places) > Told.InAll
                            ? $"; {Told.InAll:N0} in all at most"
                            : ""
                    );
        }
    }

    /// <summary>"a grant, works on the buildings"; empty where it ticked nothing.</summary>
    public string NeedsInWords =>
        CapacityPage.WordsOf(
            Enum.GetValues<CapacityNeed>()
                .Where(n => Told.Needs.Contains(Naming.Of(n.ToString()), StringComparer.Ordinal))
        );
}
