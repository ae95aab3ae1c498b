using Trellis.People;

namespace Trellis.Access;

/// <summary>Whom a page or an address of the API answers.</summary>
public enum Who
{
    /// <summary>Anybody, without signing in.</summary>
    Everybody,

    /// <summary>Anybody who has signed in, whatever their role.</summary>
    SignedIn,

    /// <summary>Those who hold one of the named roles.</summary>
    Holders,
}

/// <summary>Who may see a page. One that carries none is shown to nobody, and fails a test.</summary>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class AccessAttribute(Who who, params Role[] roles) : Attribute
{
    public Who Who => who;

    public IReadOnlyList<Role> Roles => roles;

    /// <summary>The part of the address that says over what the role has to be held: "urn" asks for a head of that very school. Empty where the role alone is enough.</summary>
    public string Over { get; init; } = "";

    /// <summary>Whether others may not know that the address answers anybody: they get 404 and not 403.</summary>
    public bool Hidden { get; init; }

    /// <summary>Whether the answer is for whoever asked alone, though anybody may ask: a form with a secret in its address. What only some may see is so without saying it.</summary>
    public bool Private { get; init; }
}
