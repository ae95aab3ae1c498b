using Trellis.Schools;

namespace Trellis.Waits;

/// <summary>How the wait of a school that was judged inadequate ended, as far as published files tell.</summary>
public enum WaitOutcome
{
    /// <summary>It opened as an academy with a sponsor, or its pupils went into one.</summary>
    Sponsored,

    /// <summary>It opened as an academy of another kind.</summary>
    AcademyOtherwise,

    /// <summary>It went on as, or into, another school that is no academy with a sponsor.</summary>
    JoinedAnother,

    Closed,

    /// <summary>It was judged better, and had not opened with a sponsor a year after that.</summary>
    JudgedBetter,

    /// <summary>None of these until the last day that the files tell of.</summary>
    NoLongerFollowed,

    /// <summary>It ended, and no file says when, or one gives a day before the judgement.</summary>
    DayNotKnown,
}

/// <summary>
/// One school that a local authority maintained and Ofsted judged inadequate, from the first of its last unbroken run of such
/// judgements to the day on which it opened as an academy with a sponsor; where it never did, to the day on which it left the count.
/// </summary>
/// <param name="School">The continuing school, through all its URNs.</param>
/// <param name="Region">The name of one of the nine regions; empty where no entry of the school states one, nor its authority.</param>
/// <param name="Urn">The entry of the register that was judged.</param>
/// <param name="JudgedOn">The day of the inspection.</param>
/// <param name="ListedOn">From when the judgement can be read in a list that we have: a school that had closed before is in none of them.</param>
/// <param name="On">The day on which it ended or left the count; null where that is not known.</param>
/// <param name="Successor">The entry that it became or went into; null where there is none, or it left the count before.</param>
/// <param name="BetterOn">The day of the first judgement after it that was better; null where none is known.</param>
/// <param name="LaterSponsoredOn">The day on which it opened with a sponsor after it had left the count; null where it did not.</param>
/// <param name="Evidence">What the files say, a sentence each.</param>
public sealed record WaitSpell(
    School School,
    string Region,
    Urn Urn,
    DateOnly JudgedOn,
    DateOnly ListedOn,
    WaitOutcome Outcome,
    DateOnly? On,
    Urn? Successor,
    DateOnly? BetterOn,
    DateOnly? LaterSponsoredOn,
    IReadOnlyList<string> Evidence
)
{
    /// <summary>From the judgement to the end, or to the day it left the count; null where that is not known.</summary>
    public int? Days => On?.DayNumber - JudgedOn.DayNumber;

    /// <summary>Whether it ended with the opening that is waited for; where not, it only left the count.</summary>
    public bool IsOver => Outcome == WaitOutcome.Sponsored;

    /// <summary>Whether it counts in the figures: its day is known, and it had not left before a list could show it.</summary>
    public bool Counts => On is { } on && (ListedOn == JudgedOn || ListedOn < on);

    /// <summary>"sponsored", "judged-better".</summary>
    public string Code => CodeOf(Outcome);

    /// <summary>The code of an outcome, as files and addresses have it.</summary>
    public static string CodeOf(WaitOutcome outcome) =>
        outcome switch
        {
            WaitOutcome.Sponsored => "sponsored",
            WaitOutcome.AcademyOtherwise => "academy-otherwise",
            WaitOutcome.JoinedAnother => "joined-another",
            WaitOutcome.Closed => "closed",
            WaitOutcome.JudgedBetter => "judged-better",
            WaitOutcome.NoLongerFollowed => "no-longer-followed",
            _ => "day-not-known",
        };

    /// <summary>An outcome in a few words.</summary>
    public static string WordsOf(WaitOutcome outcome) =>
        outcome switch
        {
            WaitOutcome.Sponsored => "Opened with a sponsor",
            WaitOutcome.AcademyOtherwise => "Opened as another kind of academy",
            WaitOutcome.JoinedAnother => "Became part of another school",
            WaitOutcome.Closed => "Closed",
            WaitOutcome.JudgedBetter => "Judged better, without a sponsor a year later",
            WaitOutcome.NoLongerFollowed => "The files tell of no end",
            _ => "Its last day is not known",
        };
}
