using Trellis.Fiction;

namespace Trellis.Faults;

/// <summary>Two small fictional countries, each imported once where nothing goes wrong.</summary>
public sealed class Countries : IDisposable
{
    private readonly Scratch scratch = new();

    public Countries()
    {
        First = Write("first", seed: 1);
        Second = Write("second", seed: 2);
        FirstId = new Store(scratch["quiet-1"]).Import(First);
        SecondId = new Store(scratch["quiet-2"]).Import(Second);
        Assert.NotEqual(FirstId, SecondId);
    }

    public string First { get; }

    public string Second { get; }

    public string FirstId { get; }

    public string SecondId { get; }

    private string Write(string name, int seed)
    {
        FictionalCountry.Write(scratch[name], schools: 300, seed);
        return scratch[name];
    }

    public void Dispose() => scratch.Dispose();
}
