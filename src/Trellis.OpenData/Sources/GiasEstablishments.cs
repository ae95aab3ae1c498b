using System.Collections.Frozen;
using Trellis.Groups;
using Trellis.Schools;

namespace Trellis.Sources;

/// <summary>The register of establishments: edubasealldata*.csv and the extract of academies, edubaseallacademiesandfree*.csv.</summary>
/// <remarks>Windows-1252, dates dd-mm-yyyy. Heads' names stand in the publisher's file: they are not among our columns and are never read.</remarks>
public sealed class GiasEstablishments : RegisterFormat
{
    private static readonly FrozenDictionary<Field, string[]> Names = new Dictionary<
        Field,
        string[]
    >
    {
        [Field.Name] = ["EstablishmentName"],
        [Field.La] = ["LA (code)"],
        [Field.LaName] = ["LA (name)"],
        [Field.EstablishmentNumber] = ["EstablishmentNumber"],
        [Field.Type] = ["TypeOfEstablishment (name)"],
        [Field.TypeGroup] = ["EstablishmentTypeGroup (name)"],
        [Field.Status] = ["EstablishmentStatus (name)"],
        [Field.ReasonOpened] = ["ReasonEstablishmentOpened (name)"],
        [Field.Opened] = ["OpenDate"],
        [Field.Closed] = ["CloseDate"],
        [Field.Phase] = ["PhaseOfEducation (name)"],
        [Field.LowAge] = ["StatutoryLowAge"],
        [Field.HighAge] = ["StatutoryHighAge"],
        [Field.SixthForm] = ["OfficialSixthForm (name)"],
        [Field.Gender] = ["Gender (name)"],
        [Field.Religion] = ["ReligiousCharacter (name)"],
        [Field.Diocese] = ["Diocese (name)"],
        [Field.Admissions] = ["AdmissionsPolicy (name)"],
        [Field.Capacity] = ["SchoolCapacity"],
        [Field.Pupils] = ["NumberOfPupils"],
        [Field.PercentFsm] = ["PercentageFSM"],
        [Field.Ukprn] = ["UKPRN"],
        [Field.Street] = ["Street"],
        [Field.Locality] = ["Locality"],
        [Field.Address3] = ["Address3"],
        [Field.Town] = ["Town"],
        [Field.County] = ["County (name)"],
        [Field.Postcode] = ["Postcode"],
        [Field.Website] = ["SchoolWebsite"],
        [Field.Telephone] = ["TelephoneNum"],
        [Field.Region] = ["GOR (name)"],
        [Field.District] = ["DistrictAdministrative (name)"],
        [Field.Ward] = ["AdministrativeWard (name)"],
        [Field.Constituency] = ["ParliamentaryConstituency (name)"],
        [Field.UrbanRural] = ["UrbanRural (name)"],
        [Field.Easting] = ["Easting"],
        [Field.Northing] = ["Northing"],
        [Field.Msoa] = ["MSOA (code)"],
        [Field.Lsoa] = ["LSOA (code)"],
        [Field.OfstedRating] = ["OfstedRating (name)"],
    }.ToFrozenDictionary();

    private int trust = -1,
        trustFlag = -1,
        federation = -1,
        opened = -1;
    private readonly List<Sighting> seen = [];

    public override string Key => "gias";

    public override string Title => "Get Information about Schools, establishments";

    public override int Order => 0;

    protected override IReadOnlyDictionary<Field, string[]> Columns => Names;

    public override bool Recognises(Header header) =>
        header.HasAll(
            "URN",
            "EstablishmentName",
            "EstablishmentStatus (name)",
            "TypeOfEstablishment (name)"
        ) && !header.Has("Joined date");

    public override Period PeriodOf(InputFile file, Header header, Func<Table> open)
    {
        var day = Day(file, open, "LastChangedDate", "OpenDate");
        // The extract of academies and the full register of one day are two sources.
        var extract =
            !header.Has("PhaseOfEducation (code)")
            && header.Has("Boarders (name)")
            && !header.Has("Trusts (code)");
        return extract ? day with { Key = $"academies-{day.Key}" }
            : header.Has("OpenDate") && header.Has("GOR (name)") ? day
            : day with { Key = $"extract-{day.Key}" };
    }

    protected override void Prepare(Table table)
    {
        trust = table.Find("Trusts (code)");
        trustFlag = table.Find("TrustSchoolFlag (name)");
        federation = table.Find("Federations (code)");
        opened = table.Find("OpenDate");
    }

    protected override void Also(
        Table table,
        Period period,
        Harvest harvest,
        Register register,
        Urn urn
    )
    {
        if (table.Whole(trust) is { } trustUid)
            See(trustUid, TrustType(table.Text(trustFlag)));
        if (table.Whole(federation) is { } federationUid)
            See(federationUid, GroupType.Federation);

        void See(int uid, GroupType type) =>
            seen.Add(
                new Sighting(
                    period.Date,
                    urn,
                    new Uid(uid),
                    type,
                    table.Date(opened),
                    IsRegister: true
                )
            );
    }

    protected override void Finish(Harvest harvest)
    {
        var sightings = seen.ToArray();
        seen.Clear();
        harvest.Add(h => h.Sightings.AddRange(sightings));
    }

    private static GroupType TrustType(string flag) =>
        flag.ToUpperInvariant() switch
        {
            "SUPPORTED BY A MULTI-ACADEMY TRUST" => GroupType.MultiAcademyTrust,
            "SUPPORTED BY A SINGLE-ACADEMY TRUST" => GroupType.SingleAcademyTrust,
            "SUPPORTED BY A TRUST" => GroupType.FoundationTrust,
            _ => GroupType.Other,
        };
}
