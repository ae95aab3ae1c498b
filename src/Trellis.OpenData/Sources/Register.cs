using Trellis.Places;
using Trellis.Schools;

namespace Trellis.Sources;

/// <summary>A field of an establishment as files state it.</summary>
public enum Field
{
    Name,
    La,
    LaName,
    EstablishmentNumber,
    Type,
    TypeGroup,
    Status,
    ReasonOpened,
    Opened,
    Closed,
    Phase,
    LowAge,
    HighAge,
    SixthForm,
    Gender,
    Religion,
    Diocese,
    Admissions,
    Capacity,
    Pupils,
    PercentFsm,
    Ukprn,
    Street,
    Locality,
    Address3,
    Town,
    County,
    Postcode,
    Website,
    Telephone,
    Region,
    District,
    Ward,
    Constituency,
    UrbanRural,
    Easting,
    Northing,
    Msoa,
    Lsoa,
    OfstedRating,
}

/// <summary>Establishments gathered from files, best file first: a field once stated is not overwritten.</summary>
public sealed class Register
{
    private static readonly int Fields = Enum.GetValues<Field>().Length;
    private readonly Dictionary<int, Entry> entries = [];

    private sealed record Entry(DateOnly AsOf, string?[] Stated);

    public int Count => entries.Count;

    /// <summary>Takes what a row states of an establishment, where nothing better has spoken.</summary>
    /// <param name="columns">The position of each field's column in the table, -1 where it has none.</param>
    public void State(Table table, Urn urn, DateOnly asOf, int[] columns)
    {
        var entry = Of(urn, asOf);
        for (var field = 0; field < columns.Length; field++)
            if (
                columns[field] >= 0
                && entry.Stated[field] is null
                && table.Text(columns[field]) is { Length: > 0 } text
            )
                entry.Stated[field] = text;
    }

    /// <summary>Makes sure that a URN other files speak of is an establishment, with what they say of it.</summary>
    public void State(Urn urn, DateOnly asOf, Field field, string text)
    {
        var entry = Of(urn, asOf);
        if (text.Length > 0)
            entry.Stated[(int)field] ??= text;
    }

    private Entry Of(Urn urn, DateOnly asOf)
    {
        if (!entries.TryGetValue(urn.Value, out var entry))
            entries[urn.Value] = entry = new Entry(asOf, new string?[Fields]);
        return entry;
    }

    /// <summary>Every establishment, by URN.</summary>
    public IReadOnlyList<Establishment> Build()
    {
        var list = new List<Establishment>(entries.Count);
        foreach (var (urn, entry) in entries.OrderBy(e => e.Key))
            list.Add(Build(new Urn(urn), entry));
        return list;
    }

