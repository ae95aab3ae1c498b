namespace Trellis.Fiction;

/// <summary>Writes the register: establishments, links, groups and group links of many dates.</summary>
internal sealed class RegisterFiles(string folder, Land land, Lives lives, int seed)
{
    private const string Extract =
        "\"URN\",\"LA (code)\",\"LA (name)\",\"EstablishmentNumber\",\"EstablishmentName\",\"TypeOfEstablishment (code)\",\"TypeOfEstablishment (name)\",\"EstablishmentTypeGroup (name)\",\"EstablishmentStatus (name)\",\"ReasonEstablishmentOpened (name)\",\"OpenDate\",\"CloseDate\",\"PhaseOfEducation (code)\",\"PhaseOfEducation (name)\",\"StatutoryLowAge\",\"StatutoryHighAge\",\"OfficialSixthForm (name)\",\"Gender (name)\",\"ReligiousCharacter (name)\",\"Diocese (name)\",\"AdmissionsPolicy (name)\",\"SchoolCapacity\",\"NumberOfPupils\",\"PercentageFSM\",\"TrustSchoolFlag (name)\",\"Trusts (code)\",\"Trusts (name)\",\"FederationFlag (name)\",\"Federations (code)\",\"Federations (name)\",\"UKPRN\",\"OfstedLastInsp\",\"LastChangedDate\",\"Street\",\"Locality\",\"Address3\",\"Town\",\"County (name)\",\"Postcode\",\"SchoolWebsite\",\"TelephoneNum\",\"GOR (name)\",\"DistrictAdministrative (name)\",\"AdministrativeWard (name)\",\"ParliamentaryConstituency (name)\",\"UrbanRural (name)\",\"Easting\",\"Northing\",\"MSOA (code)\",\"LSOA (code)\",\"OfstedRating (name)\"";
    private const string LinksHeader =
        "\"URN\",\"LinkURN\",\"LinkName\",\"LinkType\",\"LinkEstablishedDate\"";
    private const string GroupsWithoutDates =
        "\"Group UID\",\"Group ID\",\"Group Name\",\"Companies House Number\",\"Group Type (code)\",\"Group Type\",\"Closed Date\",\"Group Status (code)\",\"Group Status\",\"Group Contact Street\",\"Group Contact Locality\",\"Group Contact Address 3\",\"Group Contact Town\",\"Group Contact County\",\"Group Contact Postcode\",\"Head of Group Title\",\"Head of Group First Name\",\"Head of Group Last Name\"";
    private const string Groups =
        "\"Group UID\",\"Group ID\",\"Group Name\",\"Companies House Number\",\"Group Type (code)\",\"Group Type\",\"Closed Date\",\"Open date\",\"Incorporated on (open date)\",\"Group Status (code)\",\"Group Status\",\"Group Street\",\"Group Locality\",\"Group Address 3\",\"Group Town\",\"Group County\",\"Group Postcode\",\"Head of Group Title\",\"Head of Group First Name\",\"Head of Group Last Name\",\"UKPRN\"";
    private const string GroupLinks17 =
        "\"URN\",\"Linked UID\",\"Group Name\",\"Companies House Number\",\"Group Type\",\"Closed Date\",\"Group Status\",\"FederationType\",\"Joined date\",\"EstablishmentName\",\"TypeOfEstablishment (code)\",\"TypeOfEstablishment (name)\",\"PhaseOfEducation (code)\",\"PhaseOfEducation (name)\",\"LA (code)\",\"LA (name)\",\"HasSharedHT\"";
    private const string GroupLinks19 =
        "\"URN\",\"Linked UID\",\"Group Name\",\"Companies House Number\",\"Group Type\",\"Closed Date\",\"Open date\",\"Incorporated on (open date)\",\"Group Status\",\"FederationType\",\"Joined date\",\"EstablishmentName\",\"TypeOfEstablishment (code)\",\"TypeOfEstablishment (name)\",\"PhaseOfEducation (code)\",\"PhaseOfEducation (name)\",\"LA (code)\",\"LA (name)\",\"HasSharedHT\"";
    private const string GroupLinks21 =
        "\"URN\",\"Linked UID\",\"Group Name\",\"Companies House Number\",\"Group Type\",\"Group Type (code)\",\"Closed Date\",\"Open date\",\"Incorporated on (open date)\",\"Group Status\",\"Group Status (code)\",\"FederationType\",\"Joined date\",\"EstablishmentName\",\"TypeOfEstablishment (code)\",\"TypeOfEstablishment (name)\",\"PhaseOfEducation (code)\",\"PhaseOfEducation (name)\",\"LA (code)\",\"LA (name)\",\"HasSharedHT\"";
    private const string AllGroupLinks =
        "\"URN\",\"Group UID\",\"Group ID\",\"Group Name\",\"Companies House Number\",\"Group Type (code)\",\"Group Type\",\"Closed Date\",\"Open date\",\"Incorporated on (open date)\",\"Group Status (code)\",\"Group Status\",\"Joined date\",\"EstablishmentName\",\"TypeOfEstablishment (code)\",\"TypeOfEstablishment (name)\",\"PhaseOfEducation (code)\",\"PhaseOfEducation (name)\",\"LA (code)\",\"LA (name)\"";

