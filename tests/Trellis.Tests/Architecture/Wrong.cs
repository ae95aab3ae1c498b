using Microsoft.AspNetCore.Http;
using Microsoft.Data.Sqlite;
using Trellis.Journal;
using Trellis.People;
using Trellis.PublicRecord;

// Each type here breaks one rule, so that the rule's own test can show that it is noticed.
namespace Trellis.Tests.Architecture.Wrong;

public sealed class SchoolHelper;

public sealed record SchoolDto(string Name);

public sealed class Settable
{
    public string Name { get; set; } = "";

    public string Kept { get; init; } = "";
}

public sealed class Exposed
{
#pragma warning disable CA1051, S1104 // the breach itself
    public int Count;
#pragma warning restore CA1051, S1104
}

public interface IOnlyOnce;

public sealed class OnlyOne : IOnlyOnce;

public sealed class Clocked
{
#pragma warning disable RS0030 // the breach itself
    public DateTime Now { get; } = DateTime.UtcNow;

    public IEnumerable<Guid> Chance()
    {
        yield return Guid.NewGuid();
    }

    public Func<double> Dice { get; } = () => new Random().NextDouble();
#pragma warning restore RS0030
}

public sealed class NamesTheDatabase
{
    public static string Ask(string path)
    {
        using var connection = new SqliteConnection(path);
        return connection.DataSource;
    }
}

public sealed record NamesTheWeb(HttpContext Context);

public sealed record KnowsPeople(Person Somebody);

public sealed record NameTold(string Name) : Event<Person>
{
    public override Person After(Person? before, DateTimeOffset at) => before! with { Name = Name };
}

public sealed record WordsInTheChain(PublicChange Public) : State
{
    public override string Key => "";
}
