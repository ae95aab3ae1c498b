using System.Text.Json.Serialization;
using Trellis.Journal;
using Trellis.People;
using Trellis.Placements;
using Trellis.Procedures;

namespace Trellis.Closures;

/// <summary>What a plan for the schools of a closing trust is made from, and the plans that were kept. It stands beside a case of the procedure "A trust closes", which says how far it is and holds the decision for each school.</summary>
/// <param name="Closing">The trust that closes.</param>
/// <param name="Region">Whose officers work on it.</param>
/// <param name="Schools">Each school that needs another trust, in the order in which the case names them.</param>
/// <param name="Receivers">The trusts that are invited, in the order in which they were.</param>
/// <param name="Locks">Schools whose trust is settled before the plan is made.</param>
/// <param name="Plans">Those that were kept, oldest first.</param>
/// <param name="Published">The numbers of those that were published, oldest first: one for views, and one after them.</param>
/// <param name="Moved">Which school moved on which day, in the order of the days.</param>
/// <param name="Residuals">The schools that are left, each with its reason and who works on it; the newest word on each.</param>
public sealed record TrustClosure(
    CaseRef Ref,
    Scope Closing,
    Scope Region,
    DateOnly BegunOn,
    IReadOnlyList<ClosingAcademy> Schools,
    IReadOnlyList<Receiver> Receivers,
    IReadOnlyList<LockedPlace> Locks,
    IReadOnlyList<KeptPlan> Plans,
    IReadOnlyList<PublishedPlan> Published,
    IReadOnlyList<MovedSchool> Moved,
    IReadOnlyList<Residual> Residuals
) : Document
{
    /// <summary>Values of matches are kept as whole numbers of this share, so that the same facts have the same mark everywhere.</summary>
    public const int PartsOfValue = 10_000;

    /// <summary>Minutes are kept in tenths.</summary>
    public const int PartsOfMinute = 10;

    public override string Key => Ref.ToString();

    public override IReadOnlyList<string> Involves =>
        [
            Ref.Party,
            .. Schools
                .Select(s => s.School)
                .Concat(Receivers.Select(r => r.Trust))
                .Append(Closing)
                .Append(Region)
                .Distinct()
                .Select(s => s.ToString()),
        ];

    public ClosingAcademy? Of(Scope school) => Schools.FirstOrDefault(s => s.School == school);

    public Receiver? Receiving(Scope trust) => Receivers.FirstOrDefault(r => r.Trust == trust);

    /// <summary>The plan that was kept last; null before the first.</summary>
    [JsonIgnore]
    public KeptPlan? Newest => Plans is [.., var last] ? last : null;

    /// <summary>The plan that anybody reads; null before one is published.</summary>
    [JsonIgnore]
    public KeptPlan? Open =>
        Published is [.., var last] ? Plans.First(p => p.Number == last.Number) : null;

    /// <summary>All that a plan is made from, as the engine takes it.</summary>
    /// <param name="name">How a school or a trust is called in sentences; null for its number.</param>
    public ClosureInstance Instance(Func<Scope, string>? name = null)
    {
        name ??= scope => scope.Id;
        var settled = Settled();
        var fits = Receivers
            .SelectMany(r => r.Fits.Select(f => (Receiver: r, Fit: f)))
            .Where(f => Schools.Any(s => s.School == f.Fit.School))
            .ToList();
        return new ClosureInstance(
            [
                .. Schools.Select(s => new ClosingSchool(
                    s.School.Id,
                    name(s.School),
                    s.Challenge,
                    s.Cluster.ToString(),
                    // What is settled stands above its list.
                    s.Performing && Locks.All(l => l.School != s.School),
                    [.. s.Wishes.Select(w => w.Id)]
                )
                {
                    Pupils = s.Pupils,
                }),
            ],
            [
                .. Receivers.Select(r => new ReceivingTrust(
                    r.Trust.Id,
                    name(r.Trust),
                    r.Offer?.Places ?? 0,
                    r.Offer?.ChallengePoints ?? 0
                )),
            ],
            [
                .. fits.Where(f => IsOpen(f.Receiver, f.Fit))
                    .Select(f => new PossiblePlace(
                        f.Fit.School.Id,
                        f.Receiver.Trust.Id,
                        (double)f.Fit.Value!.Value / PartsOfValue,
                        (double?)f.Fit.Minutes / PartsOfMinute
                    )),
            ],
            [
                .. fits.Where(f => !IsOpen(f.Receiver, f.Fit))
                    .Select(f => new RuledOut(
                        f.Fit.School.Id,
                        f.Receiver.Trust.Id,
                        settled.FirstOrDefault(l => l.Lock.School == f.Fit.School)
                                is { WhyNot: { } unkept } broken
                                ? $"It is settled at {name(broken.Lock.Trust)}, {unkept}"
                            : f.Fit.Value is null ? f.Fit.WhyNot.ToString()
                            : $"{name(f.Receiver.Trust)} says that it cannot take this school."
                    )),
            ],
            [
                .. settled
                    .Where(l => l.WhyNot is null)
                    .Select(l => (l.Lock.School.Id, l.Lock.Trust.Id)),
            ]
        );

        // A school whose place cannot be kept goes nowhere else by itself: whoever settled it decides.
        bool IsOpen(Receiver receiver, Fit fit) =>
            receiver.CouldTake(fit.School)
            && settled.All(l => l.Lock.School != fit.School || l.WhyNot is null);
    }

    /// <summary>The settled places, and of each that cannot be kept any more why: what a trust offers may shrink after a school was settled there.</summary>
    /// <returns>The end of a sentence about the trust: "which has no room for it any more."; null where the place can be kept.</returns>
    public IReadOnlyList<(LockedPlace Lock, string? WhyNot)> Settled()
    {
        var kept = new List<LockedPlace>();
        var answers = new Dictionary<Scope, string>();
        foreach (var one in Locks)
        {
            var receiver = Receiving(one.Trust);
            var there = kept.Where(l => l.Trust == one.Trust).Append(one).ToList();
            if (receiver?.CouldTake(one.School) != true)
                answers[one.School] = "which cannot take it.";
            else if (
                there.Count > (receiver.Offer?.Places ?? 0)
                || there.Sum(l => Of(l.School)!.Challenge) > (receiver.Offer?.ChallengePoints ?? 0)
            )
                answers[one.School] = "which has no room for it any more.";
            else
                kept.Add(one);
        }
        // The same fair share as that of a plan; an easy school too many is the one that cannot stay.
        var fair = ClosureInstance.UsualFairShare * Schools.Average(s => s.Challenge);
        foreach (var group in kept.GroupBy(l => l.Trust))
        {
            var there = group
                .OrderByDescending(l => Of(l.School)!.Challenge)
                .ThenBy(l => l.School.Id, StringComparer.Ordinal)
                .ToList();
            while (
                there.Count > 1
                && there.Sum(l => Of(l.School)!.Challenge) < (fair * there.Count) - 1e-9
            )
            {
                answers[there[^1].School] =
                    "where only easy schools would be settled. Settle a harder one there too, or this one elsewhere.";
                there.RemoveAt(there.Count - 1);
            }
        }
        return [.. Locks.Select(l => (l, answers.GetValueOrDefault(l.School)))];
    }

    /// <summary>The mark of all that a plan is made from as it stands: another where anything of it has changed.</summary>
    public PlanMark Basis() => PlanMark.Of(ClosureFile.Write(Instance()));
}

