using Trellis.Partnerships;
using Trellis.People;

namespace Trellis.Closures;

/// <summary>As what somebody looks at the closure of a trust. Whoever is none of these reads only what is public.</summary>
public enum ClosureSeat
{
    /// <summary>An officer of the region, or whoever decides there: all of it.</summary>
    Region,

    /// <summary>A member of the region's advisory board: all of it, to read.</summary>
    Board,

    /// <summary>An officer of the trust that closes: its schools with their points and wishes.</summary>
    Closing,

    /// <summary>An officer of an invited trust: the schools with their points, and its own offer.</summary>
    Invited,

    /// <summary>Head or governor of one of the schools: its own points and wishes.</summary>
    School,
}

/// <summary>What one person may see of the closure of a trust.</summary>
/// <param name="Over">The region, trust or school in whose name they look.</param>
public sealed record ClosureSight(ClosureSeat Seat, Scope Over, Holder By)
{
    /// <summary>All seats that roles give somebody, the one that sees most first; none where they read only what is public.</summary>
    public static IReadOnlyList<ClosureSight> Of(TrustClosure closure, IEnumerable<Holder> roles) =>
        [
            .. roles
                .Select(by =>
                    SeatOf(closure, by) is { } seat ? new ClosureSight(seat, by.As.Over, by) : null
                )
                .OfType<ClosureSight>()
                .OrderBy(s => s.Seat)
                .ThenBy(s => s.By.As.Role),
        ];

    private static ClosureSeat? SeatOf(TrustClosure closure, Holder by) =>
        by.As.Role switch
        {
            Role.RegionOfficer or Role.DecisionMaker when by.As.Over == closure.Region =>
                ClosureSeat.Region,
            Role.BoardMember when by.As.Over == closure.Region => ClosureSeat.Board,
            Role.TrustOfficer when by.As.Over == closure.Closing => ClosureSeat.Closing,
            Role.TrustOfficer when closure.Receiving(by.As.Over) is not null => ClosureSeat.Invited,
            _ when closure.Of(by.As.Over) is not null
                    && Party.Of(by.As.Over) is { } party
                    && new Voice(party, null).MaySpeak(by) => ClosureSeat.School,
            _ => null,
        };

    /// <summary>Whether they see how many challenge points a school counts.</summary>
    public bool SeesPointsOf(Scope school) => Seat != ClosureSeat.School || Over == school;

    /// <summary>Whether they see which trusts a school would rather join, and what it wrote.</summary>
    public bool SeesWishesOf(Scope school) =>
        Seat is ClosureSeat.Region or ClosureSeat.Board or ClosureSeat.Closing
        || Seat == ClosureSeat.School && Over == school;

    /// <summary>Whether they see what a trust offers, and on which conditions.</summary>
    public bool SeesOfferOf(Scope trust) =>
        Seat is ClosureSeat.Region or ClosureSeat.Board
        || Seat == ClosureSeat.Invited && Over == trust;

    /// <summary>Whether they see a plan before it is published.</summary>
    public bool SeesPlans => Seat is ClosureSeat.Region or ClosureSeat.Board;
}
