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

    // What the chain is made of is written from events and states, with all they are made of; words in them are FreeText,
    // so that the chain never holds what may have to be erased. A key is no word, nor is whom a document
    // involves: the state says so of both.
    private static IEnumerable<string> BareWords(IEnumerable<TypeDefinition> types) =>
        from type in types
        where
            type.BaseType?.GetElementType().FullName
                is "Trellis.Journal.Event`1"
                    or "Trellis.Journal.State"
                    or "Trellis.Journal.Document"
        from bare in BareWords(type, [])
        select bare;

    private static IEnumerable<string> BareWords(TypeDefinition type, HashSet<string> seen) =>
        !seen.Add(type.FullName)
            ? []
            : from property in type.Properties
            where
                property.GetMethod is { IsPublic: true, IsStatic: false }
                && property.Name is not ("Key" or "Involves")
                && !property.CustomAttributes.Any(a =>
                    a.AttributeType.Name == "JsonIgnoreAttribute"
                )
            let named = property.PropertyType.FullName
            from bare in named.Contains("System.String", StringComparison.Ordinal)
                ? [$"{type.FullName}.{property.Name} is a bare string"]
                : from part in Parts
                where named.Split('<', '>', ',').Contains(part.FullName)
                from inner in BareWords(part, seen)
                select inner
            select bare;

    // An id is written as its text, and a free text is the one that steps out of the chain.
    private static readonly TypeDefinition[] Parts =
    [
        .. Assemblies.Types.Where(t =>
            t.FullName.StartsWith("Trellis.", StringComparison.Ordinal)
            && t.FullName != "Trellis.Journal.FreeText"
            && !t.IsEnum
            && !t.Interfaces.Any(i =>
                i.InterfaceType.FullName.StartsWith("System.IParsable`1", StringComparison.Ordinal)
            )
        ),
    ];

    [Fact]
    public void An_event_and_a_state_have_no_bare_string() =>
        Assert.Empty(BareWords(Assemblies.Types));

    [Fact]
    public void A_bare_string_in_an_event_or_a_state_is_noticed() =>
        Assert.Equal(
            [
                "Trellis.Tests.Architecture.Wrong.NameTold.Name is a bare string",
                "Trellis.PublicRecord.PublicChange.Kind is a bare string",
                "Trellis.PublicRecord.PublicChange.Json is a bare string",
            ],
            BareWords(Assemblies.Wrong)
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
