namespace Trellis.Models;

/// <summary>What is asked of every model. Each is answered in every file, or said to be not known and why.</summary>
public enum ModelField
{
    What,
    Form,
    Since,
    WhoMaintained,
    WhoAcademy,
    WhoAcademyInATrust,
    WhoIndependent,
    WhoSpecial,
    PartMembers,
    PartTrustees,
    PartCommittee,
    PartLocalGovernors,
    PartHead,
    PartAuthority,
    PartRegion,
    KeepsName,
    KeepsNumber,
    KeepsInspection,
    KeepsTables,
    KeepsCharacter,
    ChangesHead,
    ChangesGovernors,
    ChangesStaff,
    ChangesBudget,
    ConsentDiocese,
    ConsentFoundation,

    /// <summary>Weeks until it is at work.</summary>
    Weeks,

    /// <summary>Meetings until it is at work, and each year where the words say so.</summary>
    Meetings,
    Cost,
    Evidence,
    Leave,
    Aims,
    Asks,
}

/// <summary>What a school is, as far as it matters for which models it may use.</summary>
public enum SchoolKind
{
    /// <summary>A council maintains it.</summary>
    Maintained,

    /// <summary>An academy that is its trust's only one.</summary>
    Academy,
    AcademyInATrust,
    Independent,

    /// <summary>A special school, whoever runs it.</summary>
    Special,
}

/// <summary>What a school puts into it.</summary>
public enum Ask
{
    StaffDays,
    LeaderDays,
    GovernorTime,
    Facilities,
    Money,

    /// <summary>Others decide some things, or all.</summary>
    Powers,
}

/// <summary>The short answer of a claim, where its field has one. Which answers a field can have: <see cref="FieldAnswers.Of"/>.</summary>
public enum Answer
{
    // Who may use it.
    Yes,
    No,

    /// <summary>Only some of them, or only in part.</summary>
    Some,

    // What becomes of a thing.
    Stays,
    MayChange,
    Changes,

    // Who has to agree.
    Needed,
    Told,
    NotNeeded,

    // What a body does.
    Decides,
    Answers,
    Leads,
    May,

    /// <summary>What it did before.</summary>
    Same,
    None,

    // Legal form.
    SetByLaw,
    SetByAgreement,
    StateProgramme,

    // How it is left.
    AtWill,
    ByAgreement,
    ByProcedure,
    NoRight,

    // What is known of its effect; also none.
    Accounts,

    /// <summary>Results rose with it; no like schools were compared.</summary>
    Association,

    /// <summary>Compared with like schools that were not in one.</summary>
    Matched,

    /// <summary>It was looked for and could not be shown.</summary>
    NoEffectShown,
}

/// <summary>Which answers a field can have.</summary>
public static class FieldAnswers
{
    private static readonly Answer[] Openness = [Answer.Yes, Answer.No, Answer.Some];
    private static readonly Answer[] Effect = [Answer.Stays, Answer.MayChange, Answer.Changes];
    private static readonly Answer[] Consent = [Answer.Needed, Answer.Told, Answer.NotNeeded];

    private static readonly Answer[] Part =
    [
        Answer.Decides,
        Answer.Answers,
        Answer.Leads,
        Answer.May,
        Answer.Some,
        Answer.Same,
        Answer.Told,
        Answer.None,
    ];

    private static readonly Answer[] Form =
    [
        Answer.SetByLaw,
        Answer.SetByAgreement,
        Answer.StateProgramme,
        Answer.None,
    ];

    private static readonly Answer[] Evidence =
    [
        Answer.None,
        Answer.Accounts,
        Answer.Association,
        Answer.Matched,
        Answer.NoEffectShown,
    ];

    private static readonly Answer[] Leave =
    [
        Answer.AtWill,
        Answer.ByAgreement,
        Answer.ByProcedure,
        Answer.NoRight,
    ];

    /// <summary>The answers of a field; empty where it has words only.</summary>
    public static IReadOnlyList<Answer> Of(ModelField field) =>
        field switch
        {
            ModelField.Form => Form,
            >= ModelField.WhoMaintained and <= ModelField.WhoSpecial => Openness,
            >= ModelField.PartMembers and <= ModelField.PartRegion => Part,
            >= ModelField.KeepsName and <= ModelField.ChangesBudget => Effect,
            ModelField.ConsentDiocese or ModelField.ConsentFoundation => Consent,
            ModelField.Evidence => Evidence,
            ModelField.Leave => Leave,
            _ => [],
        };

    /// <summary>The field that says whether a kind of school may use a model.</summary>
    public static ModelField Who(this SchoolKind kind) => ModelField.WhoMaintained + (int)kind;
}
