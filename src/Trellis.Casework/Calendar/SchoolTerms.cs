using System.Reflection;
using Trellis.Schools;
using Trellis.Sources;

namespace Trellis.Calendar;

/// <summary>A school term.</summary>
/// <param name="Name">"autumn", "spring", "summer".</param>
/// <param name="First">Its first school day.</param>
/// <param name="HalfTerm">The first day of its half-term holiday.</param>
/// <param name="Back">The first day after that holiday.</param>
/// <param name="Last">Its last school day.</param>
public sealed record Term(
    string Name,
    DateOnly First,
    DateOnly HalfTerm,
    DateOnly Back,
    DateOnly Last
);

/// <summary>The terms of England's schools: the usual ones, or those of one local authority.</summary>
/// <param name="For">Whose they are; null for the usual ones, from which every authority's and every school's own differ by some days.</param>
/// <param name="How">By what rule they were worked out, or where they were read.</param>
public sealed record SchoolTerms(
    LaCode? For,
    DateOnly From,
    DateOnly Until,
    string How,
    string Source,
    IReadOnlyList<Term> Terms
)
{
    private static readonly Shape Shape = new(
        new("id"),
        new("name"),
        new("local-authority", Optional: true),
        new("how"),
        new("source"),
        new("from", Shape.Content.Day),
        new("until", Shape.Content.Day),
        Shape.Field.List(
            "terms",
            Shape.Part(
                new("name", Shape.Content.Choice, false, "autumn", "spring", "summer"),
                new("first", Shape.Content.Day),
                new("half-term", Shape.Content.Day),
                new("back", Shape.Content.Day),
                new("last", Shape.Content.Day)
            )
        )
    );

    private static readonly Lazy<IReadOnlyList<SchoolTerms>> Read = new(() =>
        ReviewedFile.BuiltIn(Assembly.GetExecutingAssembly(), "calendar/school-terms", Parse)
    );

    /// <summary>All that were built in: the usual ones, and those of authorities whose own are known.</summary>
    public static IReadOnlyList<SchoolTerms> All => Read.Value;

    /// <summary>The usual ones.</summary>
    public static SchoolTerms Usual => All.Single(t => t.For is null);

    /// <exception cref="UnreadableSourceException">The file does not fit; the message says in which line and why.</exception>
    public static SchoolTerms Parse(string file, string yaml)
    {
        var given = ReviewedFile.One(file, yaml, Shape);
        LaCode? own = null;
        if (given.Has("local-authority"))
            own = LaCode.TryParse(given.Field("local-authority"), null, out var code)
                ? code
                : throw given.Wrong(
                    "'local-authority' is a number of three digits.",
                    "local-authority"
                );
        var (from, until) = (given.Day("from"), given.Day("until"));
        var terms = new List<Term>();
        foreach (var entry in given.Entries("terms"))
        {
            var term = new Term(
                entry.Field("name"),
                entry.Day("first"),
                entry.Day("half-term"),
                entry.Day("back"),
                entry.Day("last")
            );
            if (
                !(term.First < term.HalfTerm && term.HalfTerm < term.Back && term.Back <= term.Last)
            )
                throw entry.Wrong("the days of this term are not one after the other.");
            if (terms is [.., var before] && term.First <= before.Last)
                throw entry.Wrong("this term begins before the one above has ended.", "first");
            if (term.First < from || term.Last > until)
                throw entry.Wrong("this term is not between 'from' and 'until'.");
            terms.Add(term);
        }
        return new SchoolTerms(own, from, until, given.Field("how"), given.Field("source"), terms);
    }
}

/// <summary>School days: the working days of school terms, without half-term holidays. Days on which teachers train and no pupil comes are not known here, and count.</summary>
public static class SchoolDays
{
    private static readonly Lazy<CountedDays> Counted = new(() =>
        Of(SchoolTerms.Usual, BankHolidays.EnglandAndWales)
    );

    /// <summary>By the usual terms, which come near to a school's own and no more.</summary>
    public static CountedDays Usual => Counted.Value;

    /// <summary>By the terms of a local authority where its own are built in, else by the usual ones.</summary>
    public static CountedDays In(LaCode? authority) =>
        authority is not null && SchoolTerms.All.FirstOrDefault(t => t.For == authority) is { } own
            ? Of(own, BankHolidays.EnglandAndWales)
            : Usual;

    /// <summary>By terms and bank holidays, over the years of which both speak.</summary>
    public static CountedDays Of(SchoolTerms terms, BankHolidays holidays)
    {
        var working = WorkingDays.Of(holidays);
        var days = new HashSet<DateOnly>();
        foreach (var term in terms.Terms)
            for (var day = term.First; day <= term.Last; day = day.AddDays(1))
                if (day < term.HalfTerm || day >= term.Back)
                    days.Add(day);
        return new CountedDays(
            terms.From > working.First ? terms.From : working.First,
            terms.Until < working.Last ? terms.Until : working.Last,
            day => days.Contains(day) && working.Is(day)
        );
    }
}
