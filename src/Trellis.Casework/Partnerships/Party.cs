using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Trellis.Groups;
using Trellis.Journal;
using Trellis.People;
using Trellis.Schools;

namespace Trellis.Partnerships;

/// <summary>What may be a member of a partnership.</summary>
public enum PartyKind
{
    School,
    Trust,
    LocalAuthority,

    // Those below have no account here: they are named in words, and stay as stated.
    College,
    University,
    Health,
    Diocese,
    Charity,
    Business,
    Other,
}

/// <summary>Who is or may be a member: "school:100000", "trust:2345", "local-authority:330", or "college:1" for the first of those a partnership names in words.</summary>
/// <remarks>The default prints as "school:" and is nobody.</remarks>
public readonly record struct Party(PartyKind Kind, int Number) : IParsable<Party>
{
    public static Party School(Urn urn) => new(PartyKind.School, urn.Value);

    public static Party Trust(Uid uid) => new(PartyKind.Trust, uid.Value);

    public static Party LocalAuthority(LaCode code) => new(PartyKind.LocalAuthority, code.Value);

    /// <summary>Whether it has an address and people here, so that it can answer.</summary>
    public bool CanAnswer =>
        Kind is PartyKind.School or PartyKind.Trust or PartyKind.LocalAuthority;

    /// <summary>What its people hold their roles over; null for those that have no account here.</summary>
    public Scope? Scope =>
        Kind switch
        {
            PartyKind.School => new Scope(ScopeKind.School, ToNumber()),
            PartyKind.Trust => new Scope(ScopeKind.Trust, ToNumber()),
            PartyKind.LocalAuthority => new Scope(ScopeKind.LocalAuthority, ToNumber()),
            _ => null,
        };

    /// <summary>The party of a scope; null where it is none that can be a member.</summary>
    public static Party? Of(Scope scope) =>
        scope.Kind is ScopeKind.School or ScopeKind.Trust or ScopeKind.LocalAuthority
        && TryParse(scope.ToString(), null, out var party)
            ? party
            : null;

    public static bool TryParse(
        [NotNullWhen(true)] string? text,
        IFormatProvider? provider,
        out Party party
    )
    {
        party = default;
        if (text?.Split(':') is not [var kind, var number])
            return false;
        foreach (var one in Enum.GetValues<PartyKind>())
            if (
                Naming.Of(one.ToString()) == kind
                && int.TryParse(
                    number,
                    NumberStyles.None,
                    CultureInfo.InvariantCulture,
                    out var value
                )
                && value > 0
            )
            {
                party = new Party(one, value);
                return true;
            }
        return false;
    }

    /// <exception cref="FormatException">The text is no party.</exception>
    public static Party Parse(string text, IFormatProvider? provider = null) =>
        TryParse(text, provider, out var party)
            ? party
            : throw new FormatException($"'{text}' is not a party, as 'school:100000'.");

    public override string ToString() => $"{Naming.Of(Kind.ToString())}:{ToNumber()}";

    // Numbers of local authorities have three digits, with noughts before them.
    private string ToNumber() =>
        Number.ToString(
            Kind == PartyKind.LocalAuthority ? "000" : "0",
            CultureInfo.InvariantCulture
        );
}
