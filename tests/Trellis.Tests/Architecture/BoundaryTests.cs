using Mono.Cecil;

namespace Trellis.Tests.Architecture;

/// <summary>Where the database, the web and the clock may be named: at the edge each belongs to, nowhere else.</summary>
public sealed class BoundaryTests
{
    private static readonly string[] Database =
    [
        "Microsoft.Data.Sqlite",
        "SQLitePCL",
        "Microsoft.EntityFrameworkCore",
        "Npgsql",
        "System.Data",
    ];
    private static readonly string[] Web = ["Microsoft.AspNetCore"];

    private static IEnumerable<string> Naming(
        IEnumerable<TypeDefinition> types,
        string[] forbidden,
        Func<TypeDefinition, bool> may
    ) =>
        from type in types
        where !may(type)
        from name in Assemblies.Mentions(type)
        where forbidden.Any(f => name.StartsWith(f, StringComparison.Ordinal))
        select $"{type.FullName} names {name}";

    private static bool InStore(TypeDefinition type) =>
        Assemblies.InNamespace(type) is "Trellis.Snapshots" or "Trellis.Store";

    private static bool AtTheEdge(TypeDefinition type) =>
        type.Module.Assembly.Name.Name is "Trellis.Web" or "trellis";

    [Fact]
    public void Only_the_stores_name_the_database() =>
        Assert.Empty(Naming(Assemblies.Types, Database, InStore));

    [Fact]
    public void The_database_named_elsewhere_is_noticed() =>
        Assert.Contains(
            Naming(Assemblies.Wrong, Database, InStore),
            b => b.Contains("NamesTheDatabase", StringComparison.Ordinal)
        );

    [Fact]
    public void Only_the_site_and_the_program_name_the_web() =>
        Assert.Empty(Naming(Assemblies.Types, Web, AtTheEdge));

    [Fact]
    public void The_web_named_elsewhere_is_noticed() =>
        Assert.Contains(
            Naming(Assemblies.Wrong, Web, AtTheEdge),
            b => b.Contains("NamesTheWeb", StringComparison.Ordinal)
        );

    private static bool OutsideTheJournal(TypeDefinition type) =>
        Assemblies.InNamespace(type).Split('.')[^1] != "Journal";

    private static readonly string[] OtherCasework =
    [
        .. Assemblies
            .Types.Where(t => t.Module.Assembly.Name.Name == "Trellis.Casework")
            .Select(Assemblies.InNamespace)
            .Where(n => n.StartsWith("Trellis.") && n != "Trellis.Journal")
            .Select(n => n + ".")
            .Distinct(StringComparer.Ordinal),
    ];

    [Fact]
    public void The_journal_knows_nothing_of_what_it_keeps()
    {
        Assert.Contains("Trellis.People.", OtherCasework);
        Assert.Empty(Naming(Assemblies.Types, OtherCasework, OutsideTheJournal));
    }

    [Fact]
    public void A_journal_that_knows_people_is_noticed() =>
        Assert.Contains(
            Naming(Assemblies.Wrong, OtherCasework, may: t => t.Name != "KnowsPeople"),
            b => b.Contains("Trellis.People.", StringComparison.Ordinal)
        );

    // An event's words are FreeText, so that the chain never holds what may have to be erased.
    private static IEnumerable<string> BareWords(IEnumerable<TypeDefinition> types) =>
        from type in types
        where type.BaseType?.GetElementType().FullName == "Trellis.Journal.Event`1"
        from property in type.Properties
        where
            property.GetMethod is { IsPublic: true }
            && property.PropertyType.FullName.Contains("System.String", StringComparison.Ordinal)
        select $"{type.FullName}.{property.Name} is a bare string";

    [Fact]
    public void An_event_has_no_bare_string() => Assert.Empty(BareWords(Assemblies.Types));

    [Fact]
    public void An_event_with_a_bare_string_is_noticed() =>
        Assert.Equal(
            "Trellis.Tests.Architecture.Wrong.NameTold.Name is a bare string",
            Assert.Single(BareWords(Assemblies.Wrong))
        );

    /// <remarks>The compiler bans these too (build/BannedSymbols.txt), but a pragma silences a compiler.</remarks>
    private static IEnumerable<string> Ambient(IEnumerable<TypeDefinition> types) =>
        from type in types
        from call in Assemblies.Calls(type)
        where
            call
                is "System.DateTime::get_Now()"
                    or "System.DateTime::get_UtcNow()"
                    or "System.DateTime::get_Today()"
                    or "System.DateTimeOffset::get_Now()"
                    or "System.DateTimeOffset::get_UtcNow()"
                    or "System.Guid::NewGuid()"
                    or "System.Random::get_Shared()"
                    or "System.Random::.ctor()"
            || (call is "System.TimeProvider::get_System()" && !AtTheEdge(type))
        select $"{type.FullName} calls {call}";

    [Fact]
    public void Time_and_chance_come_in_by_the_door() => Assert.Empty(Ambient(Assemblies.Types));

    [Theory]
    [InlineData("System.DateTime::get_UtcNow()")]
    [InlineData("System.Guid::NewGuid()")]
    [InlineData("System.Random::.ctor()")]
    public void An_ambient_clock_or_dice_is_noticed(string call) =>
        Assert.Contains(Ambient(Assemblies.Wrong), b => b.EndsWith(call, StringComparison.Ordinal));
}
