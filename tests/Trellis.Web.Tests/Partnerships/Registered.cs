using Trellis.Access;
using Trellis.Schools;

namespace Trellis.Partnerships;

/// <summary>Partnerships registered through the pages, as people do.</summary>
public static class Registered
{
    /// <summary>Open schools that no trust acts for, so that a head binds the school.</summary>
    public static IReadOnlyList<School> SchoolsWithoutTrust(PeopleSite site) =>
        [
            .. site.Site.Snapshot.Schools.Where(s =>
                s.IsOpen
                && s.Name.Length > 0
                && s.Current.La is not null
                && site.Site.Snapshot.TrustOf(s.Urn) is null
            ),
        ];

    /// <summary>Answers every question of a partnership of two, each page leading to the next.</summary>
    /// <returns>The pages, in the order in which they were asked; the last is where the answers are checked.</returns>
    public static async Task<IReadOnlyList<string>> Answer(
        Browser browser,
        School other,
        string name = "Fictional Cluster",
        string model = "informal-collaboration"
    )
    {
        var asked = new List<string>();
        for (var at = "/my-school/partnership/new/name"; ; )
        {
            asked.Add(at);
            var question = at.Split('/')[^1];
            if (question == "check")
                return asked;
            Assert.True(asked.Count < 20, string.Join(' ', asked));
            if (question == "members")
                await browser.Fill(at, new() { ["add"] = $"school:{other.Urn}" });
            var answer = await browser.Fill(
                at,
                question switch
                {
                    "name" => new() { ["name"] = name },
                    "model" => new() { ["model"] = model },
                    "began" => new()
                    {
                        ["began-day"] = "1",
                        ["began-month"] = "9",
                        ["began-year"] = "2024",
                    },
                    "members" => new() { ["step"] = "go-on" },
                    "roles" => new() { ["roles-0"] = "giver", ["roles-1"] = "taker" },
                    "purposes" => new() { ["purposes"] = "staff-training" },
                    "depth" => new() { ["depth"] = "planned" },
                    "willingness" => new() { ["willingness"] = "willing" },
                    "agreement" => new() { ["written"] = "yes", ["notice"] = "30" },
                    "costs" => new() { ["each-year"] = "1,200", ["from"] = "members" },
                    "aims" => new() { ["aim-0"] = "Fewer pupils away from school" },
                    _ => [],
                }
            );
            Assert.True(answer.Leads is not null, $"{at}: {answer.Status} {answer.Text}");
            at = answer.Leads;
        }
    }

    /// <summary>Registers a partnership with another school.</summary>
    /// <returns>Its id.</returns>
    public static async Task<PartnershipId> With(
        Browser browser,
        School other,
        string name = "Fictional Cluster",
        string model = "informal-collaboration"
    )
    {
        await Answer(browser, other, name, model);
        var done = await browser.Fill("/my-school/partnership/new/check", []);
        Assert.NotNull(done.Leads);
        return PartnershipId.Parse(done.Leads!.Split('/')[^1].Split('?')[0]);
    }
}