    private static readonly DateOnly[] GroupLinkDays =
    [
        new(2016, 9, 1),
        new(2017, 9, 2),
        new(2018, 9, 2),
        new(2019, 9, 1),
        new(2020, 9, 1),
        new(2021, 9, 1),
        new(2022, 1, 1),
        new(2022, 9, 1),
        new(2023, 1, 1),
        new(2023, 9, 1),
        new(2024, 3, 29),
        new(2024, 9, 1),
        new(2025, 9, 1),
        FictionalCountry.RegisterDate,
    ];

    private static readonly DateOnly[] GroupDays =
    [
        new(2017, 11, 9),
        new(2022, 9, 1),
        FictionalCountry.RegisterDate,
    ];

    private static string Today => Text.Packed(FictionalCountry.RegisterDate);

    public void Write()
    {
        WriteExtract();
        WriteLinks();
        foreach (var day in GroupDays)
            WriteGroups(day);
        foreach (var day in GroupLinkDays)
            WriteGroupLinks(day);
        WriteAllGroupLinks();
    }

    private void WriteExtract()
    {
        var today = FictionalCountry.RegisterDate;
        using var table = new Table(
            folder,
            $"edubasealldata{Today}.csv",
            Extract,
            Manner.RegisterExtract
        );
        foreach (var entry in InOrder())
        {
            var site = entry.Site;
            var chance = new Chance(seed, Purpose.Register, entry.Urn);
            var (low, high) = site.Ages;
            var (phaseCode, phase) = site.Phase;
            var of = SchoolYear.Of(site, 2025, seed);
            var closed = entry.Closed is not null;
            // A school that is days old has told the register little yet.
            var counted =
                !closed && (entry.Opened is not { } opened || opened.AddMonths(5) < today);
            var rating = InspectionFiles.LastGraded(entry, today, seed);
            var trust = entry.TrustOn(today);
            var foundation = entry.Federation is { TypeCode: "02" } ? entry.Federation : null;
            var federation = entry.Federation is { TypeCode: "01" } ? entry.Federation : null;
            var state = site.IsState && site.Kind != SiteKind.SixteenPlus;
            var mast = new Chance(seed, Purpose.Register, site.Id, 1);
            table.Row(
                entry.UrnText,
                site.Area.CodeText,
                site.Area.Name,
                Text.Whole(entry.EstablishmentNumber),
                entry.Name,
                entry.Type.Code,
                entry.Type.Name,
                entry.Type.Group,
                closed ? "Closed"
                    : entry.ProposedToClose ? "Open, but proposed to close"
                    : "Open",
                entry.Reason.Length > 0 ? entry.Reason
                    : entry.Opened is null ? "Not applicable"
                    : "",
                Text.Day(entry.Opened),
                Text.Day(
                    entry.Closed ?? (entry.ProposedToClose ? new DateOnly(2027, 8, 31) : null)
                ),
                phaseCode,
                phase,
                Text.Whole(low),
                Text.Whole(high),
                site.HasKeyStage5 ? "Has a sixth form"
                    : site.IsPrimary ? "Does not have a sixth form"
                    : "Not applicable",
                site.Gender,
                site.Religion,
                site.Religion is "Church of England" ? $"Diocese of {DioceseSeat(site)}"
                    : site.Religion is "Roman Catholic" ? $"Archdiocese of {DioceseSeat(site)}"
                    : "Not applicable",
                site.Selective ? "Selective"
                    : site.Kind == SiteKind.Secondary ? "Non-selective"
                    : "Not applicable",
                chance.Happens(.01) ? "" : Text.Whole(site.Capacity),
                counted ? Text.Whole(of.Pupils) : "",
                counted && state ? Text.Fixed(100 * of.Fsm, 1) : "",
                trust is { } held
                    ? held.Trust.IsMultiOn(today)
                        ? "Supported by a multi-academy trust"
                        : "Supported by a single-academy trust"
                    : foundation is not null
                        ? "Supported by a trust"
                        : "Not applicable",
                trust is { } of1 ? Text.Whole(of1.Trust.UidOn(today))
                    : foundation is null ? ""
                    : Text.Whole(foundation.Uid),
                trust?.Trust.Name ?? foundation?.Name ?? "",
                entry.Type.IsAcademy ? "Not applicable"
                    : federation is null ? "Not under a federation"
                    : "Supported by a federation",
                federation is null ? "" : Text.Whole(federation.Uid),
                federation?.Name ?? "",
                state && !closed ? Text.Whole(19_100_000 + (entry.Urn - 900_000)) : "",
                Text.Day(rating?.Day),
                Text.Day(today.AddDays(-chance.Below(400))),
                site.Street,
                "",
                "",
                site.Town.Name,
                site.Area.Districts.Count > 1 ? site.Area.Name : "",
                site.Postcode,
                closed ? "" : $"https://www.school{entry.Urn}.example.org/",
                closed ? "" : $"01632960{mast.Below(1000):000}",
                site.Area.Region.Name,
                site.Town.District.Name,
                $"{site.Town.Name} {(site.Id % 4) switch { 0 => "North", 1 => "South", 2 => "East", _ => "West" }}",
                site.Town.District.Name,
                $"(England/Wales) {site.Town.Ruc.Words}",
                Text.Whole(site.Easting),
                Text.Whole(site.Northing),
                Land.Msoa(site.Neighbourhood),
                Land.Lsoa(site.Neighbourhood),
                rating?.Words ?? ""
            );
        }
    }

