using Trellis.Closures;
using Trellis.Components;
using Trellis.Consultations;
using Trellis.Pages.Joining;
using Trellis.People;
using Trellis.Procedures;
using Trellis.Schools;
using Trellis.Snapshots;

namespace Trellis.Pages.Consultations;

/// <summary>How a consultation stands on a day, for whoever might reply.</summary>
public enum ConsultationStanding
{
    /// <summary>What is proposed is written down, and no day is set.</summary>
    Planned,

    /// <summary>Its opening day is set and has not come.</summary>
    Coming,
    Open,

    /// <summary>Its last day is over, and there is no report yet.</summary>
    Closed,
    Reported,

    /// <summary>Nobody was asked, for a reason that is public.</summary>
    NotHeld,

    /// <summary>It was given up.</summary>
    Stopped,
}

/// <summary>A consultation as anybody may read it: what is proposed, by when, how many replied, what came of it.</summary>
/// <param name="Procedure">Its steps and their public answers.</param>
/// <param name="Replies">Null before it takes replies.</param>
/// <param name="Day">The day on which it is read.</param>
public sealed record ConsultationOnRecord(
    PublicCase Procedure,
    PublicConsultation? Replies,
    DateOnly Day
)
{
    public string Id => Procedure.Id;

    public string Address => $"/consultation/{Id}";

    /// <summary>Whether it takes views on the plan of a closing trust, and is no consultation of a school.</summary>
    public bool IsPlan => Procedure.Procedure == $"{ClosureTerms.Table}";

    /// <summary>Whether a procedure is that of a closing trust whose plan is published for views.</summary>
    internal static bool IsPlanForViews(PublicCase procedure) =>
        procedure is { Case: not null }
        && procedure.Procedure == $"{ClosureTerms.Table}"
        && procedure.Steps.Any(s => s.Step == "open-views");

    public DateOnly? Opens => Answered(IsPlan ? "views-from" : "opens-on")?.Day;

    /// <summary>The last day on which replies count.</summary>
    public DateOnly? Closes => Answered(IsPlan ? "views-until" : "closes-on")?.Day;

    /// <summary>The day by which a decision is expected.</summary>
    public DateOnly? Decides => Answered("decides-on")?.Day;

    /// <summary>By the state and by the day: whoever reads it the morning after the last day reads that it is closed.</summary>
    public ConsultationStanding Standing =>
        Procedure.StoppedOn is not null ? ConsultationStanding.Stopped
        : IsPlan
            ? Procedure.State != $"{ClosureTerms.PublicViews}" ? ConsultationStanding.Reported
                : Closes < Day ? ConsultationStanding.Closed
                : Opens > Day ? ConsultationStanding.Coming
                : ConsultationStanding.Open
        : Procedure.State == "bypassed" ? ConsultationStanding.NotHeld
        : Procedure.State == "reported" ? ConsultationStanding.Reported
        : Procedure.State == "closed" || Closes < Day ? ConsultationStanding.Closed
        : Procedure.State != "open" ? ConsultationStanding.Planned
        : Opens > Day ? ConsultationStanding.Coming
        : ConsultationStanding.Open;

    public IReadOnlyList<Scope> Schools => Parties(ScopeKind.School);

    /// <summary>Who holds it, where that is not the region: it reads every reply too. Null for the region, and before it is opened.</summary>
    public Scope? HeldBy =>
        Procedure.Steps.LastOrDefault(s => s.Step == "open")?.By is { } by
        && Scope.TryParse(by, null, out var over)
        && over.Kind != ScopeKind.Region
            ? over
            : null;

    public Scope? Region => Parties(ScopeKind.Region) is [var region, ..] ? region : null;

    public bool IsAbout(Urn school) => Schools.Contains(Scope.School(school));

    /// <summary>Whether the school is asked to put trusts in order.</summary>
    public bool Ranks =>
        Answered("ranking")?.Chosen is [var asked]
        && asked.StartsWith("yes", StringComparison.Ordinal);

    /// <summary>The words of the reason why nobody was asked; empty where somebody was.</summary>
    public string NotBecause => Answered("not-because")?.Chosen is [var because] ? because : "";

    /// <summary>How many replied: organisations and people.</summary>
    public int All => Replies is null ? 0 : Replies.Organisations.Count + People;

    public int People => Replies?.People.Sum(p => p.All) ?? 0;

    public PublicAnswer? Answered(string ask) =>
        Procedure.Steps.SelectMany(s => s.Answers).LastOrDefault(a => a.Ask == ask);

    /// <summary>Words that were answered; empty where none were.</summary>
    public string Said(string ask) => Answered(ask)?.Text ?? "";

    /// <summary>The last day on which something of it was recorded.</summary>
    public DateOnly Last => Procedure.StoppedOn ?? Procedure.Steps[^1].On;

    public string Names(Snapshot snapshot) =>
        (IsPlan ? "A plan for " : "")
        + Together([.. Schools.Select(s => RolePlaces.Words(snapshot, s).Text)]);

    /// <summary>How it stands, in a sentence: "Open until 3 April 2026."</summary>
    public string Sentence =>
        Standing switch
        {
            ConsultationStanding.Planned => "No opening day is set yet.",
            ConsultationStanding.Coming => $"Opens on {Opens!.Value.InWords()}.",
            ConsultationStanding.Open => $"Open until {Closes!.Value.InWords()}.",
            ConsultationStanding.Closed =>
                $"Closed on {Closes!.Value.InWords()}. What people said is being read.",
            ConsultationStanding.Reported =>
                $"Closed on {Closes!.Value.InWords()}. You can read what was said and what was done.",
            ConsultationStanding.NotHeld => $"Nobody was asked: {NotBecause}.",
            _ => $"Given up on {Procedure.StoppedOn!.Value.InWords()}.",
        };

    private IReadOnlyList<Scope> Parties(ScopeKind kind) =>
        [
            .. Procedure
                .Parties.Select(p => Scope.TryParse(p.Over, null, out var over) ? over : default)
                .Where(o => o != default && o.Kind == kind)
                .Distinct(),
        ];

    private static string Together(List<string> names) =>
        names switch
        {
            [] => "a school",
            [var one] => one,
            [var one, var two] => $"{one} and {two}",
            [var one, .. var others] => $"{one} and {others.Count} others",
        };
}
