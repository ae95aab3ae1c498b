namespace Trellis.SimilarSchools;

/// <summary>The published file of similar schools, which is a source of the next snapshot: <c>method,phase,urn,neighbour,rank</c>.</summary>
public static class NeighbourFile
{
    /// <summary>Writes every school's list under a method, by phase, URN and rank; a school that has no list has no row.</summary>
    /// <returns>How many names were written.</returns>
    public static int Write(TextWriter to, Likeness likeness, SimilarMethod method)
    {
        to.Write("method,phase,urn,neighbour,rank\r\n");
        var rows = 0;
        foreach (var peers in method.Peers.Order())
        {
            var seen = likeness.Population(peers, method);
            var schools = seen.Population.Schools;
            var lists = seen.Lists(method.Take);
            for (var row = 0; row < schools.Count; row++)
            {
                var rank = 0;
                foreach (var other in lists.Of(row))
                    to.Write(
                        $"{method.Id},{peers.Key()},{schools[row].Urn},{schools[other].Urn},{++rank}\r\n"
                    );
                rows += rank;
            }
        }
        return rows;
    }
}
