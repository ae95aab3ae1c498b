using System.Globalization;
using Trellis.Journal;
using Trellis.Mail;
using Trellis.People;
using Trellis.Schools;
using Trellis.Statements;
using Trellis.Store;

namespace Trellis.Faults;

/// <summary>What is done to a store under attack. Each act carries a form's key and a letter, so that an inspection can say whether all of it is there.</summary>
public static class Deeds
{
    public static Urn School(int number) => new(100_000 + number);

    /// <summary>A head's words of a school: state, journal, a letter, a step of the public record.</summary>
    public static Task<Done<SchoolStatement>> Say(
        this Casework store,
        Urn school,
        string words,
        Conditions conditions
    ) =>
        store.Do(
            new MakeStatement(school, words),
            Now(
                new Holder(Somebody(school.Value), new Appointment(Role.Head, Scope.School(school)))
            ),
            conditions,
            (_, after) => new Alongside([Letter(conditions.Once)], [after.Public])
        );

    /// <summary>A new person: state, journal, a letter.</summary>
    public static Task<Done<Person>> Invite(this Casework store, PersonId person, string form)
    {
        var now = Now(new Terminal());
        return store.Do(
            new InvitePerson(
                person,
                $"Ada Fictional {form}",
                $"{form}@fictional.example",
                new Appointment(Role.Administrator, Scope.Everywhere),
                now.Today,
                null,
                null
            ),
            now,
            new Conditions(Once: form),
            (_, _) => new Alongside([Letter(form)], [])
        );
    }

    /// <summary>A person drawn from a number.</summary>
    public static PersonId Somebody(long number)
    {
        Span<byte> drawn = stackalloc byte[10];
        BitConverter.TryWriteBytes(drawn, number);
        return PersonId.From(drawn);
    }

    private static Letter Letter(string? form) =>
        new("ada@fictional.example", "Fictional news", $"form {form}");

    public static Occasion Now(Actor by)
    {
        var at = TimeProvider.System.GetUtcNow();
        return new Occasion(by, at, DateOnly.FromDateTime(at.UtcDateTime));
    }

    /// <summary>A form's key, the same for the same three numbers.</summary>
    public static string Form(int seed, int client, int number) =>
        string.Create(CultureInfo.InvariantCulture, $"f{seed}-{client}-{number}");
}
