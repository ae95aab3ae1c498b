using Trellis.People;
using Trellis.Store;

namespace Trellis.Journal;

/// <summary>A store with some days of acts in it, all of fictional people.</summary>
internal static class Story
{
    public static readonly DateTimeOffset Begin = new(2026, 10, 2, 9, 0, 0, TimeSpan.Zero);
    public static readonly DateOnly FirstDay = new(2026, 10, 2);

    public static PersonId Id(int number) =>
        PersonId.From([
            (byte)number,
            (byte)(number >> 8),
            (byte)(number >> 16),
            1,
            2,
            3,
            4,
            5,
            6,
            7,
        ]);

    public static string Name(int number) => $"Fictional Person {number:0000}";

    public static string Email(int number) => $"person{number:0000}@fictional.example";

    public static Occasion By(Actor who, int minute, string why = "") =>
        new(who, Begin.AddMinutes(minute), FirstDay.AddDays(minute / 1440), why);

    public static Task<Done<Person>> Invite(
        this Casework store,
        int number,
        int minute,
        Appointment? role = null,
        string why = "asked to join"
    ) =>
        store.Do(
            new InvitePerson(
                Id(number),
                Name(number),
                Email(number),
                role ?? new Appointment(Role.Administrator, Scope.Everywhere),
                FirstDay,
                null,
                null
            ),
            By(
                role is null or { Role: Role.Administrator }
                    ? new Terminal()
                    : new Holder(Id(1), new Appointment(Role.Administrator, Scope.Everywhere)),
                minute,
                why
            )
        );

    /// <summary>Six invitations a day, and each night the head.</summary>
    /// <returns>The heads as somebody outside kept them.</returns>
    public static async Task<IReadOnlyList<HeadOfDay>> Fill(this Casework store, int days)
    {
        var heads = new List<HeadOfDay>();
        for (var day = 0; day < days; day++)
        {
            for (var one = 0; one < 6; one++)
                await store.Invite(day * 6 + one, day * 1440 + one);
            var done = await store.PublishHead(Begin.AddDays(day), FirstDay.AddDays(day));
            var published = Assert.IsType<Done<PublishedHead>.Written>(done).After.State;
            heads.Add(new HeadOfDay(published.Day, published.Number, published.Hash.ToString()));
        }
        return heads;
    }
}
