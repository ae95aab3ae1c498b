using Trellis.Access;
using Trellis.Groups;
using Trellis.People;
using Trellis.Serving;

namespace Trellis.Pages.MyTrust;

/// <summary>What pages for officers of a trust share whose address names no trust: which one is meant, and in which role they act for it.</summary>
public abstract class TrustDeskPage : ActingPage
{
    private const string Asked = "trust";

    /// <summary>The trust; set once <see cref="FindTrust"/> was true.</summary>
    public Group Trust { get; private set; } = null!;

    /// <summary>The visitor as an officer of it.</summary>
    public Holder Officer { get; private set; } = null!;

    /// <summary>The trusts whose officer the visitor is, to choose from where there are several.</summary>
    public IReadOnlyList<Group> Trusts { get; private set; } = [];

    public Scope Own => Scope.Trust(Trust.Uid);

    /// <summary>How an address of such a page says which trust is meant; empty where the visitor has one alone.</summary>
    public string Which => Trusts.Count > 1 ? $"?{Asked}={Trust.Uid}" : "";

    /// <summary>Finds the visitor's trust: the one the address names, else their first.</summary>
    /// <returns>False where they have none that the register knows, or the address names another's.</returns>
    protected bool FindTrust()
    {
        var held = Visitor.Roles.Where(r => r.Role == Role.TrustOfficer).ToList();
        Trusts =
        [
            .. held.Select(r =>
                    Uid.TryParse(r.Over.Id, null, out var uid) ? Snapshot.Find(uid) : null
                )
                .OfType<Group>()
                .Distinct()
                .OrderBy(g => g.Name, StringComparer.Ordinal),
        ];
        var named = Request.Query[Asked].ToString();
        var found =
            named.Length == 0
                ? Trusts.FirstOrDefault()
                : Trusts.FirstOrDefault(t => t.Uid.ToString() == named);
        if (found is null)
            return false;
        Choose(Scope.Trust(found.Uid));
        return true;
    }

    /// <summary>Turns to one of the visitor's trusts.</summary>
    private protected void Choose(Scope own)
    {
        Trust = Trusts.First(t => Scope.Trust(t.Uid) == own);
        Officer = new Holder(
            Visitor.Person.Id,
            Visitor.Roles.First(r => r.Role == Role.TrustOfficer && r.Over == own)
        );
    }
}
