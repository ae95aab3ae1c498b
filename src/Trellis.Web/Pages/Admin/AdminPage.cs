using Trellis.Components;
using Trellis.Journal;
using Trellis.Pages.Joining;
using Trellis.People;
using Trellis.Serving;

namespace Trellis.Pages.Admin;

/// <summary>What the pages of administration share: where they lie, and how they name who did something.</summary>
public abstract class AdminPage : ActingPage
{
    public const int PageSize = 50;

    private IReadOnlyDictionary<string, string> names = new Dictionary<string, string>();

    /// <summary>Home, administration, what lies between, and the page itself.</summary>
    protected static IReadOnlyList<PageLink> Crumbs(params ReadOnlySpan<PageLink> below) =>
        [new("Home", "/"), new("Administration", "/admin"), .. below];

    /// <summary>What the address asks by a name; null where it asks nothing.</summary>
    protected string? Query(string name) => Request.Query[name].FirstOrDefault();

    /// <summary>Learns the names behind ids, in one question.</summary>
    protected async Task Learn(IEnumerable<string?> ids) =>
        names = await Casework.Names(ids.OfType<string>(), Stop);

    /// <summary>Who did something, with the page that tells of them: a name, or "the program" or "the terminal", or that the name is erased.</summary>
    public PageLink NameOfActor(string by) =>
        by switch
        {
            "program" => new("the program"),
            "terminal" => new("the terminal of the server"),
            _ => new(
                names.TryGetValue(by, out var name)
                    ? name
                    : $"somebody whose name is erased ({by})",
                $"/admin/people/{by}"
            ),
        };

    /// <summary>What was done, in words: "Invite person".</summary>
    public static string ActWords(string act) => act.Replace('-', ' ').Capital();

    /// <summary>To what, with its page where it has one.</summary>
    public PageLink SubjectOf(Entry entry) =>
        entry.Kind switch
        {
            "person" => new(
                names.TryGetValue(entry.Subject, out var name) ? name : $"person {entry.Subject}",
                $"/admin/people/{entry.Subject}"
            ),
            "school-statement" => RolePlaces.Words(
                Snapshot,
                new Scope(ScopeKind.School, entry.Subject)
            ),
            _ => new($"{entry.Kind.Replace('-', ' ')} {entry.Subject}"),
        };

    /// <summary>In which role: "head, Ashford Vale School".</summary>
    public string RoleOf(Entry entry) =>
        Scope.TryParse(entry.Scope, null, out var over) && Roles.TryParse(entry.Role, out var role)
            ? RolePlaces.InWords(Snapshot, new Appointment(role, over))
            : ActWords(entry.Role).ToLowerInvariant();
}
