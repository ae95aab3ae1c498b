namespace Trellis.Effects;

/// <summary>How a comparison of two groups at two times allows for what tells them apart.</summary>
public enum TwoPeriodMethod
{
    /// <summary>Doubly robust: right where either the chance of treatment or the course without it is told rightly (Sant'Anna and Zhao 2020, 3.1 for panels, 3.4 for cross-sections; locally efficient).</summary>
    DoublyRobust,

    /// <summary>Doubly robust with chances by inverse probability tilting and regression weighted by their odds: robust in its standard error too.</summary>
    ImprovedDoublyRobust,

    /// <summary>For repeated cross-sections the doubly robust that does not model the treated (Sant'Anna and Zhao 2020, 3.3): not efficient. The same as <see cref="DoublyRobust"/> for panels.</summary>
    SimpleDoublyRobust,

    /// <summary><see cref="SimpleDoublyRobust"/> with the tilted chances. The same as <see cref="ImprovedDoublyRobust"/> for panels.</summary>
    SimpleImprovedDoublyRobust,

    /// <summary>Controls weighted by the odds of their chance, weights made to sum to 1 (Hajek).</summary>
    InverseProbability,

    /// <summary>Controls weighted by the odds of their chance, weights as they are (Abadie 2005; Horvitz and Thompson).</summary>
    HorvitzThompson,

    /// <summary>The course without treatment told by a regression on the controls (Heckman, Ichimura and Todd 1997).</summary>
    Regression,
}

/// <summary>What treatment did between two times.</summary>
/// <param name="Effect">The average effect on the treated, in the unit of the outcome.</param>
/// <param name="StandardError">The root of Σ(ψ − mean ψ)²/n².</param>
/// <param name="Influence">ψ of each row in the order given, so that √n (estimate − truth) is about Σψ/√n.</param>
/// <param name="LeftOut">Covariates that earlier ones or the constant already say, by number from 0; the effect is the same without them.</param>
/// <param name="Trimmed">Controls that look so much like the treated (a chance of .995 or more) that their weight would be without bound: left out.</param>
public sealed record TwoPeriodEffect(
    double Effect,
    double StandardError,
    double[] Influence,
    IReadOnlyList<int> LeftOut,
    int Trimmed
);
