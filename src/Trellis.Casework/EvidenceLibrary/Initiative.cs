using System.Reflection;
using Trellis.Library;
using Trellis.Models;
using Trellis.Sources;

namespace Trellis.EvidenceLibrary;

/// <summary>A programme or fund by which schools were brought to work together.</summary>
/// <param name="Aims">What it was for, with sources and days; or why that is not known.</param>
/// <param name="Reach">How many schools, how much money, as told; empty where that was not read.</param>
/// <param name="Models">The ways of working together it was about; empty where it named none.</param>
/// <param name="IsFromAtkinson">Whether it is one of the 17 that Atkinson and others list (NFER, 2007).</param>
/// <param name="Claims">What the library says of it.</param>
public sealed record Initiative(
    string Id,
    string Name,
    Claim Aims,
    string Reach,
    IReadOnlyList<ModelId> Models,
    bool IsFromAtkinson,
    IReadOnlyList<EvidenceClaim> Claims
)
{
    private static readonly Shape Shape = new([
        new("id"),
        new("name"),
        new("aims", Optional: true),
        .. Claim.Fields,
        new("reach", Optional: true),
        new("models", Shape.Content.Texts, Optional: true),
        new("atkinson", Shape.Content.Flag, Optional: true),
        new("claims", Shape.Content.Texts, Optional: true),
    ]);

    private static readonly Lazy<IReadOnlyList<Initiative>> Read = new(() =>
        [
            .. ReviewedFile
                .BuiltIn(Assembly.GetExecutingAssembly(), "initiatives/", Parse)
                .SelectMany(i => i)
                .OrderBy(i => i.Aims.From?.First ?? DateOnly.MaxValue)
                .ThenBy(i => i.Name, StringComparer.Ordinal),
        ]
    );

    /// <summary>Every one, the earliest first; those whose beginning is not known last.</summary>
    public static IReadOnlyList<Initiative> All => Read.Value;

    /// <exception cref="UnreadableSourceException">The file does not fit; the message says in which line and why.</exception>
    public static IReadOnlyList<Initiative> Parse(string file, string yaml) =>
        [
            .. ReviewedFile
                .List(file, yaml, Shape)
                .Select(given => new Initiative(
                    given.Field("id"),
                    given.Field("name"),
                    Claim.Of(given, "aims"),
                    given.Optional("reach"),
                    [
                        .. (given.Many("models") ?? []).Select(model =>
                            ModelId.TryParse(model, null, out var known)
                            && PartnershipModels.Of(known) is not null
                                ? known
                                : throw given.Wrong($"there is no model '{model}'.", "models")
                        ),
                    ],
                    given.Has("atkinson"),
                    [
                        .. (given.Many("claims") ?? []).Select(id =>
                            EvidenceClaims.Of(id)
                            ?? throw given.Wrong($"there is no claim '{id}'.", "claims")
                        ),
                    ]
                )),
        ];
}
