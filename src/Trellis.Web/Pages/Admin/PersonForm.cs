using Microsoft.AspNetCore.Mvc;
using Trellis.Components;
using Trellis.People;

namespace Trellis.Pages.Admin;

/// <summary>A form about one person, which lies under that person's page.</summary>
public abstract class PersonForm : AdminPage
{
    public Person Person { get; private set; } = null!;

    /// <summary>Finds the person of the address; false where there is none.</summary>
    protected async Task<bool> Find(string id)
    {
        if (await Casework.Find<Person>(id, Stop) is not { } kept)
            return false;
        Person = kept.State;
        return true;
    }

    /// <summary>The form under a title.</summary>
    /// <param name="here">What the page is called where it stands under the person's.</param>
    protected IActionResult Show(string title, string here) =>
        AnswerPrivately(
            new PageFrame
            {
                Title = title,
                Crumbs = Crumbs(
                    new PageLink("People", "/admin/people"),
                    new PageLink(PeoplePage.NameOf(Person), $"/admin/people/{Person.Id}"),
                    new PageLink(here)
                ),
            }
        );
}