    private static Establishment Build(Urn urn, Entry entry)
    {
        string Text(Field field) => entry.Stated[(int)field] ?? "";
        int? Whole(Field field) => int.TryParse(Text(field), out var value) ? value : null;
        DateOnly? Date(Field field) => Dates.Read(System.Text.Encoding.ASCII.GetBytes(Text(field)));

        var la = LaCode.TryParse(Text(Field.La), null, out var code) ? code : (LaCode?)null;
        var number = Whole(Field.EstablishmentNumber);
        return new Establishment
        {
            Urn = urn,
            Name = Text(Field.Name),
            La = la,
            LaName = Text(Field.LaName),
            LaEstab =
                la is { } authority && number is >= 1000 and <= 9999
                    ? new LaEstab(authority, number.Value)
                    : null,
            Ukprn = Ukprn.TryParse(Text(Field.Ukprn), null, out var ukprn) ? ukprn : null,
            Type = Text(Field.Type),
            TypeGroup = Text(Field.TypeGroup),
            Status = StatusOf(Text(Field.Status)),
            ReasonOpened = Text(Field.ReasonOpened),
            Opened = Date(Field.Opened),
            Closed = Date(Field.Closed),
            Phase = PhaseOf(Text(Field.Phase)),
            LowAge = Whole(Field.LowAge),
            HighAge = Whole(Field.HighAge),
            SixthForm = Text(Field.SixthForm),
            Gender = Text(Field.Gender),
            Religion = Text(Field.Religion),
            Diocese = Text(Field.Diocese),
            Admissions = Text(Field.Admissions),
            Capacity = Whole(Field.Capacity),
            Pupils = Whole(Field.Pupils),
            PercentFsm =
                double.TryParse(Text(Field.PercentFsm), out var fsm) && fsm is >= 0 and <= 100
                    ? fsm
                    : null,
            Street = Text(Field.Street),
            Locality = Text(Field.Locality),
            Address3 = Text(Field.Address3),
            Town = Text(Field.Town),
            County = Text(Field.County) is "Not recorded" ? "" : Text(Field.County),
            Postcode = Postcode(Text(Field.Postcode)),
            Website = Website(Text(Field.Website)),
            Telephone = Text(Field.Telephone),
            Region = Regions.Canonical(Text(Field.Region)) ?? "",
            District = Text(Field.District),
            Ward = Text(Field.Ward),
            Constituency = Text(Field.Constituency),
            UrbanRural = Text(Field.UrbanRural)
                .Replace("(England/Wales) ", "", StringComparison.Ordinal),
            Place =
                Whole(Field.Easting) is >= 1 and var easting
                && Whole(Field.Northing) is >= 1 and var northing
                    ? new GridPoint(easting, northing)
                    : null,
            Msoa = Text(Field.Msoa),
            Lsoa = Text(Field.Lsoa),
            OfstedRating = Text(Field.OfstedRating),
            AsOf = entry.AsOf,
        };
    }

    private static Status StatusOf(string words) =>
        words.ToUpperInvariant() switch
        {
            "OPEN" or "1" => Status.Open,
            "OPEN, BUT PROPOSED TO CLOSE" or "OPEN, PROPOSED TO CLOSE" or "3" =>
                Status.ProposedToClose,
            "CLOSED" or "2" => Status.Closed,
            "PROPOSED TO OPEN" or "4" => Status.ProposedToOpen,
            _ => Status.NotKnown,
        };

    private static Phase PhaseOf(string words) =>
        words.ToUpperInvariant() switch
        {
            "NURSERY" => Phase.Nursery,
            "PRIMARY" => Phase.Primary,
            "MIDDLE DEEMED PRIMARY" => Phase.MiddleDeemedPrimary,
            "MIDDLE DEEMED SECONDARY" => Phase.MiddleDeemedSecondary,
            "SECONDARY" => Phase.Secondary,
            "ALL-THROUGH" or "ALL THROUGH" => Phase.AllThrough,
            "16 PLUS" => Phase.SixteenPlus,
            "NOT APPLICABLE" => Phase.NotApplicable,
            _ => Phase.NotKnown,
        };

    /// <summary>Capitals, one space before the last three: "cb238dy" is "CB23 8DY".</summary>
    private static string Postcode(string text)
    {
        var letters = text.Replace(" ", "", StringComparison.Ordinal).ToUpperInvariant();
        return letters.Length is >= 5 and <= 7 ? $"{letters[..^3]} {letters[^3..]}" : letters;
    }

    /// <summary>Only a web address is kept: a handful of schools typed an e-mail address, which is a person's.</summary>
    private static string Website(string text)
    {
        if (
            text.Length == 0
            || text.Contains('@', StringComparison.Ordinal)
            || text.Contains(' ', StringComparison.Ordinal)
        )
            return "";
        var address = text.Contains("://", StringComparison.Ordinal) ? text : $"http://{text}";
        return
            Uri.TryCreate(address, UriKind.Absolute, out var uri)
            && uri.Scheme is "http" or "https"
            && uri.Host.Contains('.', StringComparison.Ordinal)
            ? address
            : "";
    }
}
