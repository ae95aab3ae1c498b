using System.Text.Json;
using System.Text.Json.Serialization;
using Trellis.Journal;
using Trellis.People;
using Trellis.PublicRecord;
using Trellis.Schools;

namespace Trellis.Statements;

/// <summary>What a school says of itself to those who may become its partners, in its own words.</summary>
/// <param name="Text">At most 1,000 characters; nothing once withdrawn.</param>
/// <param name="SaidOn">The day on which it last said something, or took it back.</param>
/// <param name="By">Who said it for the school, for the journal; never public.</param>
public sealed record SchoolStatement(
    Urn School,
    FreeText Text,
    DateOnly SaidOn,
    PersonId By,
    Role As
) : State
{
    public const int Longest = 1000;

    public override string Key => School.ToString();

    /// <summary>What anybody may read of it: the words, the day and the office, never the name.</summary>
    [JsonIgnore]
    public PublicChange Public =>
        new(
            PublicStatement.Kind,
            Key,
            Text.IsThere
                ? JsonSerializer.Serialize(
                    new PublicStatement(School.Value, Text.Text!, SaidOn, As.InWords())
                )
                : null
        );
}

/// <summary>A school's statement as the public record has it.</summary>
/// <param name="Role">"head" or "governor".</param>
public sealed record PublicStatement(int Urn, string Text, DateOnly SaidOn, string Role)
{
    public const string Kind = "school-statement";
}
