using System.Globalization;
using System.Text;
using Trellis.SimilarSchools;

namespace Trellis.Tests.SimilarSchools;

/// <summary>Schools drawn by chance of which much can be expected and not all: results follow who the pupils are, and luck.</summary>
/// <remarks>
/// Attainment = 3 prior - 2 meals + girls + 2 luck, progress = 2 language - meals + 1.5 luck, absence = 2 meals + 1.5 luck, all in
/// standard units of the features. Size says nothing of any of them. Every ninth school selects; every tenth has no outcome yet.
/// </remarks>
internal sealed record DrawnTable(int Schools, int Seed = 1)
{
    public const string Fields = """
        column,roles,transform,weight,axis,variables,group
        URN,urn,,,,,
        East,x,,,,,
        North,y,,,,,
        Selects,selective,,,,,
        "Prior, points",face balance,,1,,prior-attainment ks2-reading ks2-maths,
        "Meals, %",face balance,,1,,pupil-premium fsm6,
        "Language, %",face balance,,1,,eal,
        Size,face balance,log,1,,pupils,
        "Girls, %",feature,,,,,
        Attainment,outcome,,,attainment,,
        Progress,outcome,,,progress,,
        Absence,never-trained-outcome,,,attendance,,
        """;

    private readonly Random chance = new(Seed);

    private double Normal() =>
        Math.Sqrt(-2 * Math.Log(1 - chance.NextDouble()))
        * Math.Cos(2 * Math.PI * chance.NextDouble());

    /// <summary>A line a school, without the header; cells are text, as in a file.</summary>
    public IReadOnlyList<string[]> Rows()
    {
        var rows = new List<string[]>();
        for (var i = 0; i < Schools; i++)
        {
            double prior = Normal(),
                meals = Normal(),
                language = Normal(),
                size = Normal(),
                girls = Normal();
            var outcomes = i % 10 != 0;
            rows.Add([
                $"{100_001 + i}",
                Text(400_000 + (100_000 * chance.NextDouble())),
                Text(300_000 + (100_000 * chance.NextDouble())),
                i % 9 == 0 ? "1" : "0",
                Text(100 + (5 * prior)),
                Text(30 + (10 * meals)),
                Text(20 + (10 * language)),
                Text(Math.Round(1000 * Math.Exp(.3 * size))),
                Text(50 + (5 * girls)),
                Outcome(45 + (3 * prior) - (2 * meals) + girls + (2 * Normal())),
                Outcome((2 * language) - meals + (1.5 * Normal())),
                Outcome(6 + (2 * meals) + (1.5 * Normal())),
            ]);
            string Outcome(double figure) =>
                outcomes ? Text(figure)
                : i % 20 == 0 ? ""
                : "SUPP";
        }
        return rows;

        static string Text(double figure) => figure.ToString("F3", CultureInfo.InvariantCulture);
    }

    public const string Header =
        "URN,East,North,Selects,\"Prior, points\",\"Meals, %\",\"Language, %\",Size,\"Girls, %\",Attainment,Progress,Absence";

    public static string File(IEnumerable<string[]> rows, string header = Header)
    {
        var text = new StringBuilder(header).Append('\n');
        foreach (var row in rows)
            text.AppendJoin(',', row).Append('\n');
        return text.ToString();
    }

    /// <summary>The same as the protocol takes it.</summary>
    public ComparisonTable Table()
    {
        var rows = Rows();
        double[] Column(int at) =>
            [
                .. rows.Select(r =>
                    double.TryParse(r[at], CultureInfo.InvariantCulture, out var f) ? f : double.NaN
                ),
            ];
        TableColumn Face(string name, int at, params string[] variables) =>
            new(name, Column(at))
            {
                IsFeature = true,
                IsFace = true,
                IsBalanced = true,
                Variables = variables,
            };
        TableColumn Outcome(
            string name,
            int at,
            string axis,
            OutcomeKind kind = OutcomeKind.Taught
        ) => new(name, Column(at)) { Axis = axis, Outcome = kind };
        return new ComparisonTable(
            [.. rows.Select(r => int.Parse(r[0], CultureInfo.InvariantCulture))],
            [.. Column(1).Zip(Column(2))],
            [
                Face("Prior", 4, "prior-attainment"),
                Face("Meals", 5, "fsm6", "pupil-premium"),
                Face("Language", 6, "eal"),
                new("Size", Array.ConvertAll(Column(7), Math.Log))
                {
                    IsFeature = true,
                    IsFace = true,
                    IsBalanced = true,
                },
                new("Girls", Column(8)) { IsFeature = true },
                Outcome("Attainment", 9, "attainment"),
                Outcome("Progress", 10, "progress"),
                Outcome("Absence", 11, "attendance", OutcomeKind.NeverTaught),
            ]
        );
    }
}
