using System.Security.Cryptography;
using Trellis.Access;
using Trellis.Api;
using Trellis.Journal;
using Trellis.Models;
using Trellis.Partnerships;
using Trellis.People;
using Trellis.Sources;
using Trellis.Store;

namespace Trellis.Open;

/// <summary>What anybody may read of the register leaves as files and comes back with the next import.</summary>
public sealed class OpenRegisterTests(SiteFixture fixture)
{
    [Fact]
    public async Task The_open_register_is_written_whole_and_the_next_snapshot_has_it()
    {
        var folder = Directory.CreateTempSubdirectory("trellis-register-").FullName;
        try
        {
            var snapshot = fixture.Site.Snapshot;
            var schools = snapshot.Schools.Where(s => s.IsOpen).Take(2).ToArray();
            var clock = new MovingClock();
            await using var casework = Casework.At(folder, null);
            await casework.Upgrade(clock);
            var first = Party.School(schools[0].Urn);
            var second = Party.School(schools[1].Urn);
            var authority = new Scope(ScopeKind.LocalAuthority, "201");
            var began = new DateOnly(2025, 9, 1);
            Assert.IsType<Done<Partnership>.Written>(
                await casework.Do(
                    new RegisterPartnership(
                        PartnershipId.From([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]),
                        new Voice(first, authority),
                        "=Fictional cluster",
                        ModelId.Parse("informal-collaboration"),
                        began,
                        [Purpose.StaffPractice],
                        Depth.Planned,
                        Willingness.Willing,
                        default,
                        [
                            new NewMember(first, default, [MemberRole.Giver], began),
                            new NewMember(second, default, [MemberRole.Taker], began),
                        ],
                        Agreement.None,
                        Costs.NotSaid,
                        []
                    ),
                    new Occasion(
                        new Holder(
                            PersonId.From([9, 1, 1, 1, 1, 1, 1, 1, 1, 1]),
                            new Appointment(Role.Head, first.Scope!.Value)
                        ),
                        clock.GetUtcNow(),
                        new DateOnly(2026, 10, 2)
                    ),
                    beside: (_, after) => new Alongside([], [after.Public])
                )
            );
            using var record = PublicRecordFile.Open(folder);
            await record.Follow(casework, clock);
            var into = Path.Combine(folder, "out");

            var written = OpenRegister.Write(
                into,
                new DateOnly(2026, 10, 2),
                record,
                await casework.Head(),
                snapshot
            );

            Assert.Equal(
                ["trellis_partnerships_20261002.csv", "trellis_partnership_members_20261002.csv"],
                written.Files.Select(f => f.File)
            );
            Assert.Equal(["Annual returns", "Aims"], written.Left);
            Assert.All(
                written.Files,
                f =>
                    Assert.Equal(
                        f.Sha256,
                        Convert.ToHexStringLower(
                            SHA256.HashData(File.ReadAllBytes(Path.Combine(into, f.File)))
                        )
                    )
            );
            Assert.True(File.Exists(Path.Combine(into, "trellis_register_20261002.json")));
            var register = Import.Read(into).Content.Register;
            var partnership = Assert.Single(register.Partnerships);
            Assert.Equal(
                ("=Fictional cluster", "informal-collaboration", 2, true, began),
                (
                    partnership.Name,
                    partnership.Model,
                    partnership.Depth,
                    partnership.Willing,
                    partnership.Began
                )
            );
            Assert.Equal(["staff-practice"], partnership.Purposes);
            Assert.Equal(
                [
                    (first.ToString(), schools[0].Name, true),
                    (second.ToString(), schools[1].Name, false),
                ],
                register
                    .Members.OrderByDescending(m => m.IsConfirmed)
                    .Select(m => (m.Party, m.Name, m.IsConfirmed))
            );
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
