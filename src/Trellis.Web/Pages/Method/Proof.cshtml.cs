using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.Components;
using Trellis.Serving;
using Trellis.SimilarSchools;

namespace Trellis.Pages.Method;

/// <summary>The runs of the protocol that compares methods, as they were kept.</summary>
[Access(Who.Everybody)]
public sealed class ProofPage : SitePage
{
    public IReadOnlyList<ProtocolRun> Runs => ProtocolRun.All;

    /// <summary>The share of variance that a run's method explains of an outcome; null where it was not judged.</summary>
    public static double? Share(ProtocolResult result, string outcome) =>
        result.R2.TryGetValue(outcome, out var share) && double.IsFinite(share) ? share : null;

    /// <summary>The methods that explain most of an outcome among those that find a list for each school.</summary>
    public static bool IsBest(ProtocolRun run, ProtocolResult result, string outcome) =>
        Share(result, outcome) is { } share
        && run.Results.All(r => (Share(r, outcome) ?? double.NegativeInfinity) <= share);

    /// <summary>Where a run's own metric is not the best: a sentence each, so that nobody has to look for it.</summary>
    public static IReadOnlyList<string> Behind(ProtocolRun run)
    {
        if (run.Results.FirstOrDefault(r => r.Method == "trellis") is not { } own)
            return [];
        var behind = new List<string>();
        foreach (var outcome in own.R2.Keys)
            if (
                run.Results.MaxBy(r => Share(r, outcome) ?? double.NegativeInfinity) is { } best
                && best.Method != own.Method
            )
                behind.Add(
                    $"{outcome}: {best.Method} explains {100 * Share(best, outcome):0.0} %, trellis {100 * Share(own, outcome):0.0} %."
                );
        if (run.Results.MinBy(r => r.Balance) is { } level && level.Method != own.Method)
            behind.Add(
                $"Neighbours look most alike under {level.Method} ({level.Balance:0.000}; trellis {own.Balance:0.000})."
            );
        if (run.Results.MaxBy(r => r.Within40Km3) is { } near && near.Method != own.Method)
            behind.Add(
                $"Most schools have three near under {near.Method} ({100 * near.Within40Km3:0} %; trellis {100 * own.Within40Km3:0} %)."
            );
        if (
            run.Results.Where(r => r.Method != "random").MinBy(r => r.MostNamed) is { } spread
            && spread.Method != own.Method
        )
            behind.Add(
                $"No school is in more than {spread.MostNamed} lists under {spread.Method} (trellis {own.MostNamed})."
            );
        return behind;
    }

    public IActionResult OnGet() =>
        Answer(
            new PageFrame
            {
                Title = "Which method finds schools that are really alike",
                Description =
                    "One test for every method: guess a school's results from its similar schools, which never saw them.",
                Section = "methods",
                Crumbs =
                [
                    new PageLink("Home", "/"),
                    new PageLink("Methods", "/method"),
                    new PageLink("Which method finds schools that are alike"),
                ],
                Canonical = "/method/similar-schools",
            },
            new Sheet(
                "similar-schools-proof",
                "Methods compared by one protocol",
                [
                    new("run", "Run"),
                    new("on", "Day of the run"),
                    new("table_sha256", "SHA-256 of the table"),
                    new("fields_sha256", "SHA-256 of the fields"),
                    new("method", "Method"),
                    new("n", "Schools judged", "integer"),
                    new("k", "Neighbours", "integer"),
                    new("measure", "What is measured"),
                    new("value", "Value", "number"),
                ],
                [
                    .. Runs.SelectMany(run =>
                        run.Results.SelectMany(result =>
                            Measured(result)
                                .Select(
                                    IReadOnlyList<object?> (m) =>
                                        [
                                            run.Title,
                                            run.On,
                                            run.TableHash,
                                            run.FieldsHash,
                                            result.Method,
                                            result.N,
                                            result.K,
                                            m.What,
                                            m.Value,
                                        ]
                                )
                        )
                    ),
                ]
            ),
            null
        );

    private static IEnumerable<(string What, double? Value)> Measured(ProtocolResult result) =>
        result
            .R2.Select(r => ("R2 " + r.Key, Share(result, r.Key)))
            .Append(("balance", OrNull(result.Balance)))
            .Append(("never named", OrNull(result.NeverNamed)))
            .Append(("most named", (double?)result.MostNamed))
            .Append(("reciprocity", OrNull(result.Reciprocity)))
            .Append(("three within 40 km", OrNull(result.Within40Km3)));

    private static double? OrNull(double figure) => double.IsFinite(figure) ? figure : null;
}
