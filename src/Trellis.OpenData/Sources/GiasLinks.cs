using Trellis.Schools;

namespace Trellis.Sources;

/// <summary>Predecessors and successors: links_edubasealldata*.csv. In 2015 a successor was a "Child" and a predecessor a "Parent".</summary>
public sealed class GiasLinks : SourceFormat
{
    public override string Key => "gias-links";

    public override string Title => "Get Information about Schools, links between establishments";

    public override bool Recognises(Header header) => header.HasAll("URN", "LinkURN", "LinkType");

    public override Period PeriodOf(InputFile file, Header header, Func<Table> open) =>
        Day(file, open, "LinkEstablishedDate");

    public override void Read(Table table, Period period, Harvest harvest)
    {
        int urn = table.Column("URN"),
            link = table.Column("LinkURN"),
            type = table.Column("LinkType"),
            date = table.Find("LinkEstablishedDate");
        var links = new List<(Link, DateOnly)>();
        while (table.Read())
        {
            if (!Urn.TryParse(table.Text(urn), null, out var from))
                table.Reject(urn, "a URN of five to seven digits");
            else if (!Urn.TryParse(table.Text(link), null, out var to))
                table.Reject(link, "a URN of five to seven digits");
            else if (!table[date].IsEmpty && table.Date(date) is null)
                table.Reject(date, "a date as 31-12-2021, or nothing");
            else
            {
                var words = table.Text(type);
                links.Add(
                    (new Link(from, to, KindOf(words), table.Date(date), words), period.Date)
                );
                table.Keep();
            }
        }
        harvest.Add(h => h.Links.AddRange(links));
    }

    private static LinkKind KindOf(string words) =>
        words.ToUpperInvariant() switch
        {
            "SUCCESSOR" or "CHILD" => LinkKind.Successor,
            "PREDECESSOR" or "PARENT" => LinkKind.Predecessor,
            "SUCCESSOR - MERGED" or "SUCCESSOR - AMALGAMATED" or "CHILD - MERGED" =>
                LinkKind.SuccessorMerged,
            "PREDECESSOR - MERGED"
            or "PREDECESSOR - AMALGAMATED"
            or "PARENT - MERGED"
            or "RESULT OF AMALGAMATION"
            or "MERGED - EXPANSION IN SCHOOL CAPACITY AND CHANGER IN AGE RANGE"
            or "MERGED - EXPANSION OF SCHOOL CAPACITY"
            or "MERGED - CHANGE IN AGE RANGE" => LinkKind.PredecessorMerged,
            "SUCCESSOR - SPLIT SCHOOL" or "CHILD - SPLIT SCHOOL" => LinkKind.SuccessorSplit,
            "PREDECESSOR - SPLIT SCHOOL" or "PARENT - SPLIT SCHOOL" => LinkKind.PredecessorSplit,
            "SIXTH FORM CENTRE LINK" or "SIXTH FORM CENTRE SCHOOL" => LinkKind.SixthForm,
            _ => LinkKind.Other,
        };
}
