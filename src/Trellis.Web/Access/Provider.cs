namespace Trellis.Access;

/// <summary>Another place that says who somebody is, over OpenID Connect.</summary>
/// <param name="Name">As people know it: "DfE Sign-in".</param>
/// <param name="Issuer">Its address, exactly as it says it itself.</param>
/// <param name="ClientId">What it calls this site.</param>
/// <param name="Secret">What proves to it that we are this site; empty where the code's own proof is enough.</param>
public sealed record Provider(string Name, string Issuer, string ClientId, string Secret)
{
    /// <summary>As it stands in addresses: the name in small letters and hyphens.</summary>
    public string Key { get; } =
        string.Join(
            '-',
            new string([
                .. Name.ToLowerInvariant().Select(c => char.IsAsciiLetterOrDigit(c) ? c : ' '),
            ]).Split(' ', StringSplitOptions.RemoveEmptyEntries)
        );

    /// <summary>Whatever stands in logs holds no secret.</summary>
    public override string ToString() => $"{Name} ({Issuer})";
}