/// <summary>A school of a trust that closes.</summary>
/// <param name="Challenge">Its challenge points, 1 to 5; seen by it, by who is responsible for it, by invited trusts and by the region.</param>
/// <param name="Owed">The parts that add to them, by their codes, the largest first: what help it is owed. Public with a plan.</param>
/// <param name="Cluster">The place whose schools are better kept together; nothing where it is in none.</param>
/// <param name="Performing">Whether it does well, so that it goes only to a trust on its own list where it gave one.</param>
/// <param name="Pupils">Null where no file says.</param>
/// <param name="Wishes">The trusts that it would join, the first choice first; never public.</param>
/// <param name="Words">What it wrote beside them; never public.</param>
/// <param name="WishedOn">Null where it said nothing yet.</param>
public sealed record ClosingAcademy(
    Scope School,
    int Challenge,
    IReadOnlyList<Code> Owed,
    FreeText Cluster,
    bool Performing,
    int? Pupils,
    IReadOnlyList<Scope> Wishes,
    FreeText Words,
    DateOnly? WishedOn
);

/// <summary>A trust that is invited to take some of the schools.</summary>
/// <param name="Fits">How well each school would fit there, worked out from open files on the day of the invitation.</param>
/// <param name="Offer">What it offers; null until it says.</param>
public sealed record Receiver(
    Scope Trust,
    DateOnly InvitedOn,
    IReadOnlyList<Fit> Fits,
    ReceiverOffer? Offer
)
{
    /// <summary>Whether the school could go there at all, whatever room there is.</summary>
    public bool CouldTake(Scope school) =>
        Fits.FirstOrDefault(f => f.School == school) is { Value: not null }
        && Offer?.Refuses.Contains(school) != true;
}

/// <summary>How well a school would fit into a trust.</summary>
/// <param name="Value">The published value of the match, in ten-thousandths; null where a hard filter rules it out.</param>
/// <param name="Minutes">By car to the trust's nearest school, in tenths; null where that is not known.</param>
/// <param name="WhyNot">Why it is ruled out; nothing where it is not.</param>
public sealed record Fit(Scope School, int? Value, int? Minutes, FreeText WhyNot);

/// <summary>What a trust offers to take. It may be changed until the schools are decided; 0 places take the offer back.</summary>
/// <param name="Places">How many schools, 0 or more.</param>
/// <param name="ChallengePoints">How many challenge points altogether, 0 or more.</param>
/// <param name="Refuses">Schools that it cannot take at all.</param>
/// <param name="Conditions">On which conditions; read by those who take part, never public.</param>
public sealed record ReceiverOffer(
    int Places,
    int ChallengePoints,
    IReadOnlyList<Scope> Refuses,
    FreeText Conditions,
    DateOnly On
);

/// <summary>A school whose trust is settled.</summary>
public sealed record LockedPlace(Scope School, Scope Trust, DateOnly On, FreeText Why);

/// <summary>A plan that anybody reads.</summary>
/// <param name="Number">Of the plan among those that were kept.</param>
public sealed record PublishedPlan(int Number, DateOnly On);

/// <summary>A school that moved.</summary>
/// <param name="Group">Which group moved with it, from 1.</param>
public sealed record MovedSchool(Scope School, Scope To, DateOnly On, int Group);

/// <summary>A school that nobody could take so far. All of it is public.</summary>
/// <param name="Because">Codes: "pfi", "debt", "estate", "size", "isolation", "other".</param>
/// <param name="Owner">Who works on it: the region, a local authority, a diocese, a trust.</param>
/// <param name="By">The day by which they say what comes next.</param>
/// <param name="Words">What is sought for it.</param>
public sealed record Residual(
    Scope School,
    IReadOnlyList<Code> Because,
    Scope Owner,
    DateOnly By,
    FreeText Words,
    DateOnly On
);
