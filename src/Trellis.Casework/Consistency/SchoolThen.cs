using Trellis.Groups;
using Trellis.Measures;
using Trellis.Placements;
using Trellis.Schools;
using Trellis.Snapshots;

namespace Trellis.Consistency;

/// <summary>What open files say of a school as it was on the day of a decision, and of the trust it was decided about.</summary>
/// <param name="Phase">Only cases of the same phase are held beside each other.</param>
/// <param name="Pupils">On roll, at the newest census of a school year that had ended by the day.</param>
/// <param name="FreeMeals">The share eligible for free school meals then, in per cent.</param>
/// <param name="Grade">Ofsted's last headline grade by the day, 1 to 4; none where there was none, or a report card since.</param>
/// <param name="Balance">Income less expenditure of the newest year that had ended by the day, as a share of income in per cent; of maintained schools only.</param>
/// <param name="Kilometres">In a straight line to the nearest school that the trust had on the day; none where no trust is named.</param>
/// <param name="TrustSchools">How many schools the trust had on the day, without this one.</param>
public sealed record SchoolThen(
    Provision Phase,
    double? Pupils,
    double? FreeMeals,
    int? Grade,
    double? Balance,
    double? Kilometres,
    int? TrustSchools
)
{
    /// <summary>What a snapshot says of a school on a day; null where it has no such school.</summary>
    /// <param name="trust">The trust that takes it, or would have; null where none is named in public.</param>
    public static SchoolThen? On(Snapshot snapshot, Urn urn, DateOnly day, Uid? trust)
    {
        if (snapshot.SchoolOf(urn) is not { } school)
            return null;
        var entries = Provisions.EntriesOn(snapshot, school, day);
        var income = Figure("money.income");
        // Visits between inspections have neither a grade nor a report card.
        var inspection = snapshot
            .InspectionsOf(school)
            .FirstOrDefault(i => i.Date <= day && (i.Grade is not null || i.Areas.Count > 0));
        var others = trust is { } uid
            ? snapshot
                .MembershipsIn(uid)
                .Where(m => m.From <= day && !(m.To <= day) && !school.Urns.Contains(m.Urn))
                .Select(m => m.Urn)
                .Distinct()
                .ToList()
            : [];
        var distances = entries[0].Place is { } here
            ? others
                .Select(u => snapshot.Find(u)?.Place)
                .OfType<GridPoint>()
                .Select(p => here.KilometresTo(p))
                .ToList()
            : [];
        return new SchoolThen(
            Provisions.Of(entries),
            Figure("pupils.number"),
            Figure("pupils.fsm"),
            inspection?.Grade,
            income is > 0 && Figure("money.balance") is { } balance
                ? Math.Round(100 * balance / income.Value, 2)
                : null,
            distances.Count > 0 ? Math.Round(distances.Min(), 2) : null,
            trust is null ? null : others.Count
        );

        // A school year ends with August; what a file says of one that went on still was not known to whoever decided.
        double? Figure(string measure) =>
            snapshot
                .Series(school, measure)
                .Where(f => new DateOnly(f.Year.Starts + 1, 8, 31) <= day)
                .Select(f => f.Value)
                .OfType<Published.Figure>()
                .LastOrDefault()
                ?.Value;
    }
}
