using System.Runtime.CompilerServices;
using Trellis.Components;
using Trellis.Groups;
using Trellis.Models;
using Trellis.Snapshots;

namespace Trellis.Pages.Guide;

/// <summary>How many partnerships of a model the register of schools knows, counted once a snapshot.</summary>
public sealed class RegisterCounts
{
    private static readonly ConditionalWeakTable<Snapshot, RegisterCounts> known = [];

    private readonly Dictionary<GroupType, (int Groups, int Schools)> byType = [];
    private readonly Snapshot snapshot;

    private RegisterCounts(Snapshot snapshot)
    {
        this.snapshot = snapshot;
        var atWork = new Dictionary<Uid, int>();
        foreach (var school in snapshot.Schools.Where(s => s.IsOpen))
        foreach (var membership in snapshot.MembershipsNow(school.Urn))
            atWork[membership.Uid] = atWork.GetValueOrDefault(membership.Uid) + 1;
        foreach (var (uid, schools) in atWork)
            if (snapshot.Find(uid) is { IsOpen: true } group)
            {
                var before = byType.GetValueOrDefault(group.Type);
                byType[group.Type] = (before.Groups + 1, before.Schools + schools);
            }
    }

    public static RegisterCounts Of(Snapshot snapshot) =>
        known.GetValue(snapshot, static s => new RegisterCounts(s));

    /// <summary>What the register knows of a model, in a sentence; null where the register has no such thing.</summary>
    public string? Words(ModelId model)
    {
        if (model.ToString() == "teaching-school-hub")
            return snapshot.Hubs.Count == 0
                ? null
                : $"There are {snapshot.Hubs.Select(h => h.Code).Distinct().Count():N0} hubs in the list of areas.";
        if (TypeOf(model) is not { } type)
            return null;
        var (groups, schools) = byType.GetValueOrDefault(type);
        var day = snapshot.RegisterDate is { } date ? $" of {date.InWords()}" : "";
        return groups == 0
            ? $"The register of schools{day} has none with an open school."
            : $"{groups:N0} with {schools:N0} open {(schools == 1 ? "school" : "schools")}, by the register of schools{day}.";
    }

    private static GroupType? TypeOf(ModelId model) =>
        model.ToString() switch
        {
            "federation" => GroupType.Federation,
            "foundation-trust" => GroupType.FoundationTrust,
            "multi-academy-trust" => GroupType.MultiAcademyTrust,
            "single-academy-trust" => GroupType.SingleAcademyTrust,
            "umbrella-trust" => GroupType.UmbrellaTrust,
            _ => null,
        };
}
