using System.Text;

namespace Trellis;

/// <summary>Text that must stay as it was agreed: kept beside the test, and a differing one is written next to it to be looked at.</summary>
/// <remarks>To agree to a change, look at the <c>.received</c> file and rename it over the other.</remarks>
internal static class Golden
{
    /// <summary>Fails when the text differs from the file of that name, or there is none.</summary>
    /// <param name="folder">The folder under the test project.</param>
    /// <param name="name">The file's name, with its extension.</param>
    public static void Same(string folder, string name, string text)
    {
        var agreed = Repository.PathTo("tests", "Trellis.Web.Tests", folder, name);
        var received = Path.ChangeExtension(agreed, $".received{Path.GetExtension(agreed)}");
        var spaced = Spaced(text);
        if (File.Exists(agreed) && File.ReadAllText(agreed, Encoding.UTF8) == spaced)
        {
            File.Delete(received);
            return;
        }

        File.WriteAllText(
            received,
            spaced,
            new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)
        );
        Assert.Fail(
            File.Exists(agreed)
                ? $"{name} differs from what was agreed, first in line {FirstDifference(File.ReadAllText(agreed), spaced)}. What came is in {Path.GetFileName(received)}."
                : $"{name} has not been agreed. What came is in {Path.GetFileName(received)}."
        );
    }

    /// <summary>One element a line, so that a change is a line in the history.</summary>
    private static string Spaced(string text) =>
        text.Replace("><", ">\n<", StringComparison.Ordinal).TrimEnd() + "\n";

    private static int FirstDifference(string agreed, string came)
    {
        var (was, now) = (agreed.Split('\n'), came.Split('\n'));
        var line = 0;
        while (line < was.Length && line < now.Length && was[line] == now[line])
            line++;
        return line + 1;
    }
}
