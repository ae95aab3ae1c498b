using Microsoft.AspNetCore.Mvc;
using Trellis.Access;
using Trellis.Components;
using Trellis.Consultations;
using Trellis.Pages.Joining;
using Trellis.People;
using Trellis.Procedures;
using Trellis.Serving;
using Trellis.Store;

namespace Trellis.Pages.Consultations;

/// <summary>One consultation for anybody: what is proposed, who decides, by when and how to have a say; who replied; afterwards what was said and what was done.</summary>
[Access(Who.Everybody)]
public sealed class OneConsultation(PublicRecordFile record) : SitePage
{
    internal static readonly IReadOnlyList<SheetColumn> Columns =
    [
        new("who", "Who replied", What: "organisation, parent, staff, pupil, neighbour or other."),
        new("name", "Which organisation", What: "As kind:number; empty for people."),
        new("replies", "Replies", "integer"),
        new(
            "for",
            "For",
            "integer",
            What: "Empty while replies are taken, and where fewer than 5 people replied."
        ),
        new("against", "Against", "integer"),
        new("neither", "Neither", "integer"),
        new("on", "Replied on", "date"),
        new("words", "What it said"),
    ];

    public ConsultationOnRecord One { get; private set; } = null!;

    public string Names => One.Names(Snapshot);

    public string Decider =>
        One.Region is { } region
            ? $"The regional director, {RolePlaces.Words(Snapshot, region).Text}"
            : "The regional director";

    /// <summary>Where the visitor replies in the name of an organisation; null where they speak for none.</summary>
    public PageLink? OwnReply =>
        HttpContext.Features.Get<Visitor>() is { } visitor
            ? visitor
                .Roles.Select(r =>
                    r.Role switch
                    {
                        Role.Head or Role.Governor => new PageLink(
                            "Reply for your school",
                            $"/my-school/consultation/{One.Id}"
                        ),
                        Role.TrustOfficer => new(
                            "Reply for your trust",
                            $"/my-trust/consultation/{One.Id}"
                        ),
                        Role.LocalAuthorityOfficer or Role.DiocesanOfficer => new(
                            "Reply for your area",
                            $"/my-area/consultation/{One.Id}"
                        ),
                        _ => null,
                    }
                )
                .FirstOrDefault(l => l is not null)
            : null;

    public IReadOnlyList<PublicOrganisationReply> Organisations => One.Replies?.Organisations ?? [];

    public IReadOnlyList<PublicCount> People => One.Replies?.People ?? [];

    public IActionResult OnGet(string id)
    {
        if (
            !CaseId.TryParse(id, null, out var known)
            || ConsultationBook.Of(record, Today).Find(known) is not { } one
        )
            return NotHere("There is no consultation at this address that anybody may read.");
        One = one;
        return Answer(
            new PageFrame
            {
                Title = $"Consultation: {Names}",
                Description = $"{Names}: what is proposed. {One.Sentence}",
                Section = "decisions",
                Crumbs = [new("Home", "/"), new("Consultations", "/consultations"), new(Names)],
            },
            new Sheet(
                $"consultation-{One.Id}",
                $"Replies: {Names}",
                Columns,
                [
                    .. Organisations.Select(o =>
                        (IReadOnlyList<object?>)
                            [
                                "organisation",
                                o.From,
                                1,
                                o.View == "for" ? 1 : 0,
                                o.View == "against" ? 1 : 0,
                                o.View == "neither" ? 1 : 0,
                                o.On,
                                o.Words,
                            ]
                    ),
                    .. People.Select(c =>
                        (IReadOnlyList<object?>)
                            [c.As, null, c.All, c.For, c.Against, c.Neither, null, null]
                    ),
                ]
            ),
            new Dictionary<string, object?>
            {
                ["id"] = One.Id,
                ["case"] = One.Procedure.Case,
                ["schools"] = One.Schools.Select(s => s.ToString()).ToArray(),
                ["standing"] = Journal.Naming.Of(One.Standing.ToString()),
                ["opens"] = One.Opens,
                ["closes"] = One.Closes,
                ["decides"] = One.Decides,
                ["notBecause"] = One.NotBecause.Length > 0 ? One.NotBecause : null,
                ["pack"] = ConsultationWords
                    .Pack.Concat(ConsultationWords.Report)
                    .Where(p => One.Said(p.Ask).Length > 0)
                    .ToDictionary(p => p.Ask, p => One.Said(p.Ask)),
            }
        );
    }

    public PageLink NameOf(string over) =>
        Scope.TryParse(over, null, out var scope) ? RolePlaces.Words(Snapshot, scope) : new(over);
}
