using System.Text;

namespace Trellis.Journal;

/// <summary>How kinds, acts and events are called in the journal: the name of the type, in small letters with hyphens.</summary>
/// <remarks>A type that is renamed would rename history, so a test keeps the list of names.</remarks>
public static class Naming
{
    /// <summary>"InvitePerson" gives "invite-person".</summary>
    public static string Of(Type type) => Of(type.Name);

    /// <inheritdoc cref="Of(Type)"/>
    public static string Of(string written)
    {
        var name = new StringBuilder();
        foreach (var letter in written)
        {
            if (char.IsUpper(letter) && name.Length > 0)
                name.Append('-');
            name.Append(char.ToLowerInvariant(letter));
        }
        return name.ToString();
    }
}
