using Trellis.Library;
using Trellis.Models;

namespace Trellis.Pages.Guide;

/// <summary>The words by which the guide's pages name what the files name by codes.</summary>
internal static class GuideWords
{
    public static string Of(ModelField field) =>
        field switch
        {
            ModelField.What => "What it is",
            ModelField.Form => "Legal form",
            ModelField.Since => "Since when",
            ModelField.WhoMaintained => "A school the council runs",
            ModelField.WhoAcademy => "A single academy",
            ModelField.WhoAcademyInATrust => "A school in a trust",
            ModelField.WhoIndependent => "A fee-paying school",
            ModelField.WhoSpecial => "A special school",
            ModelField.PartMembers => "Members",
            ModelField.PartTrustees => "Trustees",
            ModelField.PartCommittee => "A committee",
            ModelField.PartLocalGovernors => "The school's governors",
            ModelField.PartHead => "The head",
            ModelField.PartAuthority => "The council",
            ModelField.PartRegion => "The Department's regional team",
            ModelField.KeepsName => "Name",
            ModelField.KeepsNumber => "DfE number",
            ModelField.KeepsInspection => "Own Ofsted visit",
            ModelField.KeepsTables => "Own results in the tables",
            ModelField.KeepsCharacter => "Faith, or none",
            ModelField.ChangesHead => "Head",
            ModelField.ChangesGovernors => "Governors",
            ModelField.ChangesStaff => "Staff",
            ModelField.ChangesBudget => "Budget",
            ModelField.ConsentDiocese => "The diocese",
            ModelField.ConsentFoundation => "The foundation",
            ModelField.Weeks => "Weeks",
            ModelField.Meetings => "Meetings",
            ModelField.Cost => "Cost and grants",
            ModelField.Evidence => "What is known of results",
            ModelField.Leave => "How to leave",
            ModelField.Aims => "What it is used for",
            _ => "What you put in",
        };

    public static string Of(Answer answer) =>
        answer switch
        {
            Answer.Yes => "Yes",
            Answer.No => "No",
            Answer.Some => "In part",
            Answer.Stays => "Stays",
            Answer.MayChange => "May change",
            Answer.Changes => "Changes",
            Answer.Needed => "Must agree",
            Answer.Told => "Must be told",
            Answer.NotNeeded => "Need not agree",
            Answer.Decides => "Decides",
            Answer.Answers => "Answers for it",
            Answer.Leads => "Leads",
            Answer.May => "May have a part",
            Answer.Same => "As before",
            Answer.None => "None",
            Answer.SetByLaw => "Set by law",
            Answer.SetByAgreement => "Set by agreement",
            Answer.StateProgramme => "State programme",
            Answer.AtWill => "When you like",
            Answer.ByAgreement => "As agreed",
            Answer.ByProcedure => "By set steps",
            Answer.NoRight => "No right to",
            Answer.Accounts => "What people say",
            Answer.Association => "Rose, but not compared",
            Answer.Matched => "Compared with like schools",
            _ => "Looked for, not shown",
        };

    public static string Of(StepTo to) =>
        to switch
        {
            StepTo.Form => "How to form it",
            StepTo.Join => "How to join one",
            _ => "How to leave one",
        };

    public static string Of(Sureness sure) =>
        sure switch
        {
            Sureness.Seen => "the source says so",
            Sureness.Inferred => "follows from the source",
            _ => "general knowledge, no source",
        };

    public static string Of(Body body) =>
        body switch
        {
            Body.Governors => "Governors",
            Body.Trust => "Trusts",
            Body.Authority => "The council",
            Body.Diocese => "The diocese",
            _ => "The Department's regional team",
        };

    public static string Of(SchoolKind kind) =>
        kind switch
        {
            SchoolKind.Maintained => "The council runs it",
            SchoolKind.Academy => "A single academy",
            SchoolKind.AcademyInATrust => "A school in a trust of several",
            SchoolKind.Independent => "A fee-paying school",
            _ => "A special school",
        };

    public static string Of(SchoolSize size) =>
        size switch
        {
            SchoolSize.Below100 => "Fewer than 100 pupils",
            SchoolSize.Below210 => "100 to 209 pupils",
            _ => "210 pupils or more",
        };

    public static string Of(TimeGiven time) =>
        time switch
        {
            TimeGiven.HalfATerm => "Half a term",
            TimeGiven.ATerm => "A term",
            TimeGiven.AYear => "A school year",
            _ => "As long as it takes",
        };

    /// <summary>Where a source's line stands on the page that cites it.</summary>
    public static string Anchor(CitedSource source) => $"source-{source.Key}";
}
