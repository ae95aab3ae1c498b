using Trellis.Journal;
using Trellis.People;
using Trellis.Procedures;

namespace Trellis.Consultations;

/// <summary>Marks the reply of somebody without an account as read and weighed.</summary>
public sealed record ReadPersonReply(ReplyKey Id) : Act<PersonReply, PersonReplyRead>
{
    public override string Subject => Id.ToString();

    /// <inheritdoc cref="TakeReplies.Terms"/>
    public ConsultationTerms? Terms { get; init; }

    public override Outcome<PersonReplyRead> Apply(PersonReply? before, Occasion now) =>
        before is null || Terms is null ? TakeReplies.NotThere
        : !Terms.MayRead(now.By) ? ReadOrganisationReply.NotYours
        : before.ReadOn is not null ? new Outcome<PersonReplyRead>.Unchanged()
        : new PersonReplyRead(Id, now.Today);
}

/// <summary>The reply of somebody without an account was read.</summary>
public sealed record PersonReplyRead(ReplyKey Id, DateOnly On) : Event<PersonReply>
{
    public override PersonReply After(PersonReply? before, DateTimeOffset at) =>
        before! with
        {
            ReadOn = On,
        };
}

/// <summary>Marks the reply of an organisation, as it stands, as read and weighed.</summary>
public sealed record ReadOrganisationReply(CaseId Id, Scope From)
    : Act<Consultation, OrganisationReplyRead>
{
    public override string Subject => Id.ToString();

    /// <inheritdoc cref="TakeReplies.Terms"/>
    public ConsultationTerms? Terms { get; init; }

    public override Outcome<OrganisationReplyRead> Apply(Consultation? before, Occasion now) =>
        before?.ReplyOf(From) is not { } reply || Terms is null ? TakeReplies.NotThere
        : !Terms.MayRead(now.By) ? NotYours
        : reply.ReadOn is not null ? new Outcome<OrganisationReplyRead>.Unchanged()
        : new OrganisationReplyRead(Id, From, now.Today);

    internal static readonly Refusal NotYours = new(
        "not-yours-to-read",
        "Replies are read by the officers of the region, and by whoever opened the consultation."
    );
}

/// <summary>The reply of an organisation was read.</summary>
public sealed record OrganisationReplyRead(CaseId Id, Scope From, DateOnly On) : Event<Consultation>
{
    public override Consultation After(Consultation? before, DateTimeOffset at) =>
        before! with
        {
            Organisations =
            [
                .. before.Organisations.Select(o => o.From == From ? o with { ReadOn = On } : o),
            ],
        };
}
