using System.Text;
using Trellis.Evaluations;

namespace Trellis.Tests.Spec;

/// <summary>Writes docs/methods/what-works.md: how studies of partnerships are made and rated.</summary>
public sealed class WhatWorksDocumentTests
{
    internal const string Path = "docs/methods/what-works.md";

    [Fact]
    public void The_document_of_studies_says_what_the_code_does() => Document.Is(Path, Write());

    private static string Write()
    {
        var text = new StringBuilder();
        Line("# Studies of partnerships (`what-works`)");
        Line();
        Line("Written by `tests/Trellis.Tests/Spec`; a test fails when it differs from the code.");
        Line();
        Line(StudyGuide.InShort);
        Line();
        Line("## How a study is made");
        Line();
        foreach (var (heading, words) in StudyGuide.Steps)
            Line($"- **{heading}.** {words}");
        Line();
        Line("## What is looked at beside every answer");
        Line();
        Line("| what | how it is read |");
        Line("|---|---|");
        foreach (var (check, words) in StudyGuide.Checks)
            Line($"| {check} | {words} |");
        Line();
        Line("## The rating");
        Line();
        Line(StudyGuide.Rating);
        Line();
        Line("| rating | what it asks for | Maryland | What Works Clearinghouse | EEF |");
        Line("|---|---|---|---|---|");
        foreach (var (points, words) in RatingRule.Table)
            Line(
                $"| {points} | {words} | {RatingRule.Maryland(points)} | {RatingRule.Clearinghouse(points)} | {RatingRule.Endowment(points)} |"
            );
        Line();
        Line(StudyGuide.Dip);
        Line();
        Line(
            $"The first studies were registered on {Programmes.All.Min(p => p.Registered):d MMMM yyyy}."
        );
        Line();
        Line("## What has gone wrong elsewhere");
        Line();
        Line("| elsewhere | here |");
        Line("|---|---|");
        foreach (var (fault, here) in StudyGuide.Faults)
            Line($"| {fault} | {here} |");
        Line();
        Line("## What it cannot do");
        Line();
        foreach (var limit in StudyGuide.Limits)
            Line($"- {limit}");
        Line();
        Line("## Run it");
        Line();
        Line("```");
        Line("./trellis evaluate run --store DIR --json");
        Line("```");
        return text.ToString();

        void Line(string words = "") => text.Append(words).Append('\n');
    }
}
