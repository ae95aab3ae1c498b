using Trellis.Partnerships;

namespace Trellis.Models;

/// <summary>How a model stands to one thing a board said.</summary>
public enum FitStanding
{
    Fits,
    Against,

    /// <summary>No source says.</summary>
    NotKnown,

    /// <summary>Neither for nor against: something to do or to know.</summary>
    ToNote,
}

/// <summary>One reason, in words.</summary>
public sealed record FitReason(FitStanding Standing, string Words);

/// <summary>One model held against what a board said: what fits, what does not, and why. No sum is made of it, and no order.</summary>
/// <param name="OnShortList">Whether it is among the six that small schools of the kind see first.</param>
public sealed record ModelFit(
    PartnershipModel Model,
    IReadOnlyList<FitReason> Reasons,
    bool OnShortList
)
{
    private static readonly (Wish Wish, ModelField Field)[] fields =
    [
        (Wish.Name, ModelField.KeepsName),
        (Wish.Number, ModelField.KeepsNumber),
        (Wish.Inspection, ModelField.KeepsInspection),
        (Wish.Tables, ModelField.KeepsTables),
        (Wish.Character, ModelField.KeepsCharacter),
        (Wish.Head, ModelField.ChangesHead),
        (Wish.Governors, ModelField.ChangesGovernors),
        (Wish.Staff, ModelField.ChangesStaff),
        (Wish.Budget, ModelField.ChangesBudget),
    ];

    public IReadOnlyList<FitReason> Of(FitStanding standing) =>
        [.. Reasons.Where(r => r.Standing == standing)];

    /// <summary>Every model in the order of the alphabet; for a small school the six of its short list come first.</summary>
    /// <param name="today">The day whose law and grants are asked for.</param>
    public static IReadOnlyList<ModelFit> Compare(Situation said, DateOnly today) =>
        [
            .. PartnershipModels
                .All.Select(m => Of(m, said, today))
                .OrderBy(f => said.IsSmall && f.OnShortList ? 0 : 1)
                .ThenBy(f => f.Model.Name, StringComparer.Ordinal),
        ];

    /// <summary>The field that tells what becomes of what is to be kept; null for a way out, which is another question.</summary>
    public static ModelField? FieldOf(Wish wish) =>
        fields.FirstOrDefault(f => f.Wish == wish) is { Field: not ModelField.What and var field }
            ? field
            : null;

    /// <summary>Whether a wish is kept for sure, by what the file says for a day; null where it is not known.</summary>
    public static bool? Keeps(PartnershipModel model, Wish wish, DateOnly today) =>
        FieldOf(wish) is { } field
            ? model.On(field, today).Answer is { } effect
                ? effect == Answer.Stays
                : null
            : model.On(ModelField.Leave, today).Answer is { } leave
                ? leave != Answer.NoRight
                : null;

    private static ModelFit Of(PartnershipModel model, Situation said, DateOnly today)
    {
        var reasons = new List<FitReason>();
        void Add(FitStanding standing, string words) => reasons.Add(new FitReason(standing, words));
        // Whether what nobody can begin would have fitted is of no use to anybody who chooses now.
        if (model.IsOver(today))
        {
            Add(
                FitStanding.Against,
                $"It is over: it ended in {model.Until!.Value.InWords}. Nobody can begin it now."
            );
            return new ModelFit(model, reasons, OnShortList: false);
        }
        if (said.Kind is { } kind)
            Who(kind);
        if (said.IsSpecial)
            Who(SchoolKind.Special);
        Keep();
        Aim();
        Offer();
        Time();
        foreach (
            var field in (ModelField[])[ModelField.ConsentDiocese, ModelField.ConsentFoundation]
        )
            if (
                model.On(field, today) is { Answer: Answer.Needed or Answer.Told } consent
                && !(field == ModelField.ConsentDiocese && said.HasFaith == false)
            )
                Add(FitStanding.ToNote, consent.Claim.Says);
        return new ModelFit(model, reasons, said.Kind is { } own && model.ShortList.Contains(own));

        void Who(SchoolKind kind)
        {
            var who = model.On(kind.Who(), today);
            Add(
                who.Answer switch
                {
                    Answer.Yes => FitStanding.Fits,
                    Answer.No => FitStanding.Against,
                    Answer.Some => FitStanding.ToNote,
                    _ => FitStanding.NotKnown,
                },
                who.Claim.IsKnown
                    ? who.Claim.Says
                    : $"If your kind of school may: {who.Claim.NotKnown}"
            );
        }

        // What stays, and what nobody knows, needs no more than its name; what goes is told in full.
        void Keep()
        {
            Wish[] kept = [.. said.Keeps.Where(w => Keeps(model, w, today) == true)];
            if (kept.Length > 0)
                Add(FitStanding.Fits, $"It keeps {And(kept.Select(Lower))}.");
            foreach (var wish in said.Keeps.Where(w => Keeps(model, w, today) == false))
                Add(
                    FitStanding.Against,
                    $"{WishWords(wish)}: {model.On(FieldOf(wish) ?? ModelField.Leave, today).Claim.Says}"
                );
            Wish[] unknown = [.. said.Keeps.Where(w => Keeps(model, w, today) is null)];
            if (unknown.Length > 0)
                Add(
                    FitStanding.NotKnown,
                    $"No source we read says if it keeps {And(unknown.Select(Lower))}."
                );
        }

        void Aim()
        {
            if (said.Aims.Count == 0)
                return;
            var aims = model.On(ModelField.Aims, today);
            Purpose[] named = [.. said.Aims.Where(aims.Aims.Contains)];
            if (named.Length > 0)
                Add(FitStanding.Fits, $"Sources name it for {And(named.Select(AimWords))}.");
            if (named.Length < said.Aims.Count)
                Add(
                    FitStanding.NotKnown,
                    $"No source names it for {And(said.Aims.Except(named).Select(AimWords))}."
                );
        }

        void Offer()
        {
            if (said.Offers.Count == 0)
                return;
            var asks = model.On(ModelField.Asks, today);
            if (!asks.Claim.IsKnown)
            {
                Add(FitStanding.NotKnown, $"What you put in: {asks.Claim.NotKnown}");
                return;
            }
            Ask[] lacking = [.. asks.Asks.Except(said.Offers)];
            if (lacking.Length == 0)
                Add(FitStanding.Fits, "It asks for no more than you can offer.");
            else
                Add(FitStanding.Against, $"It also asks for {And(lacking.Select(AskWords))}.");
        }

        void Time()
        {
            if (WeeksOf(said.Time) is not { } weeks)
                return;
            var takes = model.On(ModelField.Weeks, today);
            Add(
                takes.AtLeast is not { } least ? FitStanding.NotKnown
                    : least <= weeks ? FitStanding.Fits
                    : FitStanding.Against,
                takes.Claim.IsKnown ? takes.Claim.Says : "The time it takes."
            );
        }
    }

    /// <summary>The weeks a board gives; null where time is no matter. A term has about 13 weeks, a school year 39.</summary>
    public static int? WeeksOf(TimeGiven? time) =>
        time switch
        {
            TimeGiven.HalfATerm => 6,
            TimeGiven.ATerm => 13,
            TimeGiven.AYear => 39,
            _ => null,
        };

    /// <summary>What is to be kept, as boards say it.</summary>
    public static string WishWords(Wish wish) =>
        wish switch
        {
            Wish.Name => "Our name",
            Wish.Number => "Our DfE number",
            Wish.Inspection => "Our own Ofsted visit",
            Wish.Tables => "Our own results in the tables",
            Wish.Character => "Our faith or lack of one",
            Wish.Head => "Our own head",
            Wish.Governors => "Our own board",
            Wish.Staff => "The employer of our staff",
            Wish.Budget => "Our own budget",
            _ => "A way out that we can take",
        };

    /// <summary>A purpose as boards say it; the codes are those of Atkinson and others, 2007.</summary>
    public static string AimWords(Purpose aim) =>
        aim switch
        {
            Purpose.SchoolEconomic => "saving or sharing money",
            Purpose.SchoolImprovement => "making schools better",
            Purpose.SchoolRelationships => "closer ties between schools",
            Purpose.SchoolBarriers => "breaking down barriers",
            Purpose.StaffPractice => "sharing how we teach",
            Purpose.StaffTraining => "training staff",
            Purpose.StaffSupport => "support for staff",
            Purpose.PupilExperience => "more for pupils to do",
            Purpose.PupilAttainment => "pupils' results",
            Purpose.PupilSocial => "pupils' friends and social skills",
            Purpose.PupilBackgrounds => "pupils who know other backgrounds",
            _ => "the move from primary to secondary",
        };

    /// <summary>What a school puts in, as boards say it.</summary>
    public static string AskWords(Ask ask) =>
        ask switch
        {
            Ask.StaffDays => "days of staff",
            Ask.LeaderDays => "days of leaders",
            Ask.GovernorTime => "time of governors",
            Ask.Facilities => "rooms or grounds",
            Ask.Money => "money",
            _ => "letting others decide some things",
        };

    private static string Lower(Wish wish) =>
        char.ToLowerInvariant(WishWords(wish)[0]) + WishWords(wish)[1..];

    private static string And(IEnumerable<string> items) =>
        items.ToArray() switch
        {
            [] => "",
            [var one] => one,
            [.. var first, var last] => $"{string.Join(", ", first)} and {last}",
        };
}
