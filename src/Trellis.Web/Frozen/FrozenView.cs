using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Trellis.Frozen;

/// <summary>A page as it stood: its main part, its table and its JSON, with the snapshot they are of.</summary>
/// <param name="Id">Twenty hexadecimal digits, from the snapshot and the address: the same view has one id.</param>
/// <param name="Address">Path and query of the page, the query's names in order.</param>
/// <param name="At">When it was frozen, in UTC.</param>
public sealed record FrozenAbout(
    string Id,
    string Address,
    string Title,
    string Snapshot,
    DateOnly? RegisterDate,
    bool Fictional,
    DateTimeOffset At
);

/// <summary>Frozen views, a folder each. What is there is never changed; writing aside and one rename put it there whole.</summary>
public sealed class FrozenViews(string folder)
{
    /// <summary>The most bytes a form of a view may have.</summary>
    public const int MostBytes = 4 << 20;

    /// <summary>The most views a store holds.</summary>
    public const int Most = 50_000;

    public static string IdOf(string snapshot, string address) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{snapshot}\n{address}")))[
            ..20
        ];

    /// <summary>Whether a text could be an id; nothing else ever becomes part of a path.</summary>
    public static bool IsId(string? text) =>
        text is { Length: 20 } && text.All(char.IsAsciiHexDigitLower);

    /// <summary>What is known of a view; null where there is none of this id.</summary>
    public FrozenAbout? Find(string id)
    {
        var path = Path.Combine(folder, id, "about.json");
        return IsId(id) && File.Exists(path)
            ? JsonSerializer.Deserialize<FrozenAbout>(File.ReadAllBytes(path))
            : null;
    }

    /// <summary>One form of a view; null where the page had none.</summary>
    /// <param name="form">"html", "csv" or "json".</param>
    public byte[]? Read(string id, string form)
    {
        var path = Path.Combine(folder, id, $"view.{form}");
        return IsId(id) && File.Exists(path) ? File.ReadAllBytes(path) : null;
    }

    public bool IsFull =>
        Directory.Exists(folder) && Directory.EnumerateDirectories(folder).Count() >= Most;

    /// <summary>Keeps a view; where it is already there, the first stays.</summary>
    /// <exception cref="IOException">The disk is full or may not be written.</exception>
    public void Keep(FrozenAbout about, byte[] html, byte[]? csv, byte[] json)
    {
        var place = Path.Combine(folder, about.Id);
        if (Directory.Exists(place))
            return;
        var aside = Path.Combine(folder, $"{about.Id}.{Environment.ProcessId}.partial");
        if (Directory.Exists(aside))
            Directory.Delete(aside, recursive: true);
        Directory.CreateDirectory(aside);
        try
        {
            Write("view.html", html);
            if (csv is not null)
                Write("view.csv", csv);
            Write("view.json", json);
            Write("about.json", JsonSerializer.SerializeToUtf8Bytes(about));
            Directory.Move(aside, place);
        }
        catch (IOException) when (Directory.Exists(place))
        {
            // Another node froze the same view at the same moment: its bytes are ours.
            Directory.Delete(aside, recursive: true);
        }

        void Write(string name, byte[] bytes)
        {
            using var file = new FileStream(
                Path.Combine(aside, name),
                FileMode.Create,
                FileAccess.Write
            );
            file.Write(bytes);
            file.Flush(flushToDisk: true);
        }
    }
}
