namespace Trellis.Evaluations;

/// <summary>Codes and words for what happens to schools.</summary>
public static class Happenings
{
    private static readonly (Happening What, string Code, string Words)[] Named =
    [
        (
            Happening.JoinedAsConverter,
            "joined-as-converter",
            "chose to become an academy in a multi-academy trust"
        ),
        (
            Happening.JoinedWithSponsor,
            "joined-with-sponsor",
            "was placed with a sponsor in a multi-academy trust"
        ),
        (
            Happening.SingleJoined,
            "single-joined",
            "joined a multi-academy trust as a single academy"
        ),
        (Happening.Moved, "moved", "moved from one multi-academy trust to another"),
        (Happening.Federated, "federated", "joined a federation"),
        (Happening.ConvertedAlone, "converted-alone", "became an academy on its own"),
        (Happening.OpenedInTrust, "opened-in-trust", "opened as a new school of a trust"),
        (Happening.Founded, "founded", "was among the first schools of a multi-academy trust"),
        (Happening.Merged, "merged", "went with all schools of its trust to another"),
        (Happening.Left, "left", "left a trust or federation and joined no other"),
        (Happening.Partnered, "partnered", "is in a partnership of the published register"),
    ];

    /// <summary>"joined-as-converter": as files and addresses write it.</summary>
    public static string Code(this Happening what) => Named.First(n => n.What == what).Code;

    /// <summary>Within a sentence after "it" or "a school that": "joined a federation".</summary>
    public static string Words(this Happening what) => Named.First(n => n.What == what).Words;

    /// <summary>What a code stands for; null where it stands for nothing.</summary>
    public static Happening? Find(string code) =>
        Named.Where(n => n.Code == code).Select(n => (Happening?)n.What).FirstOrDefault();
}
