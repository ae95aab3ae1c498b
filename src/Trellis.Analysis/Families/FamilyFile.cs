using Trellis.SimilarSchools;

namespace Trellis.Families;

/// <summary>The published file of families, which is a source of the next snapshot: <c>family,kind,phase,urn,since</c>.</summary>
public static class FamilyFile
{
    /// <summary>Writes families of one kind, by phase, family and URN; a family that has ended keeps one row without a URN.</summary>
    public static void Write(TextWriter to, Families families, params IEnumerable<FamilyKind> kinds)
    {
        to.Write("family,kind,phase,urn,since\r\n");
        foreach (var kind in kinds)
        foreach (var peers in Enum.GetValues<Peers>())
        {
            foreach (var family in families.Of(kind, peers))
            foreach (var member in family.Members)
                to.Write(
                    $"{family.Id},{kind.Key()},{peers.Key()},{member.School.Urn},{member.Since:yyyy-MM-dd}\r\n"
                );
            foreach (var (id, on) in families.Ended(kind, peers))
                to.Write($"{id},{kind.Key()},{peers.Key()},,{on:yyyy-MM-dd}\r\n");
        }
    }
}
