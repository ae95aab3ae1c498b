namespace Trellis.Synthesis;

/// <summary>How the variance of true effects between studies (τ²) is estimated.</summary>
/// <remarks>
/// Restricted maximum likelihood is the usual choice (Viechtbauer, "Bias and efficiency of meta-analytic variance estimators",
/// Journal of Educational and Behavioral Statistics 30, 2005; Langan and others, Research Synthesis Methods 10, 2019). Every
/// estimate below 0 is reported as 0.
/// </remarks>
public enum HeterogeneityMethod
{
    /// <summary>One effect for all: τ² is 0 by assumption (equal effects). Right only where studies repeat each other exactly.</summary>
    EqualEffects,

    /// <summary>Restricted maximum likelihood; the highest of several peaks where there are several.</summary>
    RestrictedMaximumLikelihood,

    /// <summary>Maximum likelihood: too low on average with few studies, but likelihoods of different moderators can be compared.</summary>
    MaximumLikelihood,

    /// <summary>DerSimonian and Laird, "Meta-analysis in clinical trials", Controlled Clinical Trials 7, 1986.</summary>
    DerSimonianLaird,

    /// <summary>Paule and Mandel, "Consensus values and weighting factors", 1982: τ² at which the weighted residuals have the spread expected.</summary>
    PauleMandel,

    /// <summary>Hedges and Olkin, "Statistical methods for meta-analysis", 1985: studies count alike.</summary>
    HedgesOlkin,

    /// <summary>Sidik and Jonkman, Journal of the Royal Statistical Society C 54, 2005, from the variance of the effects (over k) as a start; never 0.</summary>
    SidikJonkman,

    /// <summary>Empirical Bayes (Morris, Journal of the American Statistical Association 78, 1983); its optimum is that of Paule and Mandel.</summary>
    EmpiricalBayes,

    /// <summary>Hunter and Schmidt, "Methods of meta-analysis", 1990: too low on average, kept for comparison with older work.</summary>
    HunterSchmidt,
}