    /// <summary>The seat of the diocese: one a region, named after its first town.</summary>
    private string DioceseSeat(Site site) =>
        land.Areas.First(a => a.Region == site.Area.Region).Districts[0].Towns[0].Name;

    private IEnumerable<Entry> InOrder() =>
        lives.Sites.SelectMany(s => s.Entries).OrderBy(e => e.Urn);

    private void WriteLinks()
    {
        using var table = new Table(
            folder,
            $"links_edubasealldata{Today}.csv",
            LinksHeader,
            Manner.RegisterLinks
        );
        var rows = new List<(Entry From, Entry To, string Type, string Day)>();
        foreach (var link in lives.Links)
        {
            // The register often leaves the day out on the older school's side.
            var blank = new Chance(seed, Purpose.Register, link.Older.Urn, 2).Happens(.2);
            rows.Add((link.Older, link.Newer, link.Forward, blank ? "" : Text.Day(link.Date)));
            rows.Add((link.Newer, link.Older, link.Back, Text.Day(link.Date)));
        }
        foreach (var row in rows.OrderBy(r => r.From.Urn).ThenBy(r => r.To.Urn))
            table.Row(row.From.UrnText, row.To.UrnText, row.To.Name, row.Type, row.Day);
    }

    private void WriteGroups(DateOnly day)
    {
        var dated = day.Year >= 2020;
        using var table = new Table(
            folder,
            $"allgroupsdata{Text.Packed(day)}.csv",
            dated ? Groups : GroupsWithoutDates,
            Manner.RegisterGroups
        );
        foreach (var federation in lives.Federations.Where(f => f.Opened <= day))
            Row(
                federation.Uid,
                "",
                federation.Name,
                "",
                federation.TypeCode,
                federation.Type,
                null,
                federation.Opened,
                null,
                null,
                ""
            );
        foreach (var trust in lives.Trusts.Where(t => t.Opened <= day).OrderBy(t => t.Uid))
        {
            var became = trust.NewUidWithForm ? trust.BecameMulti : null;
            if (became is { } changed)
                Row(
                    trust.SingleUid,
                    trust.GroupId,
                    trust.Name,
                    trust.CompanyNumber,
                    "10",
                    "Single-academy trust",
                    changed <= day ? changed : null,
                    null,
                    trust.Opened,
                    trust,
                    ""
                );
            if (became is null || became <= day)
                Row(
                    trust.Uid,
                    trust.GroupId,
                    trust.Name,
                    trust.CompanyNumber,
                    trust.IsMultiOn(day) ? "06" : "10",
                    trust.IsMultiOn(day) ? "Multi-academy trust" : "Single-academy trust",
                    trust.Closed <= day ? trust.Closed : null,
                    null,
                    trust.Opened,
                    trust,
                    Text.Whole(trust.Ukprn)
                );
            if (trust.SponsorUid > 0)
                Row(
                    trust.SponsorUid,
                    $"SP{trust.Index + 1:00000}",
                    Titled(trust.Name),
                    "",
                    "05",
                    "School sponsor",
                    trust.Closed <= day ? trust.Closed : null,
                    trust.Opened,
                    null,
                    trust,
                    ""
                );
        }

        void Row(
            int uid,
            string groupId,
            string name,
            string company,
            string code,
            string type,
            DateOnly? closed,
            DateOnly? opened,
            DateOnly? incorporated,
            Trust? trust,
            string ukprn
        )
        {
            var town = trust?.Home.Districts[0].Towns[0];
            string[] start =
            [
                Text.Whole(uid),
                groupId,
                name,
                company,
                code,
                type,
                dated ? Text.Slashed(closed) : "",
            ];
            string[] dates = dated ? [Text.Slashed(opened), Text.Slashed(incorporated)] : [];
            string[] rest =
            [
                closed is null ? "OPEN" : "CLOSED",
                closed is null ? "Open" : "Closed",
                town is null ? "" : $"1 {town.Name} Road",
                "",
                "",
                town?.Name ?? "",
                "Not recorded",
                town is null ? "" : $"{town.PostcodeDistrict} 1AA",
                "",
                "",
                "",
            ];
            table.Row([.. start, .. dates, .. rest, .. dated ? [ukprn] : Array.Empty<string>()]);
        }
    }

