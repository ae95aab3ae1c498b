using System.Text.Json.Serialization;
using Trellis.Journal;
using Trellis.Measures;

namespace Trellis.Protocols;

/// <summary>How a partnership will be judged, as it was registered with it and never changed since.</summary>
/// <param name="Method">The version of the way in which it was drafted.</param>
/// <param name="On">The day on which it was registered.</param>
/// <param name="Late">Whether the partnership had been stated here on an earlier day, before evaluations were registered with partnerships.</param>
/// <param name="Text">What was frozen, in parts: what follows from closed answers, and each aim in the words of the members, which alone may ever be erased.</param>
/// <param name="Hash">Of the whole text at registration.</param>
/// <param name="Terms">What the text says, for the program.</param>
public sealed record Protocol(
    int Method,
    DateOnly On,
    bool Late,
    IReadOnlyList<FreeText> Text,
    ProtocolHash Hash,
    ProtocolTerms Terms
)
{
    /// <summary>The text whose hash was registered: the parts, each ended by a line feed.</summary>
    [JsonIgnore]
    public string Canonical => string.Concat(Text.Select(t => t.ToString() + "\n"));

    /// <summary>Whether the text is still the one that was registered; else words of it have been erased.</summary>
    [JsonIgnore]
    public bool IsWhole => ProtocolHash.Of(Canonical) == Hash;
}

/// <summary>What may be chosen in a protocol.</summary>
/// <param name="PrimarySchools">By which outcome primary schools are judged, an id of definitions/outcomes.</param>
/// <param name="SecondarySchools">By which outcome secondary schools are judged.</param>
/// <param name="Beside">Outcomes that are shown beside and never judged by.</param>
/// <param name="Treated">Who counts as treated.</param>
/// <param name="Comparators">With whom they are compared: a rule and its version.</param>
/// <param name="Base">The year from which effects are measured.</param>
/// <param name="From">The first school year that counts as treated, for all; null where it follows from the day on which each joined.</param>
public sealed record ProtocolTerms(
    OutcomeCode PrimarySchools,
    OutcomeCode SecondarySchools,
    IReadOnlyList<OutcomeCode> Beside,
    WhoIsTreated Treated,
    ComparatorRule Comparators,
    BaseYear Base,
    Year? From
)
{
    public bool Equals(ProtocolTerms? other) =>
        other is not null
        && PrimarySchools == other.PrimarySchools
        && SecondarySchools == other.SecondarySchools
        && Beside.SequenceEqual(other.Beside)
        && Treated == other.Treated
        && Comparators == other.Comparators
        && Base == other.Base
        && From == other.From;

    public override int GetHashCode() =>
        HashCode.Combine(PrimarySchools, SecondarySchools, Treated, Comparators, Base, From);
}

/// <summary>The outcomes a partnership may be judged by; each has a file in definitions/outcomes.</summary>
public enum OutcomeCode
{
    /// <summary>Reading and maths at the end of primary school.</summary>
    Ks2,

    /// <summary>Attainment 8 at the end of secondary school.</summary>
    Ks4,

    /// <summary>Overall absence.</summary>
    Absence,
}

/// <summary>Who counts as treated.</summary>
public enum WhoIsTreated
{
    /// <summary>The members that take support; where no member is said to take, all of them.</summary>
    Takers,

    /// <summary>All members, givers and takers alike.</summary>
    Everybody,
}

/// <summary>With whom members are compared.</summary>
public enum ComparatorRule
{
    /// <summary>Version 1: schools of the same phase and region that were in no partnership stated here, the nearest by results and intake in the base year and before it.</summary>
    NearestUnpartnered1,
}

/// <summary>From which year effects are measured.</summary>
public enum BaseYear
{
    /// <summary>The last year with results before the first treated one.</summary>
    YearBefore,

    /// <summary>One year earlier, for what led to it may have begun to work already.</summary>
    TwoYearsBefore,
}

/// <summary>A change of a protocol after it was registered; the protocol itself stays.</summary>
/// <param name="Terms">All that may be chosen, as the members would have it from then on.</param>
/// <param name="AfterResults">Whether results of a treated year had been published when it was made: then the registered terms stay the ones that count.</param>
/// <param name="ResultsUntil">The newest year whose results had been published; null where none had.</param>
public sealed record Deviation(
    Partnerships.Party By,
    DateOnly On,
    FreeText Reason,
    ProtocolTerms Terms,
    bool AfterResults,
    Year? ResultsUntil
);

/// <summary>The evaluation that was registered with a partnership: its protocol, and what was changed later.</summary>
/// <param name="Deviations">In the order in which they were made.</param>
public sealed record RegisteredEvaluation(Protocol Protocol, IReadOnlyList<Deviation> Deviations)
{
    /// <summary>The terms that count: the registered ones, or those of the last deviation that was made before results were published.</summary>
    [JsonIgnore]
    public ProtocolTerms Counting =>
        Deviations.LastOrDefault(d => !d.AfterResults)?.Terms ?? Protocol.Terms;

    /// <summary>The terms that the members would have now, whenever they said so.</summary>
    [JsonIgnore]
    public ProtocolTerms Wanted => Deviations is [.., var last] ? last.Terms : Protocol.Terms;

    /// <summary>What differs between the registered terms and others, in words; empty where nothing does.</summary>
    public IReadOnlyList<TermChange> DiffTo(ProtocolTerms now) =>
        [
            .. ProtocolWords
                .Of(Protocol.Terms)
                .Zip(ProtocolWords.Of(now))
                .Where(t => t.First.Words != t.Second.Words)
                .Select(t => new TermChange(t.First.Name, t.First.Words, t.Second.Words)),
        ];
}

/// <summary>One thing that was registered in one way and is said otherwise now.</summary>
public sealed record TermChange(string Name, string Registered, string Now);
