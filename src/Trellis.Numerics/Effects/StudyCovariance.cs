using System.Numerics.Tensors;

namespace Trellis.Effects;

/// <summary>An estimate of a study and who moved it.</summary>
/// <param name="Name">What the study is called.</param>
/// <param name="Effect">In the unit of the outcome.</param>
/// <param name="Units">The number of each observation's unit among all units of all studies, from 0; none twice in a study but in repeated cross-sections.</param>
/// <param name="Influence">ψ of each observation.</param>
public sealed record StudyEstimate(string Name, double Effect, int[] Units, double[] Influence);

/// <summary>How estimates of several studies vary together because they share observations, most often controls.</summary>
/// <remarks>
/// With ψ of study s on its n<sub>s</sub> observations the covariance of two estimates is Σψ<sub>s</sub>ψ<sub>t</sub>/(n<sub>s</sub>n<sub>t</sub>) over whom they share, ψ summed
/// within clusters first. A synthesis that takes such studies for independent counts the controls once a study. Studies that share nobody get exactly 0.
/// </remarks>
public static class StudyCovariance
{
    private const int Together = 64;

    /// <summary>The covariance of the studies' estimates, K × K row by row, in the outcome's unit squared; the diagonal holds squared standard errors.</summary>
    /// <param name="studies">None gives none.</param>
    /// <param name="cluster">The cluster of each unit of all studies, numbered from 0; null where each unit stands for itself.</param>
    /// <exception cref="ArgumentException">A study's units and influence are not of one length, or a unit has no cluster.</exception>
    public static double[] Of(IReadOnlyList<StudyEstimate> studies, int[]? cluster = null)
    {
        var k = studies.Count;
        var places = 0;
        foreach (var study in studies)
        {
            if (study.Units.Length != study.Influence.Length)
                throw new ArgumentException(
                    $"The units and the influence of '{study.Name}' are not of one length."
                );
            foreach (var unit in study.Units)
            {
                if (unit < 0 || (cluster is not null && unit >= cluster.Length))
                    throw new ArgumentException(
                        $"A unit of '{study.Name}' has a number that no cluster is given for."
                    );
                places = Math.Max(places, (cluster is null ? unit : cluster[unit]) + 1);
            }
        }
        var covariance = new double[k * k];
        // A block of studies is spread out over all units at a time, so that memory does not grow with their square.
        for (var rows = 0; rows < k; rows += Together)
        {
            var own = Spread(studies, rows, places, cluster);
            for (var columns = 0; columns <= rows; columns += Together)
            {
                var other = columns == rows ? own : Spread(studies, columns, places, cluster);
                var (top, left) = (rows, columns);
                Parallel.For(
                    0,
                    own.Length,
                    a =>
                    {
                        for (var b = 0; b < other.Length && left + b <= top + a; b++)
                            covariance[((top + a) * k) + left + b] = covariance[
                                ((left + b) * k) + top + a
                            ] = TensorPrimitives.Dot<double>(own[a], other[b]);
                    }
                );
            }
        }
        return covariance;
    }

    private static double[][] Spread(
        IReadOnlyList<StudyEstimate> studies,
        int from,
        int places,
        int[]? cluster
    )
    {
        var spread = new double[Math.Min(Together, studies.Count - from)][];
        Parallel.For(
            0,
            spread.Length,
            s =>
            {
                var study = studies[from + s];
                var own = new double[places];
                for (var i = 0; i < study.Units.Length; i++)
                {
                    var unit = study.Units[i];
                    own[cluster is null ? unit : cluster[unit]] +=
                        study.Influence[i] / study.Influence.Length;
                }
                spread[s] = own;
            }
        );
        return spread;
    }
}
