using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.Components;
using Trellis.Serving;
using Trellis.Travel;

namespace Trellis.Pages.Method;

/// <summary>How minutes by car and the distance to the coast are worked out, with an example to do again.</summary>
[Access(Who.Everybody)]
public sealed class TravelView : SitePage
{
    public const double ExampleKilometres = 20;

    public IReadOnlyList<Stretch> Example { get; } =
        TravelGuide.WorkThrough(ExampleKilometres, Setting.Country, Setting.Town);

    public double ExampleMinutes { get; } =
        TravelFormula.Minutes(ExampleKilometres, Setting.Country, Setting.Town);

    /// <summary>Whether a router's times are loaded here.</summary>
    public string InUse =>
        Country.Journeys.Matrix is { } times
            ? $"On this site {times.Count:N0} times are loaded from {times.File}; other journeys are estimated.{PassedOver}"
            : "On this site no router's times are loaded: all minutes are estimated.";

    private string PassedOver =>
        Country.Journeys.PassedOver is > 0 and var many
            ? $" {many:N0} of them name a URN that is no school of this snapshot and are passed over."
            : "";

    /// <summary>The coast of this snapshot, in a sentence.</summary>
    public string CoastInUse =>
        !Country.Coast.IsKnown
            ? "This snapshot has no outlines, so nobody can say what is by the sea."
        : Snapshot.IsFictional
            ? $"This country is made up: an island with {Country.Coast.LengthKilometres:N0} km of coast and no borders by land."
        : $"In the outlines of this snapshot it is {Country.Coast.LengthKilometres:N0} km long.";

    public IActionResult OnGet() =>
        Answer(
            new PageFrame
            {
                Title = "Travel and the coast",
                Description = TravelGuide.InShort,
                Section = "methods",
                Crumbs =
                [
                    new PageLink("Home", "/"),
                    new PageLink("Methods", "/method"),
                    new PageLink("Travel and the coast"),
                ],
            },
            new Sheet(
                "travel",
                "The numbers by which minutes by car are estimated",
                [
                    new("what", "What"),
                    new("number", "Number", "number"),
                    new("unit", "Unit"),
                    new("from", "From"),
                ],
                [
                    .. TravelGuide.Parameters.Select(
                        IReadOnlyList<object?> (p) => [p.Words, p.Value, p.Unit, p.From]
                    ),
                ]
            )
        );
}
