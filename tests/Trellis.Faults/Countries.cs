using Trellis.Fiction;

namespace Trellis.Faults;

/// <summary>A small fictional country on two days, each imported once where nothing goes wrong.</summary>
public sealed class Countries : IDisposable
{
    private readonly Scratch scratch = new();

    public Countries()
    {
        First = scratch["first"];
        FictionalCountry.Write(First, schools: 300, seed: 1);
        // The same country a day later: another seed would be another country, which an import rightly takes for drift.
        Second = scratch.Copy(First, "second");
        Spoil.Column(Second, "edubasealldata*.csv", "EstablishmentName", name => $"{name} New");
        FirstId = new Store(scratch["quiet-1"]).Import(First);
        SecondId = new Store(scratch["quiet-2"]).Import(Second);
        Assert.NotEqual(FirstId, SecondId);
    }

    public string First { get; }

    public string Second { get; }

    public string FirstId { get; }

    public string SecondId { get; }

    public void Dispose() => scratch.Dispose();
}
