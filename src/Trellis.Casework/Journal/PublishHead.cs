namespace Trellis.Journal;

/// <summary>The newest entry of the journal as it was published on a day: whoever kept it can tell later whether anything up to it was changed.</summary>
/// <param name="Day">The day in London on which it was published.</param>
/// <param name="Number">The newest entry at that moment.</param>
/// <param name="Entries">How many entries were written since the head published before, that publication among them.</param>
public sealed record PublishedHead(DateOnly Day, long Number, EntryHash Hash, long Entries) : State
{
    public override string Key => Day.ToString("yyyy-MM-dd");
}

/// <summary>Publishes the newest entry's number and hash, once a day.</summary>
/// <param name="Newest">The newest entry.</param>
/// <param name="Entries">How many entries were written since the last publication.</param>
public sealed record PublishHead(DateOnly Day, Head Newest, long Entries)
    : Act<PublishedHead, HeadPublished>
{
    public override string Subject => Day.ToString("yyyy-MM-dd");

    public override Outcome<HeadPublished> Apply(PublishedHead? before, Occasion now)
    {
        if (now.By is not Program)
            return new Refusal(
                "not-yours-to-publish",
                "The program publishes the journal's head each day; nobody does it by hand."
            );
        if (before is not null)
            return new Outcome<HeadPublished>.Unchanged();
        if (Newest.Number == 0)
            return new Refusal("journal-empty", "There is no entry to publish yet.");
        return new HeadPublished(Day, Newest.Number, EntryHash.Parse(Newest.Hash), Entries);
    }
}

/// <summary>The newest entry's number and hash were published.</summary>
public sealed record HeadPublished(DateOnly Day, long Number, EntryHash Hash, long Entries)
    : Event<PublishedHead>
{
    public override PublishedHead After(PublishedHead? before, DateTimeOffset at) =>
        new(Day, Number, Hash, Entries);
}
