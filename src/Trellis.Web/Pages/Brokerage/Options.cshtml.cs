using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.Components;
using Trellis.Pages.Procedures;
using Trellis.Procedures;
using Trellis.Rules;
using Trellis.Serving;

namespace Trellis.Pages.Brokerage;

/// <summary>The options of a case: what the law of its day leaves open, who can do each, what it costs, how long it takes, what is known of it, and what was weighed.</summary>
[Access(Who.SignedIn)]
public sealed class CaseOptions : CaseDeskPage
{
    internal static readonly IReadOnlyList<SheetColumn> Columns =
    [
        new("option", "Option"),
        new("name", "Name"),
        new("open", "Open under the law of the case"),
        new("capacity", "Capacity"),
        new("cost", "Cost"),
        new("time", "Time"),
        new("evidence", "Evidence"),
    ];

    public override string Tab => "options";

    public Standing Standing { get; private set; } = null!;

    public OpenOption? OpenOf(BrokerageOption option) =>
        Standing.Options.FirstOrDefault(o => o.Option.Id == option.Id);

    /// <summary>The options with what the law says to each: those that are open first.</summary>
    public IReadOnlyList<(BrokerageOption Option, OpenOption? Open)> All =>
        [
            .. RangeOfOptions
                .All.Select(o => (Option: o, Open: OpenOf(o)))
                .OrderBy(o => o.Open is null),
        ];

    /// <summary>The latest weighing of the options in the case; null where there was none.</summary>
    public Taken? Weighed =>
        Main.Case.History.LastOrDefault(t =>
            t.Answers.Any(a => a.Ask.ToString().StartsWith("option-", StringComparison.Ordinal))
        );

    /// <summary>The step in which they are weighed, where it is open.</summary>
    public OpenStep? Weighing =>
        Main.Where.Open.FirstOrDefault(o =>
            o.Step.Asks.Any(a => a.Id.ToString().StartsWith("option-", StringComparison.Ordinal))
        );

    public IReadOnlyList<SummaryRow?> Answers(Taken taken) =>
        [
            .. from ask in Main.Table.StepOf(taken.Step)!.Asks
            from answer in taken.Answers
            where answer.Ask == ask.Id
            select SummaryRow.Of(ask.Name, CaseWords.Of(ask, answer, Snapshot)),
        ];

    public async Task<IActionResult> OnGetAsync(string reference)
    {
        if (await Find(reference) is { } other)
            return other;
        Standing = CaseLaw.Of(Snapshot, Case, Main.Case, Today);
        return AnswerPrivately(
            Frame("Options"),
            new Sheet(
                $"options-{Case.Ref}",
                $"Options: {SchoolNames}",
                Columns,
                [
                    .. All.Select(o =>
                        (IReadOnlyList<object?>)
                            [
                                $"{o.Option.Id}",
                                o.Option.Name,
                                o.Open?.HowInWords ?? "Not named by the rules of this case",
                                o.Option.Capacity.Words,
                                o.Option.Cost.Words,
                                o.Option.Time.Words,
                                o.Option.Evidence.Words,
                            ]
                    ),
                ]
            )
        );
    }
}
