using System.Text.Json;
using System.Text.Json.Serialization;

namespace Trellis.Redactions;

/// <summary>Why words are kept from the public: the only reasons there are.</summary>
[JsonConverter(typeof(CodeInKebab<RedactionCode>))]
public enum RedactionCode
{
    /// <summary>They would tell of a living person who does not act in public here.</summary>
    PersonalData,

    /// <summary>They would harm somebody in a negotiation that goes on.</summary>
    CommercialInNegotiation,

    /// <summary>A child could be harmed.</summary>
    Safeguarding,

    /// <summary>A lawyer's advice.</summary>
    LegalPrivilege,

    /// <summary>Advice that was given freely and frankly, until the decision.</summary>
    FreeAndFrank,

    /// <summary>Somebody else told it in confidence.</summary>
    ThirdPartyConfidence,
}

/// <summary>The reasons in words, and what stands where words were.</summary>
public static class RedactionCodes
{
    public static readonly IReadOnlyList<RedactionCode> All = Enum.GetValues<RedactionCode>();

    /// <summary>"personal data".</summary>
    public static string InWords(this RedactionCode code) =>
        code switch
        {
            RedactionCode.PersonalData => "personal data",
            RedactionCode.CommercialInNegotiation => "commercial, in negotiation",
            RedactionCode.Safeguarding => "safeguarding",
            RedactionCode.LegalPrivilege => "legal advice",
            RedactionCode.FreeAndFrank => "free and frank advice, until the decision",
            RedactionCode.ThirdPartyConfidence => "told in confidence by somebody else",
            _ => throw new ArgumentOutOfRangeException(nameof(code), code, "No such reason."),
        };

    /// <summary>What stands in the place of the words: the same whatever their length.</summary>
    public static string Marker(this RedactionCode code) => $"[redacted: {code.InWords()}]";
}

/// <summary>How a code is written in what is public: "commercial-in-negotiation".</summary>
public sealed class CodeInKebab<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.KebabCaseLower)
    where T : struct, Enum;
