using System.Globalization;
using System.Text;

namespace Trellis.People;

/// <summary>All that is held about a person, for that person to read: UK GDPR, Article 15.</summary>
/// <param name="At">As it was at this instant.</param>
public sealed record PersonData(
    PersonId Person,
    DateTimeOffset At,
    IReadOnlyList<PersonDataPart> Parts
)
{
    /// <summary>The same as text that can be read aloud: a heading a part, a paragraph an entry.</summary>
    public string InWords()
    {
        var text = new StringBuilder();
        text.Append(
            CultureInfo.InvariantCulture,
            $"All that Trellis holds about you\nAs of {At.UtcDateTime:d MMMM yyyy HH:mm} UTC. You are {Person} here.\n"
        );
        foreach (var part in Parts)
        {
            text.Append(CultureInfo.InvariantCulture, $"\n{part.Title}\n{part.Why}\n");
            if (part.Entries.Count == 0)
                text.Append("  Nothing.\n");
            foreach (var entry in part.Entries)
            {
                text.Append('\n');
                foreach (var fact in entry)
                    text.Append(CultureInfo.InvariantCulture, $"  {fact.Name}: {fact.Value}\n");
            }
        }
        return text.ToString();
    }
}

/// <summary>One kind of thing that is held.</summary>
/// <param name="Why">What it is there for.</param>
/// <param name="Entries">Each a list of facts; none where nothing is held.</param>
public sealed record PersonDataPart(
    string Title,
    string Why,
    IReadOnlyList<IReadOnlyList<PersonFact>> Entries
);

/// <summary>One fact of what is held: "E-mail address", "ada@school.example".</summary>
public sealed record PersonFact(string Name, string Value);
