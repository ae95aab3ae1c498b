using System.Globalization;
using Trellis.Brokerage;
using Trellis.Procedures;
using Trellis.Rules;
using Trellis.Schools;
using Trellis.Snapshots;
using Facts = Trellis.Rules.Facts;

namespace Trellis.Pages.Brokerage;

/// <summary>What the law says to a case: its facts are what is recorded in it, and what the register says of its school.</summary>
public static class CaseLaw
{
    /// <summary>The facts of a case: an answer counts where its question has the name of a fact.</summary>
    public static Facts FactsOf(Snapshot snapshot, BrokerageCase given, ProcedureCase main)
    {
        var told = new Dictionary<string, string>(StringComparer.Ordinal);
        if (
            Urn.TryParse(given.Schools[0].Id, null, out var urn)
            && snapshot.SchoolOf(urn)?.Current is { } school
        )
        {
            Tell("school", KindOf(snapshot, school));
            Tell("religious", IsReligious(school) ? "yes" : "no");
        }
        foreach (var taken in main.History)
        foreach (var answer in taken.Answers)
            Tell(
                answer.Ask.ToString(),
                answer switch
                {
                    { Day: { } day } => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                    { Chosen: [var one] } => one.ToString(),
                    _ => "",
                }
            );
        var facts = Facts.Read(told).Facts;
        return facts;

        void Tell(string name, string text)
        {
            // What the rules do not know by this name, or not in this word, they are not asked about.
            if (
                text.Length > 0
                && FactField.Of(name) is { } field
                && Facts.Read([KeyValuePair.Create(field.Name, text)]).Troubles.Count == 0
            )
                told[field.Name] = text;
        }
    }

    /// <summary>Where the school of a case stands today.</summary>
    public static Standing Of(
        Snapshot snapshot,
        BrokerageCase given,
        ProcedureCase main,
        DateOnly today
    ) => Standing.Of(FactsOf(snapshot, given, main), today);

    private static string KindOf(Snapshot snapshot, Establishment school) =>
        snapshot.TrustOf(school.Urn) is not { } trust
            ? FactField.Of("school")!.WordFor(school.Type) ?? "maintained"
        : snapshot.MembershipsIn(trust.Uid).Count(m => m.To is null) > 1 ? "academy-in-trust"
        : "single-academy";

    private static bool IsReligious(Establishment school) =>
        school.Religion.Length > 0
        && school.Religion is not ("None" or "Does not apply" or "Not applicable");
}
