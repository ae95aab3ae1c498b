namespace Trellis.Partnerships;

/// <summary>Changes to one of many members.</summary>
internal static class Memberships
{
    /// <summary>The same members with the latest membership of a party changed.</summary>
    public static IReadOnlyList<Member> Latest(
        this IReadOnlyList<Member> members,
        Party party,
        Func<Member, Member> change
    )
    {
        var after = members.ToArray();
        var last = Array.FindLastIndex(after, m => m.Party == party);
        after[last] = change(after[last]);
        return after;
    }
}
