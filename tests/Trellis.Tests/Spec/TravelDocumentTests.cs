using System.Text;
using Trellis.Travel;
using static Trellis.Travel.TravelGuide;

namespace Trellis.Tests.Spec;

/// <summary>Writes docs/methods/travel.md: the formula of minutes by car with journeys worked through, and what is coast.</summary>
public sealed class TravelDocumentTests
{
    public const string Path = "docs/methods/travel.md";

    private static readonly (double Kilometres, Setting From, Setting To)[] Examples =
    [
        (20, Setting.Country, Setting.Town),
        (6, Setting.Conurbation, Setting.Conurbation),
        (75, Setting.Conurbation, Setting.Country),
    ];

    [Fact]
    public void The_document_of_travel_says_what_the_code_does() => Document.Is(Path, Write());

    private static string Write()
    {
        var text = new StringBuilder();
        Line("# Travel and the coast (`travel`)");
        Line();
        Line("Written by `tests/Trellis.Tests/Spec`; a test fails when it differs from the code.");
        Line();
        Line(InShort);
        Line();
        foreach (var sentence in What)
        {
            Line(sentence);
            Line();
        }
        Line("## The formula");
        Line();
        Line("- road = detour × straight line");
        Line(
            "- at each end: the lesser of the local kilometres and half the road, at the speed of that end"
        );
        Line("- then main roads, then motorways and trunk roads");
        Line(
            "- minutes = start and parking + 60 × sum of kilometres / speed, to the nearest whole minute, halves up"
        );
        Line();
        Line("| what | number | from |");
        Line("|---|---|---|");
        foreach (var p in Parameters)
            Line(
                $"| {p.Words} | {Digits(p.Value)}{(p.Unit.Length > 0 ? " " + p.Unit : "")} | {p.From} |"
            );
        Line();
        Line(
            "Inverse: no two schools further apart in a straight line are within so many estimated minutes."
        );
        Line();
        Line("| minutes | km at most |");
        Line("|---|---|");
        foreach (var minutes in new[] { 15, 30, 45, 60, 90 })
            Line($"| {minutes} | {Digits(TravelFormula.FarthestKilometres(minutes))} |");
        Line();
        Line("## Worked through");
        Line();
        foreach (var (kilometres, from, to) in Examples)
            Example(kilometres, from, to);
        Line("## Where it is weak");
        Line();
        foreach (var weakness in Weaknesses)
            Line($"- {weakness}");
        Line();
        Line("## The coast");
        Line();
        foreach (var sentence in WhatOfTheCoast)
        {
            Line(sentence);
            Line();
        }
        Line(
            "Bounds of the country, and not coast; ends in longitude and latitude, the nearest corner of the outline is taken:"
        );
        Line();
        Line("| stretch | from | by way of | to |");
        Line("|---|---|---|---|");
        foreach (var line in CoastLine.NotCoast)
            Line($"| {line.Name} | {At(line.From)} | {At(line.By)} | {At(line.To)} |");
        return text.ToString();

        void Line(string words = "") => text.Append(words).Append('\n');

        static string At(Places.LonLat corner) => $"{Digits(corner.Lon)}, {Digits(corner.Lat)}";

        void Example(double kilometres, Setting from, Setting to)
        {
            var stretches = WorkThrough(kilometres, from, to);
            var sum = stretches.Sum(s => s.Minutes) + TravelFormula.StartAndParking;
            var minutes = TravelFormula.Minutes(kilometres, from, to);
            Assert.Equal(minutes, Math.Round(sum, MidpointRounding.AwayFromZero));
            Line(
                $"{Word(from)} to {Word(to)}, {Digits(kilometres)} km in a straight line, {Digits(TravelFormula.Detour)} × {Digits(kilometres)} = {Digits(TravelFormula.Detour * kilometres)} km of road:"
            );
            Line();
            Line("| stretch | km | km/h | minutes |");
            Line("|---|---|---|---|");
            foreach (var s in stretches)
                Line(
                    $"| {s.Words} | {Digits(s.Kilometres)} | {Digits(s.Speed)} | {Digits(s.Minutes)} |"
                );
            Line();
            Line(
                $"With {Digits(TravelFormula.StartAndParking)} to start and park {Digits(sum)}: {new Journey(minutes, kilometres, JourneyBasis.Estimate).Words}."
            );
            Line();
        }

        static string Word(Setting setting) =>
            setting switch
            {
                Setting.Conurbation => "Conurbation",
                Setting.Country => "Country",
                _ => "Town",
            };
    }
}
