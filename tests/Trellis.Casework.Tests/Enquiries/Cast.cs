using Trellis.Journal;
using Trellis.Listings;
using Trellis.Partnerships;
using Trellis.People;
using Trellis.Schools;

namespace Trellis.Enquiries;

/// <summary>Three fictional schools, the trust one of them is in, their authority, and somebody of each.</summary>
internal static class Cast
{
    public static readonly Scope Authority = new(ScopeKind.LocalAuthority, "330");
    public static readonly Scope Trust = new(ScopeKind.Trust, "2345");

    public static readonly Voice First = new(Party.School(new Urn(100_000)), Authority);
    public static readonly Voice Second = new(Party.School(new Urn(100_001)), Authority);

    /// <summary>In the trust.</summary>
    public static readonly Voice Third = new(Party.School(new Urn(100_002)), Trust);
    public static readonly Voice Area = new(Party.Of(Authority)!.Value, null);

    public static readonly Holder HeadOfFirst = Of(1, Role.Head, First.As.Scope!.Value);
    public static readonly Holder HeadOfSecond = Of(2, Role.Head, Second.As.Scope!.Value);
    public static readonly Holder HeadOfThird = Of(3, Role.Head, Third.As.Scope!.Value);
    public static readonly Holder OfficerOfTrust = Of(4, Role.TrustOfficer, Trust);
    public static readonly Holder OfficerOfArea = Of(5, Role.LocalAuthorityOfficer, Authority);

    public static readonly TopicId Maths = TopicId.Parse("maths");

    public static readonly ListingTerms Terms = new(
        Maths,
        "Fictional help with maths",
        10,
        Story.FirstDay,
        null,
        default,
        [],
        default,
        null
    );

    public static readonly ListingTerms HalfASenco = Terms with
    {
        Topic = TopicId.Parse("senco"),
        DaysATerm = null,
        Post = new Post("SENCO", 25, Story.FirstDay, 30),
    };

    public static ListingId Entry(int number) =>
        ListingId.From([(byte)number, (byte)(number >> 8), 1, 1, 1, 1, 1, 1, 1, 1]);

    public static EnquiryId Asked(int number) =>
        EnquiryId.From([(byte)number, (byte)(number >> 8), 2, 2, 2, 2, 2, 2, 2, 2]);

    public static IntroductionId Proposed(int number) =>
        IntroductionId.From([(byte)number, (byte)(number >> 8), 3, 3, 3, 3, 3, 3, 3, 3]);

    private static Holder Of(int number, Role role, Scope over) =>
        new(Story.Id(number), new Appointment(role, over));

    /// <summary>A day of the story, counted from its first.</summary>
    public static Occasion On(Actor by, int day) => Story.By(by, day * 1440);

    /// <summary>What came of an act, which has to be done.</summary>
    public static TState Done<TState, TEvent>(
        this Act<TState, TEvent> act,
        TState? before,
        Occasion now
    )
        where TState : State
        where TEvent : Event<TState> =>
        Assert.IsType<Outcome<TEvent>.Happened>(act.Apply(before, now)).Event.After(before, now.At);

    /// <summary>The code of the refusal that an act meets.</summary>
    public static string Refused<TState, TEvent>(
        this Act<TState, TEvent> act,
        TState? before,
        Occasion now
    )
        where TState : State
        where TEvent : Event<TState> =>
        Assert.IsType<Outcome<TEvent>.Refused>(act.Apply(before, now)).Why.Code;
}
