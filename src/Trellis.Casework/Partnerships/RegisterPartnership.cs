using Trellis.Journal;
using Trellis.Models;
using Trellis.Protocols;

namespace Trellis.Partnerships;

/// <summary>A member as whoever registers a partnership states it.</summary>
/// <param name="Name">Of those without an account here; nothing for a school, a trust or an authority.</param>
public sealed record NewMember(
    Party Party,
    FreeText Name,
    IReadOnlyList<MemberRole> Roles,
    DateOnly From
);

/// <summary>States a partnership. What it says of others is theirs to confirm; until then it is public as stated.</summary>
/// <param name="Id">Drawn where the form was shown.</param>
/// <param name="By">The member in whose name it is stated.</param>
public sealed record RegisterPartnership(
    PartnershipId Id,
    Voice By,
    FreeText Name,
    ModelId Model,
    DateOnly Began,
    IReadOnlyList<Purpose> Purposes,
    Depth Depth,
    Willingness Willingness,
    FreeText RequiredBecause,
    IReadOnlyList<NewMember> Members,
    Agreement Agreement,
    Costs Costs,
    IReadOnlyList<Aim> Aims
) : Act<Partnership, PartnershipRegistered>
{
    public override string Subject => Id.ToString();

    public override Outcome<PartnershipRegistered> Apply(Partnership? before, Occasion now)
    {
        if (before is not null)
            return new Refusal("registered-already", "This partnership is registered already.");
        if (!By.MaySpeak(now.By))
            return new Refusal(
                "not-your-party",
                "Register a partnership for your own school, trust or local authority."
            );
        if (PartnershipModels.Of(Model) is not { } model)
            return new Refusal("model-unknown", "Choose one of the ways of working together.");
        if (model.FromRegister)
            return new Refusal(
                "model-from-register",
                $"{model.Name}: the Department's register of schools says who is in one. It cannot be stated here."
            );
        if (
            Rights.Wrong(Name, Purposes, Willingness, RequiredBecause, Agreement, Costs) is
            { } wrong
        )
            return wrong;
        if (Rights.CannotSit(By, Model) is { } cannot)
            return cannot;
        if (Began > now.Today)
            return new Refusal("not-begun", "Enter a day on which it had begun: today or earlier.");
        if (!Enum.IsDefined(Depth) || !Members.All(m => Rights.Known(m.Roles)))
            return new Refusal("choice-unknown", "Choose from the answers of the list, each once.");
        foreach (var aim in Aims)
            if (
                SetAim.Wrong(aim.What, aim.Measure, aim.TargetThousandths, aim.By, now.Today) is
                { } misfit
            )
                return misfit;
        if (Members.Any(m => m.Party.Number < 1))
            return new Refusal("member-unknown", "Choose who the member is.");
        if (!Members.Any(m => m.Party == By.As) || Members.Count < 2)
            return new Refusal("members-missing", "Name at least one other member.");
        if (Members.GroupBy(m => m.Party).Any(g => g.Count() > 1))
            return new Refusal("member-twice", "A member is named twice. Remove one.");
        if (Members.Any(m => !m.Party.CanAnswer && string.IsNullOrWhiteSpace(m.Name.Text)))
            return new Refusal("member-unnamed", "Enter the name of each member.");
        if (Members.Count > Rights.Most || Aims.Count > Rights.Most)
            return Rights.Many;
        foreach (var member in Members)
            if (Rights.Unfit(member.Name, "the name", Rights.LongestName) is { } words)
                return words;
        if (Members.Any(m => m.From < Began || m.From > now.Today))
            return new Refusal(
                "member-before-it-began",
                "A member joins on the day the partnership began or later, and not after today."
            );
        // Set by stating it, whatever day the caller wrote.
        Aim[] aims = [.. Aims.Select(a => a with { SetOn = now.Today, DroppedOn = null })];
        return new PartnershipRegistered(
            Id,
            By.As,
            By.MayConfirm(now.By, model) is null,
            Name,
            Model,
            Began,
            Purposes,
            Depth,
            Willingness,
            RequiredBecause,
            Members,
            Agreement,
            Costs,
            aims,
            now.Today,
            ProtocolDraft.Of(
                Id,
                Model,
                Began,
                Purposes,
                Willingness,
                Members.Count,
                aims,
                now.Today,
                now.Today
            )
        );
    }
}

/// <summary>A partnership was stated.</summary>
/// <param name="Confirmed">Whether who stated it could also confirm it for its own party.</param>
/// <param name="Protocol">How it will be judged, registered with it.</param>
public sealed record PartnershipRegistered(
    PartnershipId Id,
    Party By,
    bool Confirmed,
    FreeText Name,
    ModelId Model,
    DateOnly Began,
    IReadOnlyList<Purpose> Purposes,
    Depth Depth,
    Willingness Willingness,
    FreeText RequiredBecause,
    IReadOnlyList<NewMember> Members,
    Agreement Agreement,
    Costs Costs,
    IReadOnlyList<Aim> Aims,
    DateOnly On,
    Protocol Protocol
) : Event<Partnership>
{
    public override Partnership After(Partnership? before, DateTimeOffset at) =>
        new Partnership(
            Id,
            Name,
            Model,
            Began,
            Purposes,
            [new DatedDepth(Began, Depth)],
            Willingness,
            RequiredBecause,
            [
                .. Members.Select(m => new Member(
                    m.Party,
                    m.Name,
                    m.Roles,
                    Confirmed && m.Party == By ? MemberStatus.Confirmed : MemberStatus.Stated,
                    m.From,
                    null,
                    By,
                    On,
                    Confirmed && m.Party == By ? On : null,
                    null
                )),
            ],
            Agreement,
            Costs,
            [],
            [],
            [],
            Aims,
            [],
            [],
            default,
            By,
            On,
            null,
            [],
            new RegisteredEvaluation(Protocol, [])
        ).Known(at);
}
