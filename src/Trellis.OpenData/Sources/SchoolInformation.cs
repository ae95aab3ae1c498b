using System.Collections.Frozen;
using Trellis.Schools;

namespace Trellis.Sources;

/// <summary>The list of schools behind the performance tables: england_school_information.csv, and england_spine.csv before 2018/19.</summary>
/// <remarks>It fills in what the register leaves empty; the register's own word holds.</remarks>
public sealed class SchoolInformation : RegisterFormat
{
    private static readonly FrozenDictionary<Field, string[]> Names = new Dictionary<
        Field,
        string[]
    >
    {
        [Field.Name] = ["SCHNAME"],
        [Field.La] = ["LA"],
        [Field.LaName] = ["LANAME"],
        [Field.EstablishmentNumber] = ["ESTAB"],
        [Field.Type] = ["SCHOOLTYPE", "NFTYPE"],
        [Field.Status] = ["SCHSTATUS"],
        [Field.Opened] = ["OPENDATE"],
        [Field.Closed] = ["CLOSEDATE"],
        [Field.LowAge] = ["AGELOW", "AGEL"],
        [Field.HighAge] = ["AGEHIGH", "AGEH"],
        [Field.Gender] = ["GENDER"],
        [Field.Religion] = ["RELCHAR", "RELDENOM"],
        [Field.Admissions] = ["ADMPOL"],
        [Field.Street] = ["STREET"],
        [Field.Locality] = ["LOCALITY"],
        [Field.Address3] = ["ADDRESS3"],
        [Field.Town] = ["TOWN"],
        [Field.Postcode] = ["POSTCODE"],
        [Field.Telephone] = ["TELNUM"],
    }.ToFrozenDictionary();

    private int primary = -1,
        secondary = -1,
        post16 = -1;

    public override string Key => "school-information";

    public override string Title => "Performance tables, list of schools";

    public override int Order => 1;

    protected override IReadOnlyDictionary<Field, string[]> Columns => Names;

    public override bool Recognises(Header header) =>
        header.HasAll("URN", "SCHNAME", "ISPRIMARY", "ISSECONDARY");

    public override Period PeriodOf(InputFile file, Header header, Func<Table> open) =>
        SchoolYear(file);

    protected override void Prepare(Table table)
    {
        primary = table.Find("ISPRIMARY");
        secondary = table.Find("ISSECONDARY");
        post16 = table.Find("ISPOST16");
    }

    protected override void Also(
        Table table,
        Period period,
        Harvest harvest,
        Register register,
        Urn urn
    )
    {
        var phase = (table.Text(primary), table.Text(secondary), table.Text(post16)) switch
        {
            ("1", "0", _) => "Primary",
            ("0", "1", _) => "Secondary",
            ("1", "1", _) => "All-through",
            ("0", "0", "1") => "16 plus",
            _ => "",
        };
        register.State(urn, period.Date, Field.Phase, phase);
    }
}
