using System.Text.Json;
using Trellis.Assignment;
using Trellis.Sources;

namespace Trellis.Lab;

/// <summary>Who lists whom in a file of preferences, with ties as lists within a list: <c>["A", ["B", "C"], "D"]</c>.</summary>
internal sealed class PreferenceLists
{
    private readonly List<(int Other, LinedJson At)>[][] groups;

    /// <summary>Reads the lists of everyone on one side. An unknown name and a name that stands twice are taken off and said; anything that is no name is refused.</summary>
    public PreferenceLists(FileReading reading, Names own, Names others)
    {
        groups = new List<(int, LinedJson)>[own.Count][];
        for (var i = 0; i < own.Count; i++)
        {
            var list = new List<List<(int, LinedJson)>>();
            var seen = new HashSet<int>();
            foreach (var item in reading.Items(own.Places[i], $"{others.What}s"))
            {
                var group = new List<(int, LinedJson)>();
                if (item.Kind == JsonTokenType.StartArray)
                {
                    if (item.Items.Count == 0)
                        reading.Clean(item, "a tie of nobody; it was taken off the list.");
                    foreach (var tied in item.Items)
                        Take(tied, group);
                }
                else
                    Take(item, group);
                if (group.Count > 0)
                    list.Add(group);
            }
            groups[i] = [.. list];

            void Take(LinedJson item, List<(int, LinedJson)> group)
            {
                if (item.Kind != JsonTokenType.String)
                    reading.Refuse(
                        item,
                        $"the name of a {others.What} in quotes is expected; there is {item.Words}."
                    );
                else if (others.Find(item.Text) is var other && other < 0)
                    reading.Clean(
                        item,
                        $"'{item.Text}' is no {others.What} of this file; it was taken off the list of '{own[i]}'."
                    );
                else if (!seen.Add(other))
                    reading.Clean(
                        item,
                        $"'{item.Text}' is on the list of '{own[i]}' already; the first is kept."
                    );
                else
                    group.Add((other, item));
            }
        }
    }

    /// <summary>How many groups of two or more equally good there are.</summary>
    public int Ties => groups.Sum(list => list.Count(group => group.Count > 1));

    /// <summary>Takes off what the other side does not list back, and says so.</summary>
    public static void TakeOffOneSided(
        FileReading reading,
        (Names Names, PreferenceLists Lists) one,
        (Names Names, PreferenceLists Lists) other
    )
    {
        // Both are looked at before either changes.
        var (back, there) = (other.Lists.Pairs(), one.Lists.Pairs());
        Off(one, other.Names, back);
        Off(other, one.Names, there);

        void Off(
            (Names Names, PreferenceLists Lists) side,
            Names others,
            HashSet<(int, int)> listed
        )
        {
            for (var i = 0; i < side.Names.Count; i++)
                foreach (var group in side.Lists.groups[i])
                    group.RemoveAll(entry =>
                    {
                        if (listed.Contains((entry.Other, i)))
                            return false;
                        reading.Clean(
                            entry.At,
                            $"'{others[entry.Other]}' does not list '{side.Names[i]}'; it was taken off the list of '{side.Names[i]}'."
                        );
                        return true;
                    });
        }
    }

    /// <summary>The lists as numbers without ties: those equally good stand by their place in the published order.</summary>
    public int[][] Strict(IReadOnlyList<int> places) =>
        [
            .. groups.Select(list =>
                PublishedOrder.Break(
                    [.. list.Select(group => group.Select(e => e.Other).ToArray())],
                    places
                )
            ),
        ];

    private HashSet<(int, int)> Pairs()
    {
        var pairs = new HashSet<(int, int)>();
        for (var i = 0; i < groups.Length; i++)
            foreach (var group in groups[i])
            foreach (var (other, _) in group)
                pairs.Add((i, other));
        return pairs;
    }
}
