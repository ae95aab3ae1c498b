using System.Net;
using Trellis.Access;
using Trellis.Journal;
using Trellis.Models;
using Trellis.Pages.Joining;
using Trellis.People;
using Trellis.Schools;
using Trellis.Store;

namespace Trellis.Partnerships;

/// <summary>A school that became an academy has a new number; its partnerships were registered under the old one.</summary>
public sealed class RenumberedTests(SiteFixture fixture) : IAsyncLifetime
{
    private PeopleSite site = null!;
    private School school = null!;
    private PartnershipId id;

    private Scope Old => Scope.School(school.Urns[0]);

    public async ValueTask InitializeAsync()
    {
        site = await PeopleSite.Over(fixture.Site.Store);
        var snapshot = fixture.Site.Snapshot;
        school = snapshot.Schools.First(s =>
            s.IsOpen
            && s.Urns.Count > 1
            && snapshot.TrustOf(s.Urn) is not null
            && snapshot.TrustOf(s.Urns[0]) is null
            && snapshot.Find(s.Urns[0])?.La is not null
        );
        id = PartnershipId.From([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
        var other = snapshot.Schools.First(s => s.IsOpen && s.Urn != school.Urn);
        var by = Party.School(school.Urns[0]);
        var began = site.Today.AddYears(-3);
        Assert.IsType<Done<Partnership>.Written>(
            await site.Casework.Do(
                new RegisterPartnership(
                    id,
                    new Voice(by, new Scope(ScopeKind.LocalAuthority, "201")),
                    "Fictional cluster of before",
                    ModelId.Parse("informal-collaboration"),
                    began,
                    [Purpose.StaffPractice],
                    Depth.Planned,
                    Willingness.Willing,
                    default,
                    [
                        new NewMember(by, default, [], began),
                        new NewMember(Party.School(other.Urn), default, [], began),
                    ],
                    Agreement.None,
                    Costs.NotSaid,
                    []
                ),
                new Occasion(
                    new Holder(
                        PersonId.From([9, 1, 1, 1, 1, 1, 1, 1, 1, 1]),
                        new Appointment(Role.Head, Old)
                    ),
                    site.Clock.GetUtcNow(),
                    site.Today
                ),
                beside: (_, after) => new Alongside([], [after.Public])
            )
        );
    }

    public ValueTask DisposeAsync() => site.DisposeAsync();

    [Fact]
    public async Task Its_head_finds_and_changes_the_partnership_under_the_new_number()
    {
        var head = (
            await site.SignedIn(new Appointment(Role.Head, Scope.School(school.Urn)))
        ).Browser;

        Assert.Contains(
            "Fictional cluster of before",
            (await head.Get("/my-school")).Text,
            StringComparison.Ordinal
        );
        var page = await head.Get($"/my-school/partnership/{id}");
        Assert.Equal(HttpStatusCode.OK, page.Status);
        Assert.Contains("Notes for the members", page.Text, StringComparison.Ordinal);
        var done = await head.Fill(
            $"/my-school/partnership/{id}/notes",
            new() { ["notes"] = "Kept under the new number", ["step"] = "do" }
        );
        Assert.Contains("?done=notes", done.Leads, StringComparison.Ordinal);
        Assert.Equal(
            "Kept under the new number",
            (await site.Casework.Find<Partnership>($"{id}"))!.State.Notes.ToString()
        );
    }

    [Fact]
    public async Task Its_trust_acts_for_it_and_the_authority_of_before_does_not()
    {
        var snapshot = fixture.Site.Snapshot;
        var trust = Scope.Trust(snapshot.TrustOf(school.Urn)!.Uid);
        var before = new Scope(ScopeKind.LocalAuthority, $"{snapshot.Find(school.Urns[0])!.La}");

        Assert.Equal(trust, RolePlaces.BodyOf(snapshot, Old));
        var officer = (await site.SignedIn(new Appointment(Role.TrustOfficer, trust))).Browser;
        Assert.Equal(HttpStatusCode.OK, (await officer.Get($"/my-trust/partnership/{id}")).Status);
        Assert.Contains(
            "Fictional cluster of before",
            (await officer.Get("/my-trust")).Text,
            StringComparison.Ordinal
        );
        var area = (
            await site.SignedIn(new Appointment(Role.LocalAuthorityOfficer, before))
        ).Browser;
        Assert.Equal(
            HttpStatusCode.NotFound,
            (await area.Get($"/my-area/partnership/{id}")).Status
        );
    }

    [Fact]
    public async Task It_is_not_stated_a_second_time_under_its_new_number()
    {
        var head = (
            await site.SignedIn(new Appointment(Role.Head, Scope.School(school.Urn)))
        ).Browser;

        var answer = await head.Fill(
            $"/my-school/partnership/{id}/member?party=school:{school.Urn}",
            new()
            {
                ["from-day"] = "1",
                ["from-month"] = "9",
                ["from-year"] = "2026",
                ["step"] = "do",
            }
        );

        Assert.Contains("named as a member already", answer.Text, StringComparison.Ordinal);
        Assert.Equal(2, (await site.Casework.Find<Partnership>($"{id}"))!.State.Members.Count);
    }

    [Fact]
    public async Task An_offer_names_what_its_school_was_in_under_any_number_and_what_no_other_was_in()
    {
        var stranger = Registered.SchoolsWithoutTrust(site)[^1];
        foreach (var (who, taken) in new[] { (school, true), (stranger, false) })
        {
            var head = (
                await site.SignedIn(new Appointment(Role.Head, Scope.School(who.Urn)))
            ).Browser;
            var at = $"/my-school/{who.Urn}/offers/new?kind=offer";
            var answer = await head.Fill(
                at,
                new()
                {
                    ["topic"] = "maths",
                    ["words"] = "Fictional help",
                    ["days"] = "5",
                    ["from-day"] = "2",
                    ["from-month"] = "10",
                    ["from-year"] = "2026",
                    ["partnerships"] = $"{id}",
                    ["step"] = "check",
                }
            );

            Assert.Equal(taken, answer.Text.Contains("Check your answers"));
            Assert.Equal(!taken, answer.Text.Contains("were in by your own word"));
        }
    }
}
