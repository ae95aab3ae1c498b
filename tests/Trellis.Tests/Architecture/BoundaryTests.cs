using Mono.Cecil;

namespace Trellis.Tests.Architecture;

/// <summary>Where the database, the web and the clock may be named: at the edge each belongs to, nowhere else.</summary>
public sealed class BoundaryTests
{
    private static readonly string[] Database = ["Microsoft.Data.Sqlite", "SQLitePCL"];
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
