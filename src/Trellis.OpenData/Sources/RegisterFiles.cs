using Trellis.Publications;

namespace Trellis.Sources;

/// <summary>The partnerships of the register that <c>trellis publish-register</c> wrote.</summary>
public sealed class RegisterPartnerships : SourceFormat
{
    public override string Key => "partnerships";

    public override string Title => "Register of partnerships";

    public override string Publisher => "Trellis";

    public override bool Recognises(Header header) =>
        header.HasAll("partnership", "name", "model", "began", "depth", "willingness");

    public override Period PeriodOf(InputFile file, Header header, Func<Table> open) =>
        Day(file, open, "stated_on");

    public override void Read(Table table, Period period, Harvest harvest)
    {
        int id = table.Column("partnership"),
            name = table.Column("name"),
            model = table.Column("model"),
            began = table.Column("began"),
            ended = table.Column("ended"),
            reason = table.Column("end_reason"),
            purposes = table.Column("purposes"),
            depth = table.Column("depth"),
            willingness = table.Column("willingness");
        var rows = new List<PublishedPartnership>();
        while (table.Read())
        {
            if (table[id].IsEmpty)
                table.Reject(id, "the id of a partnership");
            else if (table.Date(began) is not { } from)
                table.Reject(began, "a day, as 2026-09-01");
            else if (!table[ended].IsEmpty && table.Date(ended) is null)
                table.Reject(ended, "a day, as 2026-09-01, or nothing");
            else if (table.Text(depth) is not [>= '1' and <= '5'] deep)
                table.Reject(depth, "1, 2, 3, 4 or 5");
            else if (table.Text(willingness) is not ("willing" or "required"))
                table.Reject(willingness, "willing or required");
            else
            {
                rows.Add(
                    new PublishedPartnership(
                        table.Text(id),
                        PublishedRegister.Words(table.Text(name)),
                        table.Text(model),
                        from,
                        table.Date(ended),
                        table.Text(reason),
                        PublishedRegister.Codes(table.Text(purposes)),
                        deep[0] - '0',
                        table.Text(willingness) == "willing"
                    )
                );
                table.Keep();
            }
        }
        harvest.Add(h => h.Partnerships.Add((period.Date, rows)));
    }
}

/// <summary>The members of the partnerships of the register.</summary>
public sealed class RegisterMembers : SourceFormat
{
    public override string Key => "partnership-members";

    public override string Title => "Register of partnerships: members";

    public override string Publisher => "Trellis";

    public override bool Recognises(Header header) =>
        header.HasAll("partnership", "party", "roles", "status", "from", "to");

    public override Period PeriodOf(InputFile file, Header header, Func<Table> open) =>
        Day(file, open, "stated_on");

    public override void Read(Table table, Period period, Harvest harvest)
    {
        int id = table.Column("partnership"),
            party = table.Column("party"),
            name = table.Column("name"),
            roles = table.Column("roles"),
            status = table.Column("status"),
            from = table.Column("from"),
            to = table.Column("to");
        var rows = new List<PublishedMember>();
        while (table.Read())
        {
            if (table[id].IsEmpty)
                table.Reject(id, "the id of a partnership");
            else if (table.Text(party).Split(':') is not [{ Length: > 0 }, { Length: > 0 }])
                table.Reject(party, "a party, as school:100000");
            else if (table.Text(status) is not ("stated" or "confirmed" or "left"))
                table.Reject(status, "stated, confirmed or left");
            else if (table.Date(from) is not { } day)
                table.Reject(from, "a day, as 2026-09-01");
            else if (!table[to].IsEmpty && table.Date(to) is null)
                table.Reject(to, "a day, as 2026-09-01, or nothing");
            else
            {
                rows.Add(
                    new PublishedMember(
                        table.Text(id),
                        table.Text(party),
                        PublishedRegister.Words(table.Text(name)),
                        PublishedRegister.Codes(table.Text(roles)),
                        table.Text(status) != "stated",
                        day,
                        table.Date(to)
                    )
                );
                table.Keep();
            }
        }
        harvest.Add(h => h.PartnershipMembers.Add((period.Date, rows)));
    }
}
