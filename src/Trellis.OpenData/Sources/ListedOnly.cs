namespace Trellis.Sources;

/// <summary>Published files that we know and do not keep yet: recognised by name, counted and set aside, so that an unknown file stays an error.</summary>
/// <remarks>Each becomes a source of its own in the issue that first needs its figures.</remarks>
public sealed class ListedOnly(
    string key,
    string title,
    string publisher,
    string why,
    params string[][] signatures
) : SourceFormat
{
    public override string Key => key;

    public override string Title => title;

    public override string Publisher => publisher;

    public override bool Recognises(Header header) =>
        Array.Exists(signatures, signature => header.HasAll(signature));

    public override Period PeriodOf(InputFile file, Header header, Func<Table> open) =>
        new(file.Name, file.Name, default, default);

    public override void Read(Table table, Period period, Harvest harvest)
    {
        while (table.Read())
            table.SetAside(why);
    }

    public static IEnumerable<SourceFormat> All =>
        [
            new ListedOnly(
                "partnership-returns",
                "Register of partnerships: annual returns",
                "Trellis",
                "what members say of a year, which evaluations will use",
                ["partnership", "year", "filed_on", "worth"]
            ),
            new ListedOnly(
                "partnership-aims",
                "Register of partnerships: aims",
                "Trellis",
                "what partnerships set out to change, which evaluations will use",
                ["partnership", "aim", "set_on", "dropped_on"]
            ),
            new ListedOnly(
                "trust-tables",
                "Multi-academy trust performance tables",
                "Department for Education",
                "figures of trusts, which scorecards will use",
                ["GROUP-ID", "UID", "GROUP-NAME"],
                ["CHAINID", "UID", "CHAINNAME"],
                ["TRUST_UID", "TRUST_NAME"]
            ),
            new ListedOnly(
                "la-offers",
                "Applications and offers, authority totals",
                "Department for Education",
                "figures of local authorities",
                ["NC_year_admission", "applications_received"]
            ),
            new ListedOnly(
                "la-exclusions",
                "Exclusions by local authority",
                "Department for Education",
                "figures of local authorities",
                ["la_name", "school_type", "perm_physical_pupils"]
            ),
            new ListedOnly(
                "school-places",
                "School places scorecards",
                "Department for Education",
                "figures of local authorities",
                ["LANumber", "LA_name"],
                ["time_period", "new_la_code", "la_name", "geographic_level"],
                ["programmer_friendly_names", "user_friendly_names"]
            ),
            new ListedOnly(
                "section-41",
                "Independent special schools approved under section 41",
                "Department for Education",
                "approvals under section 41",
                ["urn", "s41_granted"]
            ),
            new ListedOnly(
                "hub-areas",
                "Teaching school hubs: areas",
                "Department for Education",
                "already in the list of hubs",
                ["hub_region", "districts"],
                ["hub_region", "appropriate_body_id"]
            ),
            new ListedOnly(
                "similar-deviations",
                "Similar schools model: standard deviations",
                "Department for Education",
                "constants of a named method",
                ["RowCount", "KS2MRP", "PPPerc"]
            ),
            new ListedOnly(
                "statistical-neighbours-wide",
                "Statistical neighbours, a row an authority",
                "Department for Education",
                "already in the list a row a pair",
                ["LA num", "SN1", "SN1 closeness"]
            ),
        ];
}
