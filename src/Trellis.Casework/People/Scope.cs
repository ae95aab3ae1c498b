using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using Trellis.Groups;
using Trellis.Places;
using Trellis.Schools;

namespace Trellis.People;

/// <summary>What a role may be over.</summary>
public enum ScopeKind
{
    Everywhere,
    School,
    Trust,
    LocalAuthority,
    Diocese,
    Region,

    /// <summary>The cases that name the person.</summary>
    OwnCases,
}

/// <summary>What a role is over: "school:100000", "region:north-east", "everywhere".</summary>
/// <param name="Id">As addresses have it: a URN, a UID, the number of a local authority, the slug of a region; empty for the two kinds that name nothing.</param>
public readonly record struct Scope(ScopeKind Kind, string Id) : IParsable<Scope>
{
    private static readonly SearchValues<char> slug = SearchValues.Create(
        "abcdefghijklmnopqrstuvwxyz0123456789-"
    );

    public static readonly Scope Everywhere = new(ScopeKind.Everywhere, "");
    public static readonly Scope OwnCases = new(ScopeKind.OwnCases, "");

    public static Scope School(Urn urn) => new(ScopeKind.School, urn.ToString());

    /// <summary>A diocese by its name, as people and the register write it: "Diocese of Leeds". Null where the name has no letters, or too many.</summary>
    public static Scope? Diocese(string name) =>
        TryParse($"diocese:{Slugs.Of(name)}", null, out var diocese) ? diocese : null;

    public static Scope Trust(Uid uid) => new(ScopeKind.Trust, uid.ToString());

    public static bool TryParse(
        [NotNullWhen(true)] string? text,
        IFormatProvider? provider,
        out Scope scope
    )
    {
        scope = default;
        if (string.IsNullOrEmpty(text))
            return false;
        var at = text.IndexOf(':', StringComparison.Ordinal);
        var (kind, id) = at < 0 ? (text, "") : (text[..at], text[(at + 1)..]);
        foreach (var one in Enum.GetValues<ScopeKind>())
        {
            if (Journal.Naming.Of(one.ToString()) != kind)
                continue;
            var namesNothing = one is ScopeKind.Everywhere or ScopeKind.OwnCases;
            var fits = one switch
            {
                ScopeKind.School => Urn.TryParse(id, null, out _),
                ScopeKind.Trust => Uid.TryParse(id, null, out _),
                _ => namesNothing
                    ? id.Length == 0
                    : id.Length is > 0 and <= 60 && !id.AsSpan().ContainsAnyExcept(slug),
            };
            if (!fits)
                return false;
            scope = new Scope(one, id);
            return true;
        }
        return false;
    }

    /// <exception cref="FormatException">The text is no scope.</exception>
    public static Scope Parse(string text, IFormatProvider? provider = null) =>
        TryParse(text, provider, out var scope)
            ? scope
            : throw new FormatException($"'{text}' is not a scope, as 'school:100000'.");

    public override string ToString() =>
        Id is { Length: > 0 }
            ? $"{Journal.Naming.Of(Kind.ToString())}:{Id}"
            : Journal.Naming.Of(Kind.ToString());
}