    private void WriteGroupLinks(DateOnly day)
    {
        var (header, columns) = day.Year switch
        {
            < 2020 => (GroupLinks17, 17),
            2020 => (GroupLinks19, 19),
            _ => (GroupLinks21, 21),
        };
        using var table = new Table(
            folder,
            $"grouplinks_edubaseallacademiesandfree{Text.Packed(day)}.csv",
            header,
            columns == 17 ? Manner.RegisterLinksUnix : Manner.RegisterLinks
        );
        foreach (var entry in InOrder())
        {
            if (!entry.Type.IsAcademy || !entry.IsOpenOn(day) || entry.TrustOn(day) is not { } held)
                continue;
            var trust = held.Trust;
            var multi = trust.IsMultiOn(day);
            Row(
                trust.UidOn(day),
                trust.Name,
                trust.CompanyNumber,
                multi ? "Multi-academy trust" : "Single-academy trust",
                multi ? "06" : "10",
                null,
                trust.Opened
            );
            // A sponsored academy is there a second time, under its sponsor.
            if (entry.Type.IsSponsored && trust.SponsorUid > 0)
                Row(
                    trust.SponsorUid,
                    Titled(trust.Name),
                    "",
                    "School sponsor",
                    "05",
                    trust.Opened,
                    null
                );

            void Row(
                int uid,
                string name,
                string company,
                string type,
                string code,
                DateOnly? opened,
                DateOnly? incorporated
            )
            {
                var (phaseCode, phase) = entry.Site.Phase;
                string[] start = [entry.UrnText, Text.Whole(uid), name, company, type];
                string[] middle = columns switch
                {
                    17 => ["", "Open"],
                    19 => ["", Text.Day(opened), Text.Day(incorporated), "Open"],
                    _ => [code, "", Text.Day(opened), Text.Day(incorporated), "Open", "OPEN"],
                };
                string[] rest =
                [
                    "",
                    Text.Day(held.StatedJoined),
                    entry.NameOn(day),
                    entry.Type.Code,
                    day.Year < 2017 ? Titled(entry.Type.Name) : entry.Type.Name,
                    phaseCode,
                    phase,
                    entry.Site.Area.CodeText,
                    entry.Site.Area.Name,
                ];
                // HasSharedHT is in the header and never in a row, as published.
                table.Row([.. start, .. middle, .. rest]);
            }
        }
    }

