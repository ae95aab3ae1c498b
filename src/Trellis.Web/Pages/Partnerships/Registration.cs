using System.Text.Json;
using Trellis.Journal;
using Trellis.Models;
using Trellis.Partnerships;

namespace Trellis.Pages.Partnerships;

/// <summary>A member as somebody who registers a partnership has named it so far.</summary>
/// <param name="From">Null where it was a member from the beginning.</param>
public sealed record RegisteredMember(
    Party Party,
    FreeText Name,
    IReadOnlyList<MemberRole> Roles,
    DateOnly? From
);

/// <summary>The answers somebody has given of a partnership they are registering. Each is kept as soon as it is given.</summary>
/// <param name="Id">The id the partnership will have, drawn with the first answer: sent twice, it is one partnership.</param>
/// <param name="As">In whose name; null where somebody with several has not said.</param>
/// <param name="Members">All but the one in whose name it is registered come after it.</param>
public sealed record Registration(
    PartnershipId Id,
    Party? As,
    FreeText Name,
    ModelId? Model,
    DateOnly? Began,
    IReadOnlyList<RegisteredMember> Members,
    bool RolesSaid,
    IReadOnlyList<Purpose> Purposes,
    Depth? Depth,
    Willingness? Willingness,
    FreeText RequiredBecause,
    Agreement? Agreement,
    Costs? Costs,
    IReadOnlyList<Aim>? Aims
)
{
    /// <summary>What drafts of this kind are called in the store.</summary>
    public const string Kind = "register-partnership";

    /// <summary>The questions, in the order in which they are asked; each has a page.</summary>
    public static readonly IReadOnlyList<RegisterQuestion> Questions =
    [
        new("as", "In whose name do you register it?"),
        new("name", "What is the partnership called?"),
        new("model", "Which way of working together is it?"),
        new("began", "When did it begin?"),
        new("members", "Who is in it?"),
        new("roles", "What does each member do in it?"),
        new("purposes", "What is it for?"),
        new("depth", "How deep does it go?"),
        new("willingness", "Did the members choose it?"),
        new("agreement", "What have the members agreed in writing?", Optional: true),
        new("costs", "What does it cost, and who pays?", Optional: true),
        new("aims", "What do you want it to change?", Optional: true),
    ];

    public static Registration Begun(PartnershipId id, Party? own) =>
        new(
            id,
            own,
            default,
            null,
            null,
            own is { } party ? [new RegisteredMember(party, default, [], null)] : [],
            false,
            [],
            null,
            null,
            default,
            null,
            null,
            null
        );

    /// <summary>Whether a question is answered.</summary>
    public bool Has(string question) =>
        question switch
        {
            "as" => As is not null,
            "name" => Name.IsThere,
            "model" => Model is not null,
            "began" => Began is not null,
            "members" => Members.Count > 1,
            "roles" => RolesSaid,
            "purposes" => Purposes.Count > 0,
            "depth" => Depth is not null,
            "willingness" => Willingness is not null,
            "agreement" => Agreement is not null,
            "costs" => Costs is not null,
            "aims" => Aims is not null,
            _ => false,
        };

    /// <summary>The first question that has to be answered before it can be registered and is not; null where none is left.</summary>
    public RegisterQuestion? Missing => Questions.FirstOrDefault(q => !q.Optional && !Has(q.Key));

    /// <summary>The question that comes after another: the next that is not answered, or null where it is time to check.</summary>
    public RegisterQuestion? After(string question)
    {
        var at = Questions.ToList().FindIndex(q => q.Key == question);
        return Questions.Skip(at + 1).FirstOrDefault(q => !Has(q.Key)) ?? Missing;
    }

    /// <summary>What is done with the answers, once none that is needed is missing.</summary>
    public RegisterPartnership Act(Voice by) =>
        new(
            Id,
            by,
            Name,
            Model!.Value,
            Began!.Value,
            Purposes,
            Depth!.Value,
            Willingness!.Value,
            Willingness == Trellis.Partnerships.Willingness.Required ? RequiredBecause : default,
            [
                .. Members.Select(m => new NewMember(
                    m.Party,
                    m.Name,
                    m.Roles,
                    m.From ?? Began!.Value
                )),
            ],
            Agreement ?? Trellis.Partnerships.Agreement.None,
            Costs ?? Trellis.Partnerships.Costs.NotSaid,
            Aims ?? []
        );

    public string Write() => ActJson.Write(this);

    /// <summary>The answers as they were kept; null where an earlier program kept them in a way that this one does not read.</summary>
    public static Registration? Read(string json)
    {
        try
        {
            return ActJson.Read<Registration>(json);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>A question on a page of its own.</summary>
/// <param name="Key">As in its address.</param>
/// <param name="Optional">Whether a partnership can be registered without an answer.</param>
public sealed record RegisterQuestion(string Key, string Words, bool Optional = false);
