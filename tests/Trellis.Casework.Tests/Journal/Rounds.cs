namespace Trellis.Journal;

/// <summary>How often a generative test of the journal goes round: few times among the other tests, 1,000 times and more in <c>./trellis bench journal</c>.</summary>
internal static class Rounds
{
    private static readonly string? set = Environment.GetEnvironmentVariable(
        "TRELLIS_JOURNAL_ROUNDS"
    );

    /// <param name="few">Among the other tests.</param>
    /// <param name="times">How many for each round asked for.</param>
    public static int Of(int few, int times = 1) => set is null ? few : int.Parse(set) * times;

    /// <summary>Tells a figure; shown where the runner was asked for diagnostics.</summary>
    public static void Tell(string sentence) =>
        TestContext.Current.SendDiagnosticMessage("{0}", sentence);
}
