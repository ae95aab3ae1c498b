using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Trellis.Assignment;

/// <summary>
/// An order of names that nobody chooses and anybody can check: by the SHA-256 of "seed:name". It breaks ties before a
/// matching is made, the same way in every list.
/// </summary>
/// <remarks>
/// One order for all lists, since an order of its own for each list gives the proposing side worse places on the whole
/// (Abdulkadiroglu, Pathak and Roth 2009). Who is last in it is last everywhere, so a new matching takes a new seed, made
/// public before the lists are known.
/// </remarks>
public static class PublishedOrder
{
    /// <summary>The place of each name in the order, from 0. It depends on the names and the seed, never on the order they are given in.</summary>
    /// <param name="names">Each at most once; compared letter by letter as they are written.</param>
    /// <exception cref="ArgumentException">A name is there twice.</exception>
    public static int[] Of(IReadOnlyList<string> names, long seed)
    {
        ArgumentNullException.ThrowIfNull(names);
        var keys = new (string Hash, string Name, int Index)[names.Count];
        for (var i = 0; i < keys.Length; i++)
        {
            var text = string.Create(CultureInfo.InvariantCulture, $"{seed}:{names[i]}");
            keys[i] = (
                Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))),
                names[i],
                i
            );
        }
        Array.Sort(keys, (a, b) => string.CompareOrdinal(a.Hash, b.Hash));
        var places = new int[keys.Length];
        for (var place = 0; place < keys.Length; place++)
        {
            if (place > 0 && keys[place].Hash == keys[place - 1].Hash)
                throw new ArgumentException($"'{keys[place].Name}' is there twice.", nameof(names));
            places[keys[place].Index] = place;
        }
        return places;
    }

    /// <summary>A list without ties: the groups in their order, and those of one group by their place in the published order.</summary>
    /// <param name="groups">The best group first; those of one group are equally good.</param>
    /// <param name="places">As <see cref="Of"/> gives them.</param>
    public static int[] Break(IReadOnlyList<IReadOnlyList<int>> groups, IReadOnlyList<int> places)
    {
        ArgumentNullException.ThrowIfNull(groups);
        return [.. groups.SelectMany(group => group.OrderBy(i => places[i]))];
    }
}
