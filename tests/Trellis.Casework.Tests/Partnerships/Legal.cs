using Trellis.Journal;
using Trellis.PublicRecord;

namespace Trellis.Partnerships;

/// <summary>What no partnership may ever be, whatever was done to it.</summary>
internal static class Legal
{
    /// <summary>All that is wrong with a state; nothing where it is legal.</summary>
    public static IEnumerable<string> Wrongs(Partnership? before, Partnership whole)
    {
        if (whole.Evaluation is not { Protocol.IsWhole: true } own)
            yield return "its protocol is missing or is not the one that was registered";
        else if (
            before?.Evaluation is { } was
            && (
                own.Protocol.Hash != was.Protocol.Hash
                || own.Deviations.Count < was.Deviations.Count
                || !own.Deviations.Take(was.Deviations.Count).SequenceEqual(was.Deviations)
            )
        )
            yield return "its protocol or a deviation was changed";
        foreach (var m in whole.Members)
        {
            if (m.To is { } to && to <= m.From)
                yield return $"{m.Party} leaves before it comes";
            if (m.NoticeOn is not null && m.To is null)
                yield return $"{m.Party} gave notice for no day";
            var answered = m.Status is MemberStatus.Confirmed or MemberStatus.Denied;
            if (answered && m.AnsweredOn is null)
                yield return $"{m.Party} is {m.Status} and never answered";
            if (m.Status == MemberStatus.Stated && (m.AnsweredOn ?? m.To ?? m.NoticeOn) is not null)
                yield return $"{m.Party} is stated and more";
            if (m.Status == MemberStatus.Left && (m.To is null || m.Why is null))
                yield return $"{m.Party} left on no day or for no reason";
            if (!m.Party.CanAnswer && m.HasConfirmed)
                yield return $"{m.Party} has no account and answered";
        }
        foreach (var of in whole.Members.GroupBy(m => m.Party))
        {
            if (
                of.Count(m =>
                    m.Status is MemberStatus.Stated
                    || (m.Status is MemberStatus.Confirmed && m.To is null)
                ) > 1
            )
                yield return $"{of.Key} is in it twice";
            var stays = of.Where(m => m.Status != MemberStatus.Denied).ToArray();
            for (var i = 1; i < stays.Length; i++)
                if (stays[i - 1].To is not { } end || stays[i].From < end)
                    yield return $"{of.Key} comes back before it left";
        }
        if (whole.Ended is { } ended)
            foreach (var m in whole.Members.Where(m => m.Status != MemberStatus.Denied))
                if (m.Status != MemberStatus.Left || m.To > ended.On)
                    yield return $"it ended and {m.Party} is still in it";
        if (whole.Depths[0].From < whole.Began)
            yield return "a depth before it began";
        for (var i = 1; i < whole.Depths.Count; i++)
            if (
                whole.Depths[i].From <= whole.Depths[i - 1].From
                || whole.Depths[i].Depth == whole.Depths[i - 1].Depth
            )
                yield return "depths out of order";
        if (whole.Posts.Any(p => p.To <= p.From) || whole.Services.Any(s => s.To <= s.From))
            yield return "a post or a service ends before it begins";
        if (whole.Returns.GroupBy(r => (r.By, r.Year)).Any(g => g.Count() > 1))
            yield return "two returns of one party for one year";
        if (
            whole
                .Members.Where(m => m.Status != MemberStatus.Denied)
                .Select(m => (new Stay(m.Party, m.HasConfirmed), m.From, m.To))
                .Order(
                    Comparer<(Stay, DateOnly, DateOnly?)>.Create(
                        (a, b) => string.CompareOrdinal(a.ToString(), b.ToString())
                    )
                )
                .SequenceEqual(
                    whole
                        .Stays.Where(s => s.KnownTo is null)
                        .Select(s => (s.Value, s.From, s.To))
                        .Order(
                            Comparer<(Stay, DateOnly, DateOnly?)>.Create(
                                (a, b) => string.CompareOrdinal(a.ToString(), b.ToString())
                            )
                        )
                )
            is false
        )
            yield return "what is known of stays is not what the members are";
        if (whole.Stays.Any(s => s.KnownTo < s.KnownFrom))
            yield return "known until before it was known";
        if (ActJson.Write(ActJson.Read<Partnership>(ActJson.Write(whole))) != ActJson.Write(whole))
            yield return "it is not read back as it was written";
        if (before is not null)
            foreach (var wrong in Changed(before, whole))
                yield return wrong;
        foreach (var wrong in Open(whole))
            yield return wrong;
    }

    private static IEnumerable<string> Changed(Partnership before, Partnership whole)
    {
        if (
            (before.Id, before.Model, before.Began, before.StatedBy, before.StatedOn)
            != (whole.Id, whole.Model, whole.Began, whole.StatedBy, whole.StatedOn)
        )
            yield return "what never changes changed";
        for (var i = 0; i < before.Aims.Count; i++)
            if (before.Aims[i] != whole.Aims[i] with { DroppedOn = before.Aims[i].DroppedOn })
                yield return "an aim changed";
        // What was known at an instant stays what was known at it.
        for (var i = 0; i < before.Stays.Count; i++)
            if (
                before.Stays[i].KnownTo is null
                    ? before.Stays[i] != whole.Stays[i] with { KnownTo = null }
                    : before.Stays[i] != whole.Stays[i]
            )
                yield return "what was known was rewritten";
        if (before.Ended is not null && before.Ended != whole.Ended)
            yield return "an ending changed";
        foreach (
            var party in before.Members.Where(m => m.HasConfirmed).Select(m => m.Party).Distinct()
        )
            if (!whole.Members.Any(m => m.Party == party && m.HasConfirmed))
                yield return $"{party} had confirmed and has not";
    }

    private static IEnumerable<string> Open(Partnership whole)
    {
        var json = whole.Public.Json;
        if (json is null == whole.Members.Any(m => m.HasConfirmed))
            yield return "public without a member's own word, or not public with it";
        if (json is null)
            yield break;
        if (json.Contains(Walk.Private, StringComparison.Ordinal))
            yield return "private words are public";
        foreach (var of in whole.Members.GroupBy(m => m.Party))
            if (
                of.All(m => m.Status == MemberStatus.Denied)
                && json.Contains($"\"{of.Key}\"", StringComparison.Ordinal)
            )
                yield return $"{of.Key} said that it is no member and is public";
        var open = PublicPartnership.Read(
            new PublicEntry(PublicPartnership.Kind, whole.Key, json, 1, Journal.Story.Begin)
        );
        if (ActJson.Write(open) != json)
            yield return "the public part is not read back as it was written";
        foreach (var member in open.Members)
            if (
                member.ConfirmedOn is null
                == member
                    .InWords(p => p.ToString())
                    .StartsWith("confirmed", StringComparison.Ordinal)
            )
                yield return $"{member.Party} is said to have confirmed and has not";
        if (open.Story.Select(l => l.Key).Distinct().Count() != open.Story.Count)
            yield return $"two events of one key: {string.Join(' ', open.Story.Select(l => l.Key).Order())}";
        if (!open.Story.Select(l => l.On).SequenceEqual(open.Story.Select(l => l.On).Order()))
            yield return "a story out of order";
        if (open.Story.Any(l => l.InWords(p => p.ToString(), _ => "another").Length < 10))
            yield return "an event without a sentence";
        if (open.Posts.Any(p => p.To <= p.From))
            yield return "a public post ends before it begins";
    }
}