    private void WriteAllGroupLinks()
    {
        var day = FictionalCountry.RegisterDate;
        using var table = new Table(
            folder,
            $"grouplinks_edubaseallgroups{Today}.csv",
            AllGroupLinks,
            Manner.RegisterGroups
        );
        foreach (var entry in InOrder())
        {
            if (!entry.IsOpenOn(day))
                continue;
            if (entry.Federation is { } federation)
                Row(
                    federation.Uid,
                    "",
                    federation.Name,
                    "",
                    federation.TypeCode,
                    federation.Type,
                    federation.Opened,
                    null,
                    entry.Opened > federation.Opened ? entry.Opened.Value : federation.Opened
                );
            if (entry.TrustOn(day) is not { } held)
                continue;
            var trust = held.Trust;
            var multi = trust.IsMultiOn(day);
            Row(
                trust.UidOn(day),
                trust.GroupId,
                trust.Name,
                trust.CompanyNumber,
                multi ? "06" : "10",
                multi ? "Multi-academy trust" : "Single-academy trust",
                null,
                trust.Opened,
                held.StatedJoined
            );
            if (entry.Type.IsSponsored && trust.SponsorUid > 0)
                Row(
                    trust.SponsorUid,
                    $"SP{trust.Index + 1:00000}",
                    Titled(trust.Name),
                    "",
                    "05",
                    "School sponsor",
                    trust.Opened,
                    null,
                    held.StatedJoined
                );

            void Row(
                int uid,
                string groupId,
                string name,
                string company,
                string code,
                string type,
                DateOnly? opened,
                DateOnly? incorporated,
                DateOnly joined
            ) =>
                table.Row(
                    entry.UrnText,
                    Text.Whole(uid),
                    groupId,
                    name,
                    company,
                    code,
                    type,
                    "",
                    Text.Day(opened),
                    Text.Day(incorporated),
                    "OPEN",
                    "Open",
                    Text.Day(joined),
                    entry.Name,
                    entry.Type.Code,
                    entry.Type.Name,
                    entry.Site.Phase.Code,
                    entry.Site.Phase.Name,
                    entry.Site.Area.CodeText,
                    entry.Site.Area.Name
                );
        }
    }

    /// <summary>Each word with a capital, as the register writes sponsors and as it once wrote types.</summary>
    private static string Titled(string name) =>
        string.Join(
            ' ',
            name.Split(' ')
                .Select(word =>
                    word.Length == 0 || word == "of"
                        ? word
                        : char.ToUpperInvariant(word[0]) + word[1..].ToLowerInvariant()
                )
        );
}
