using Trellis.Journal;

namespace Trellis.Reminders;

/// <summary>That people were reminded of something, and when.</summary>
/// <remarks>A mark of its own: one in the case would make a new edition of it, and overtake whoever is filling in its next step.</remarks>
public sealed record Reminder(ReminderId Id, DateOnly On) : Document
{
    public override string Key => Id.ToString();

    /// <summary>Nobody: it is found by what it is about.</summary>
    public override IReadOnlyList<string> Involves => [];
}

/// <summary>Reminds people of something once; the letters go in the same transaction. Done again it changes nothing, on whichever node.</summary>
public sealed record Remind(ReminderId Id) : Act<Reminder, Reminded>
{
    public override string Subject => Id.ToString();

    public override Outcome<Reminded> Apply(Reminder? before, Occasion now) =>
        now.By is not Program
            ? new Refusal("not-yours-to-remind", "The program reminds by itself, once a day.")
        : before is not null ? new Outcome<Reminded>.Unchanged()
        : new Reminded(Id, now.Today);
}

/// <summary>People were reminded.</summary>
public sealed record Reminded(ReminderId Id, DateOnly On) : Event<Reminder>
{
    public override Reminder After(Reminder? before, DateTimeOffset at) => new(Id, On);
}
