namespace Trellis.SimilarSchools;

/// <summary>The published file of all lists by a method, which is a source of the next snapshot: <c>method,phase,urn,neighbour,rank</c>.</summary>
public static class ListFile
{
    /// <summary>Writes the lists of all schools that a method compares, by kind, school and rank.</summary>
    public static void Write(TextWriter to, Likeness likeness, SimilarMethod method)
    {
        to.Write("method,phase,urn,neighbour,rank\r\n");
        foreach (var peers in method.Peers.Order())
        {
            var population = likeness.Population(peers, method);
            var lists = population.Lists(method.Take);
            var schools = population.Population.Schools;
            for (var row = 0; row < schools.Count; row++)
            {
                var rank = 0;
                foreach (var other in lists.Of(row))
                    to.Write(
                        $"{method.Id},{peers.Key()},{schools[row].Urn},{schools[other].Urn},{++rank}\r\n"
                    );
            }
        }
    }
}
