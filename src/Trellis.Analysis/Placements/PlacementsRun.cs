using System.Reflection;
using System.Text.Json;
using Trellis.SimilarSchools;
using Trellis.Sources;

namespace Trellis.Placements;

/// <summary>The joins of one kind in a kept run: by the published value, and by two simpler orders.</summary>
/// <param name="LeftOut">How many really joined a trust that a hard filter leaves out.</param>
public sealed record KeptAgreement(
    string Kind,
    Agreement Value,
    Agreement Nearest,
    Agreement HandRule,
    int LeftOut
);

/// <summary>A run of the back-test that was kept, with the snapshot it was made from and the command that makes it again.</summary>
/// <param name="Criteria">The version of the criteria.</param>
/// <param name="Snapshot">The id of the snapshot: the hash of all that went in.</param>
/// <param name="Candidates">How many trusts were ranked for a join at most.</param>
/// <param name="NotJoins">What began in the time and is not counted as a join, by reason.</param>
/// <param name="On">The day of the run.</param>
public sealed record PlacementsRun(
    string Title,
    string Note,
    string Command,
    DateOnly On,
    DateOnly From,
    DateOnly To,
    int Criteria,
    string Snapshot,
    int Candidates,
    IReadOnlyDictionary<string, int> NotJoins,
    IReadOnlyList<KeptAgreement> Kinds
)
{
    private static readonly Lazy<IReadOnlyList<PlacementsRun>> Kept = new(() =>
        ReviewedFile.BuiltIn(
            Assembly.GetExecutingAssembly(),
            "placement-runs/",
            (_, text) => JsonSerializer.Deserialize<PlacementsRun>(text, ProtocolRun.Json)!
        )
    );

    /// <summary>The runs that are published, from <c>docs/methods/runs/placements</c>.</summary>
    public static IReadOnlyList<PlacementsRun> All => Kept.Value;

    /// <summary>The row of a kind.</summary>
    public KeptAgreement Of(string kind) => Kinds.First(k => k.Kind == kind);
}
