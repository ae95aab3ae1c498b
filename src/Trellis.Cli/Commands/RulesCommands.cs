using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Trellis.Library;
using Trellis.Rules;

namespace Trellis.Commands;

/// <summary><c>trellis rules ...</c>: the law of a day, and what it says to some facts.</summary>
internal static class RulesCommands
{
    public static Command Create() =>
        new Command("rules", "The law and the policy of a day, from the reviewed files.")
        {
            Explain(),
        };

    private static Command Explain()
    {
        var about = Shared.Required<string>(
            "--case",
            $"What is asked about: {string.Join(", ", CodeWord.All<Subject>())}."
        );
        var on = Shared.Required<string>("--on", "The day asked about, as 2026-09-01.");
        var facts = new Option<FileInfo?>("--facts")
        {
            Description =
                "What is known of the school and its case, as JSON (docs/formats/facts.md).",
        };
        var json = Shared.AsJson();
        var command = new Command(
            "explain",
            "What may happen under the rules of a day, who decides, who must be asked, what is due; each rule with its source and its days."
        )
        {
            about,
            on,
            facts,
            json,
        };
        command.SetAction(parsed =>
        {
            if (CodeWord.Parse<Subject>(parsed.GetValue(about)!) is not { } subject)
                return Shared.Refuse(
                    2,
                    $"--case cannot be '{parsed.GetValue(about)}'. It can be: {string.Join(", ", CodeWord.All<Subject>())}."
                );
            if (
                !DateOnly.TryParseExact(
                    parsed.GetValue(on),
                    "yyyy-MM-dd",
                    CultureInfo.InvariantCulture,
                    DateTimeStyles.None,
                    out var day
                )
            )
                return Shared.Refuse(
                    2,
                    $"--on cannot be '{parsed.GetValue(on)}'. It is a day as 2026-09-01."
                );
            var (told, troubles) = parsed.GetValue(facts) is { } file
                ? file.Exists
                    ? Facts.ReadJson(File.ReadAllText(file.FullName))
                    : (Facts.None, [new FactTrouble("facts", $"There is no file '{file}'.")])
                : (Facts.None, []);
            troubles = [.. troubles, .. told.LaterThan(day)];
            foreach (var trouble in troubles)
                parsed.InvocationConfiguration.Error.WriteLine(
                    $"{trouble.Field}: {trouble.Sentence}"
                );
            if (troubles.Count > 0)
                return 2;
            var standing = Standing.Of(told, day, subject);
            var to = parsed.InvocationConfiguration.Output;
            if (parsed.GetValue(json))
                to.WriteLine(JsonSerializer.Serialize(AsJson(standing), Shared.Json));
            else
                Write(standing, to);
            return 0;
        });
        return command;
    }

    private static object AsJson(Standing standing) =>
        new
        {
            Case = CodeWord.Of(standing.About[0]),
            On = Iso(standing.On),
            Facts = standing.Facts.Told.ToDictionary(t => t.Field.Name, t => t.Text),
            Options = standing.Options.Select(o => new
            {
                Id = o.Option.Id.ToString(),
                o.Option.Name,
                How = CodeWord.Of(o.How),
                o.Option.Says,
                Because = o.Because.Select(b => b.Says),
                Capacity = o.Option.Capacity.Words,
                Cost = o.Option.Cost.Words,
                Time = o.Option.Time.Words,
                Evidence = o.Option.Evidence.Words,
                Rules = o
                    .Because.Select(b => b.Rule.Id.ToString())
                    .Distinct(StringComparer.Ordinal),
            }),
            Duties = standing.Duties.Select(Of),
            Consult = standing.ByLaw.Concat(standing.ByPractice).Select(Of),
            standing.Decider,
            May = standing.May.Select(Of),
            Own = standing.Own.Select(Of),
            Help = standing.Help.Select(Of),
            Findings = standing.Findings.Select(Of),
            Procedures = standing.Procedures.Select(p => p.Id.ToString()),
            Rules = standing.Rules.Select(r => new
            {
                Id = r.Rule.Id.ToString(),
                r.Rule.Source,
                From = Iso(r.Rule.From),
                To = r.Rule.Until is { } until ? Iso(until) : null,
                Kind = CodeWord.Of(r.Rule.Kind),
                r.Rule.Says,
                r.Rule.Address,
                AskedOn = Iso(r.On),
                Saved = r.IsSavedOn(standing.On) ? r.Rule.Saving : "",
                r.Rule.Doubt,
            }),
        };

    private static object Of(Said said) =>
        new
        {
            Id = said.Effect.Id.ToString(),
            said.Who,
            said.Says,
            By = said.By is { } day ? Iso(day) : null,
            Rule = said.Rule.Id.ToString(),
            Kind = CodeWord.Of(said.Rule.Kind),
        };

    private static void Write(Standing standing, TextWriter to)
    {
        to.WriteLine(
            $"{CodeWord.Of(standing.About[0])}, by the rules of {standing.On:d MMMM yyyy}"
        );
        if (standing.Decider.Length > 0)
            to.WriteLine($"Who decides: {standing.Decider}.");
        List("What holds", standing.Findings.Select(f => f.InWords));
        List(
            "What may happen",
            standing.Options.Select(o =>
                $"{o.Option.Name} ({o.HowInWords.ToLowerInvariant()}): {o.Because[0].Says}"
            )
        );
        List("What must be done", standing.Duties.Select(d => d.InWords));
        List("Who may act", standing.May.Select(d => d.InWords));
        List("Who must be asked by law", standing.ByLaw.Select(d => d.InWords));
        List(
            "Who is asked here, though no law asks for it",
            standing.ByPractice.Select(d => d.InWords)
        );
        List("What the school decides", standing.Own.Select(d => d.InWords));
        List("What help is due", standing.Help.Select(d => d.InWords));
        List(
            "How it is done, step by step",
            standing.Procedures.Select(p => $"{p.Name}: definitions/procedures, {p.Id}")
        );
        List(
            "Rules",
            standing.Rules.Select(r =>
                $"{r.Rule.Id}: {r.Rule.Source}; {r.Rule.WhenHeld}"
                + (
                    r.IsSavedOn(standing.On)
                        ? $" (asked for {r.On:d MMMM yyyy}). {r.Rule.Saving}"
                        : ""
                )
                + (r.Rule.Doubt.Length > 0 ? $" Uncertain: {r.Rule.Doubt}" : "")
            )
        );

        void List(string title, IEnumerable<string> lines)
        {
            var all = lines.ToList();
            if (all.Count == 0)
                return;
            to.WriteLine();
            to.WriteLine(title);
            foreach (var line in all)
                to.WriteLine($"  {line}");
        }
    }

    private static string Iso(DateOnly day) =>
        day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
