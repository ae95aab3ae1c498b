using Trellis.Serving;

namespace Trellis.Api;

/// <summary>A question an address takes.</summary>
/// <param name="In">"path" or "query".</param>
/// <param name="Type">"string", "integer", "number" or "boolean".</param>
public sealed record ApiParameter(string Name, string In, string What, string Type = "string");

/// <summary>An address that answers programs as it answers people.</summary>
/// <param name="Path">Of the page: the JSON is at the same address ending ".json", its table at ".csv".</param>
/// <param name="Table">Whether it has a table, and so a CSV.</param>
/// <param name="Columns">The table's columns where they are the same whatever is asked; null where they follow the question.</param>
public sealed record ApiRoute(
    string Path,
    string Summary,
    IReadOnlyList<ApiParameter> Parameters,
    bool Table = true,
    IReadOnlyList<SheetColumn>? Columns = null
);

/// <summary>Every page of the site as programs may ask it. A page that is not here and not among those without figures fails a test.</summary>
public static class Routes
{
    private static readonly ApiParameter Urn = new(
        "urn",
        "path",
        "A URN: six digits. An earlier URN of a school asks for the school it became.",
        "integer"
    );

    private static readonly ApiParameter[] Likeness =
    [
        new("method", "query", "A named method, as dfe-2026-primary; empty takes the usual one."),
        new("weights", "query", "Your own weights, as ks4.attainment8:2,pupils.fsm6:1."),
        new("k", "query", "How many schools, 1 to 500.", "integer"),
        new("within", "query", "Only schools within so many kilometres.", "number"),
        new(
            "minutes",
            "query",
            "Only schools within so many minutes by car, estimated or by a router's times.",
            "number"
        ),
        new("coast", "query", "coastal: within 5.5 km of the sea; inland: further from it."),
        new("region", "query", "Only schools of these regions; may be given several times."),
        new("la", "query", "Only schools of these local authorities, by number."),
        new("type", "query", "Only schools of these types."),
        new("group", "query", "Only schools of these groups of types."),
        new("phase", "query", "Only schools of these phases."),
        new("religion", "query", "Only schools of these religious characters."),
        new("place", "query", "rural or urban."),
        new(
            "same",
            "query",
            "Only schools that have this in common: sexes, selection, ages, faith or sixth-form; may be given several times."
        ),
        new("own-trust", "query", "out leaves out the schools of the school's own trust."),
        new("direction", "query", "named-by asks who has the school in their list instead."),
    ];

    internal static readonly ApiParameter[] Paging =
    [
        new("page", "query", "From 1.", "integer"),
        new(
            "pageSize",
            "query",
            "Rows a page, 1 to 10,000; 1,000 where nothing is said.",
            "integer"
        ),
    ];

    /// <summary>Pages without figures of their own (statements, a form, addresses that lead to another), and pages that are somebody's own: what is open is open to everybody.</summary>
    public static readonly IReadOnlyList<string> NotPartOfTheApi =
    [
        "/accessibility",
        "/privacy",
        "/id/{text}",
        "/school/{urn}/similar/weights",
        "/sign-in",
        "/sign-out",
        "/invitation/{token}",
        "/account",
        "/account/data",
        "/admin",
        "/admin/backups",
        "/admin/definitions",
        "/admin/health",
        "/admin/imports",
        "/admin/jobs",
        "/admin/journal",
        "/admin/journal/{number}",
        "/admin/journal/{number}/erase",
        "/admin/people",
        "/admin/people/invite",
        "/admin/people/{id}",
        "/admin/people/{id}/appoint",
        "/admin/people/{id}/end-role",
        "/admin/people/{id}/erase",
        "/admin/people/{id}/{deed}",
        "/admin/proposals",
        "/admin/security",
        "/admin/snapshots",
        "/my-area",
        "/my-area/partnership/new/{part}",
        "/my-area/partnership/{id}",
        "/my-area/partnership/{id}/{deed}",
        "/my-area/{code}/people/invite",
        "/directory/{id}/ask",
        "/my-area/broker",
        "/my-area/effects",
        "/my-area/{code}/broker/{id}",
        "/my-area/{code}/enquiries",
        "/my-area/{code}/enquiries/{id}",
        "/my-area/{code}/offers",
        "/my-area/{code}/offers/{id}",
        "/my-school/{urn}/enquiries",
        "/my-school/{urn}/enquiries/{id}",
        "/my-school/{urn}/introductions",
        "/my-school/{urn}/offers",
        "/my-school/{urn}/offers/{id}",
        "/my-trust/{uid}/enquiries",
        "/my-trust/{uid}/enquiries/{id}",
        "/my-trust/{uid}/offers",
        "/my-trust/{uid}/offers/{id}",
        "/my-school",
        "/case/{reference}/consultation",
        "/consultation/{id}/reply",
        "/consultation/{id}/confirm/{token}",
        "/my-school/consultation/{id}",
        "/my-trust/consultation/{id}",
        "/my-area/consultation/{id}",
        "/my-school/partnership/new/{part}",
        "/my-school/partnership/{id}",
        "/my-school/partnership/{id}/{deed}",
        "/my-school/{urn}/people/invite",
        "/my-school/{urn}/procedures",
        "/my-school/{urn}/statement",
        "/my-trust",
        "/my-trust/capacity",
        "/my-trust/effect",
        "/my-trust/case/{reference}",
        "/my-trust/case/{reference}/{item}",
        "/procedure",
        "/procedure/new/{table}",
        "/procedure/{id}",
        "/procedure/{id}/{step}",
        "/case/{reference}",
        "/case/{reference}/options",
        "/case/{reference}/decision",
        "/case/{reference}/publish",
        "/decision/{reference}/review",
        "/cases/import",
        "/consistency/{quarter}/answer/{earlier}/{later}",
        "/case/{reference}/match",
        "/cases",
        "/cases/new",
        "/meeting/{region}/{date}/review",
        "/board/{region}",
        "/board/{region}/{date}",
        "/board/{region}/{date}/paper/{reference}",
        "/board/{region}/{date}/bundle",
        "/board/{region}/{date}/note",
        "/my-trust/partnership/new/{part}",
        "/my-trust/partnership/{id}",
        "/my-trust/partnership/{id}/{deed}",
        "/my-trust/{uid}/people/invite",
        "/account/password",
        "/account/link/{provider}",
        "/school/{urn}/trusts/ranking",
        "/trust/{uid}/what-if",
        "/forgotten",
        "/alerts/{about}",
        "/alert/{id}/confirm/{token}",
        "/alert/{id}/leave/{token}",
        "/reset/{token}",
        "/sign-in/with/{provider}",
        "/sign-in/with/{provider}/back",
    ];

    /// <summary>The address of a page that is JSON in itself and nothing else.</summary>
    public const string Outlines = "/data/outlines/{kind}.json";

    public static readonly IReadOnlyList<ApiRoute> All =
    [
        new("/", "What the snapshot holds, in a few figures.", [], Table: false),
        new(
            "/search",
            "Schools, trusts, councils and regions by name, place, postcode or number.",
            [
                new("q", "query", "What is looked for; empty lists everything."),
                new("kind", "query", "Only this kind: school, group, local-authority or region."),
                new("status", "query", "Only schools of this status."),
                new("phase", "query", "Only schools of this phase."),
                new("type", "query", "Only schools of this group of types."),
                new("region", "query", "Only in this region."),
                new("la", "query", "Only in this local authority, by its number."),
                new("setting", "query", "rural or urban."),
                new("trust", "query", "Only schools in a trust, or in none."),
                new("religion", "query", "Only schools of this religious character."),
                new("sort", "query", "relevance, name or distance."),
                new("near", "query", "A postcode distances are measured from."),
                .. Paging,
            ]
        ),
        new(
            "/school/{urn}",
            "A school: facts, figures with their sources, groups, inspections.",
            [Urn]
        ),
        new(
            "/school/{urn}/similar",
            "The schools most like a school, with the reasons.",
            [Urn, .. Likeness]
        ),
        new(
            "/school/{urn}/similar/{other}",
            "Two schools side by side: what makes them alike and what does not.",
            [
                Urn,
                new("other", "path", "The other school's URN.", "integer"),
                .. Likeness.Where(p => p.Name is "method" or "weights"),
            ]
        ),
        new(
            "/school/{urn}/similar/named-by",
            "Who has a school in their list of similar schools.",
            [Urn, Likeness[0]]
        ),
        new(
            "/school/{urn}/partners",
            "Schools like a school and near it that are really better at what it needs, with the reasons.",
            [
                Urn,
                new(
                    "need",
                    "query",
                    "What the school needs, as maths; up to three, given several times."
                ),
                new(
                    "offer",
                    "query",
                    "What it can offer; up to three. Empty takes all that its figures are strong in."
                ),
                new("within", "query", "How far: minutes by car as 60, or kilometres as 40km."),
                new("sure", "query", "less takes a chance of 70 % instead of 80 %."),
                new("alike", "query", "less takes schools that are less alike than fair."),
            ],
            Columns: Pages.Partners.PartnersView.Columns
        ),
        new(
            "/school/{urn}/trusts",
            "Academy trusts near a school, by distance: facts only, and no order of merit.",
            [
                Urn,
                new("with", "query", "any lists trusts without a school of the same phase too."),
                new("show", "query", "all lists the nearest 60 instead of 20."),
            ],
            Columns: Pages.Placements.NearView.Columns
        ),
        new(
            "/criteria",
            "Every version of the criteria by which trusts are ranked for a school.",
            [],
            Columns: Pages.Placements.AllCriteria.Columns
        ),
        new(
            "/criteria/{version}",
            "One version of the criteria: weights, pillars, curves, reasons.",
            [new("version", "path", "Counted from 1.", "integer")],
            Columns: Pages.Placements.OneCriteria.Columns
        ),
        new(
            "/method/placements",
            "How trusts are ranked for a school and many schools are placed at once, with one past closure worked through.",
            [],
            Columns: Pages.Placements.MethodView.Columns
        ),
        new(
            "/method/placements/closure",
            "A past closure: where each school really went, and where a plan of all at once would have sent it.",
            [],
            Columns: Pages.Placements.ClosureView.Columns
        ),
        new(
            "/waiting",
            "Schools that wait for a trust: days, how far each is, what is owed it next and by when, who helps meanwhile.",
            [
                new("region", "query", "Only cases of this region, as north-east."),
                new("reason", "query", "Only cases for this reason, in its words."),
                new(
                    "stage",
                    "query",
                    "Only cases so far: for-trust, matched, due-diligence or agreed."
                ),
                new("page", "query", "Of the list on the page, from 1.", "integer"),
            ],
            Columns: Pages.Waiting.WaitingSheet.Columns
        ),
        new(
            "/waiting/history",
            "Past waits from open files: schools judged inadequate, to their opening with a sponsor.",
            [
                new("region", "query", "Only schools of this region, as north-east."),
                new("outcome", "query", "Only waits that ended so, as sponsored."),
                new("year", "query", "Only schools judged in this year."),
                new("school", "query", "Only this school, by its URN."),
                new("page", "query", "Of the list on the page, from 1.", "integer"),
            ],
            Columns: Pages.Waiting.HistoryPage.Columns
        ),
        new(
            "/waiting/history/figures",
            "Quarter, half and three quarters of past waits, and the share that still waited, by law, region and phase.",
            [],
            Columns: Pages.Waiting.FiguresPage.Columns
        ),
        new(
            "/school/{urn}/shortlist",
            "Schools set aside for a school, side by side.",
            [
                Urn,
                new(
                    "add",
                    "query",
                    "A school on the list, by URN; up to five, given several times.",
                    "integer"
                ),
            ],
            Columns: Pages.Partners.ShortlistView.Columns
        ),
        new(
            "/school/{urn}/performance",
            "A school's figures over the years against the deciles of its phase.",
            [Urn, new("measure", "query", "The id of a measure, as ks4.attainment8.")]
        ),
        new(
            "/school/{urn}/history",
            "What happened to a school: opened, joined, moved, left, renamed.",
            [Urn]
        ),
        new(
            "/trust/{uid}",
            "A trust or another group: its schools, when they joined, and who left.",
            [new("uid", "path", "The group's UID in the register.", "integer")]
        ),
        new(
            "/trust/{uid}/{part}",
            "The schools that left a group, or how it grew.",
            [
                new("uid", "path", "The group's UID in the register.", "integer"),
                new("part", "path", "left or growth."),
            ]
        ),
        new(
            "/local-authority/{code}/{part}",
            "The trusts in a local authority, or its statistical neighbours.",
            [
                new("code", "path", "The authority's three digits.", "integer"),
                new("part", "path", "trusts or neighbours."),
            ]
        ),
        new(
            "/local-authority/{code}",
            "A local authority's schools and its statistical neighbours.",
            [new("code", "path", "The authority's three digits.", "integer")]
        ),
        new(
            "/region/{slug}",
            "A region's authorities, schools and trusts.",
            [new("slug", "path", "The region's name in small letters with hyphens, as north-east.")]
        ),
        new(
            "/families",
            "The families of schools of a kind and phase.",
            [
                new("kind", "query", "national or regional; national where nothing is said."),
                new(
                    "phase",
                    "query",
                    "primary, secondary or special; secondary where nothing is said."
                ),
                new(
                    "region",
                    "query",
                    "Only families with a school in this region, as north-east."
                ),
            ]
        ),
        new(
            "/family/{id}",
            "A family of schools: who is in it, how each stands and what it does well.",
            [new("id", "path", "The family's id, as national-primary-041.")]
        ),
        new(
            "/family/{id}/booklet",
            "The same family on two sides of A4, to print.",
            [new("id", "path", "The family's id, as national-primary-041.")]
        ),
        new("/method", "The methods by which schools are compared.", []),
        new(
            "/method/travel",
            "How minutes by car and the coast are worked out: the numbers of the formula.",
            []
        ),
        new(
            "/method/similar-schools",
            "How well the methods find schools of which the same can be expected: the runs of the protocol.",
            []
        ),
        new(
            "/method/trellis/axes",
            "The learned axes of the metric trellis: their formulas, and a school's place.",
            [
                new("peers", "query", "primary, secondary or special."),
                new("axis", "query", "attainment, progress or attendance."),
                new("school", "query", "A URN, whose place is worked through."),
            ]
        ),
        new(
            "/method/{name}",
            "One method: its variables, weights, coefficients and source.",
            [new("name", "path", "The method's id, as dfe-2026-primary.")]
        ),
        new(
            "/data",
            "What is in the snapshot: every file with its source, period and rows.",
            [],
            Columns: Pages.Data.CataloguePage.Columns
        ),
        new(
            "/what-works/together",
            "All studies of one family of outcomes put together: the average, where a next study would lie, what goes with larger effects.",
            [new("family", "query", "attainment, attendance or intake; empty for attainment.")],
            Columns: Pages.WhatWorks.TogetherPage.Columns
        ),
        new(
            "/school/{urn}/what-works",
            "The registered studies of schools like one, and what nobody has studied.",
            [Urn],
            Columns: Pages.WhatWorks.SchoolWhatWorks.Columns
        ),
        new(
            "/data/panel",
            "The panel file: a row a school, year and episode; the CSV is the file, the JSON its columns, breaks and citation.",
            [],
            Columns: Pages.Data.PanelPage.Columns
        ),
        new(
            "/workbench",
            "The panel counted and averaged: schools, school-years and mean outcomes, in rows and columns of your choice.",
            [
                new(
                    "rows",
                    "query",
                    "year, phase, region, authority, happening, model, outcome, first-year, since or school; empty for year."
                ),
                new(
                    "columns",
                    "query",
                    "A second cut, of the same words without authority and school; empty for none."
                ),
                new(
                    "figure",
                    "query",
                    "What the page shows in the columns: mean, published, schools, school-years, figures or share; files have all."
                ),
                new("outcome", "query", "ks2, ks4, absence or disadvantage; empty for ks2."),
                new("phase", "query", "primary or secondary."),
                new("region", "query", "Only this region, by its slug."),
                new("authority", "query", "Only this local authority, by its number.", "integer"),
                new("from", "query", "Only from this school year on, as 2018-2019."),
                new("to", "query", "Only until this school year, as 2023-2024."),
                new("happening", "query", "What happened, by its code in /data/panel."),
                new("which", "query", "all, ever, during, before or never."),
            ],
            Columns: Pages.Data.WorkbenchPage.Columns
        ),
        new(
            "/data/measures",
            "Every measure with its years and how many figures there are.",
            [],
            Columns: Pages.Data.MeasuresPage.Columns
        ),
        new(
            "/data/measures/{id}",
            "One measure: its definition, source columns, years and spread.",
            [new("id", "path", "The id of a measure, as ks4.attainment8.")],
            Columns: Pages.Data.MeasurePage.Columns
        ),
        new(
            "/data/measures/{id}/{year}",
            "All schools' figures of one measure in one year.",
            [
                new("id", "path", "The id of a measure, as ks4.attainment8."),
                new("year", "path", "2018-2019 for a school year, 2019 for a calendar year."),
                .. Paging,
            ],
            Columns: Pages.Data.MeasureYearPage.Columns
        ),
        new(
            "/data/imports/{id}",
            "What changed in a snapshot against the one published before it.",
            [new("id", "path", "The id of a snapshot, or its first twelve digits.")],
            Columns: Pages.Data.ImportPage.Columns
        ),
        new(
            "/changes",
            "What changed in the product, and the snapshots this site has published.",
            [],
            Columns: Pages.About.ChangesPage.Columns
        ),
        new(
            "/partnerships",
            "Every partnership stated here, and the trusts and federations of the Department's register; what happens also as a feed.",
            [
                new("from", "query", "stated or gias."),
                new("model", "query", "Only this way of working together, by its id."),
                new("phase", "query", "Only with a school of this phase."),
                new("purpose", "query", "Only for this purpose, by its code."),
                new("region", "query", "Only with a school in this region."),
                new(
                    "started",
                    "query",
                    "before-2010, 2010-2014, 2015-2019, 2020-2024, since-2025 or unknown."
                ),
                new("going", "query", "yes or no: whether it still goes on."),
                .. Paging,
            ],
            Columns: Pages.Partnerships.PartnershipsPage.Columns
        ),
        new(
            "/partnership/{id}",
            "One partnership: its members since when, what for, what came of it; its story also as a feed.",
            [
                new(
                    "id",
                    "path",
                    "As the list has it. One of the Department's register leads to the page of its group."
                ),
            ],
            Columns: Pages.Partnerships.PartnershipPage.Columns
        ),
        new(
            "/partnership/{id}/evaluation",
            "How one partnership is judged: the registered protocol with its hash, deviations, and its members' course beside schools like them.",
            [new("id", "path", "Of a partnership that was stated here, as the list has it.")],
            Columns: Pages.Partnerships.EvaluationPage.Columns
        ),
        new(
            "/statements",
            "What schools say of themselves to possible partners, the newest first; also as a feed.",
            [
                new(
                    "before",
                    "query",
                    "Only what was said before this entry of the journal.",
                    "integer"
                ),
            ],
            Columns: Pages.Schools.Statements.Columns
        ),
        new(
            "/directory",
            "What schools, trusts and authorities offer and need, and posts they would share; also as a feed.",
            [
                new("q", "query", "Words: a post, a topic, a name."),
                new("kind", "query", "need, offer, post, post-wanted or post-offered."),
                new("topic", "query", "Only this topic, as maths or senco."),
                new("near", "query", "Minutes are worked out from here: a postcode or a URN."),
                new(
                    "minutes",
                    "query",
                    "Only within so many minutes by car, at most 180.",
                    "number"
                ),
                new("days", "query", "Only posts of at least so many days a week.", "number"),
                new("region", "query", "Only in this region, by its slug."),
                new("la", "query", "Only in this local authority, by its number."),
                new("phase", "query", "Only schools of this phase, as primary."),
                new("by", "query", "Only of this party, as school:100000."),
                new("lapsed", "query", "yes shows those too that nobody renewed for a year."),
            ],
            Columns: Pages.Expertise.Entries.Columns
        ),
        new(
            "/directory/{id}",
            "One entry of the directory, and what published figures show beside it.",
            [new("id", "path", "The entry, as the list names it.")],
            Table: false
        ),
        new(
            "/introductions",
            "How many schools agreed or declined when an authority introduced them, and why; no count under five.",
            [],
            Columns: Pages.Expertise.Introductions.Columns
        ),
        new(
            "/journal",
            "The head of the journal as it was published each day, the newest first.",
            [
                new(
                    "before",
                    "query",
                    "Only heads that were published by entries before this one.",
                    "integer"
                ),
            ],
            Columns: Pages.About.PublicJournal.Columns
        ),
        new("/guide", "The ways of working together there are, by name.", [], Table: false),
        new(
            "/guide/models",
            "Every way of working together: what changes, what stays, how to leave, cost, evidence.",
            [
                new(
                    "keep",
                    "query",
                    "Only ways that keep this for sure: name, number, inspection, tables, character, head, governors, staff, budget or way-out; may be given several times."
                ),
                new("order", "query", "name, depth or weeks."),
            ],
            Columns: Pages.Guide.ModelsView.Columns
        ),
        new(
            "/guide/models/{id}",
            "One way of working together: every claim and step with its sources and when it holds.",
            [new("id", "path", "The id of a way, as federation.")],
            Columns: Pages.Guide.WayView.Columns
        ),
        new(
            "/guide/choose",
            "Every way of working together held against what a board says: what fits, what does not and why. None is ranked.",
            [
                new("urn", "query", "A school, whose kind and size are then known.", "integer"),
                new("kind", "query", "maintained, academy, academy-in-a-trust or independent."),
                new("special", "query", "yes for a special school."),
                new("size", "query", "below100, below210 or larger."),
                new(
                    "aim",
                    "query",
                    "A purpose by Atkinson and others, as pupil-attainment; may be given several times."
                ),
                new(
                    "keep",
                    "query",
                    "What must be kept, as in /guide/models; may be given several times."
                ),
                new(
                    "offer",
                    "query",
                    "staff-days, leader-days, governor-time, facilities, money or powers; may be given several times."
                ),
                new("time", "query", "half-a-term, a-term, a-year or any."),
            ],
            Columns: Pages.Guide.ChooseView.Columns
        ),
        new(
            "/guide/where-do-we-stand",
            "Where a school stands under the law of a day: what may happen, who decides, what it decides itself, each line with its rule, source and days. Nothing names the school.",
            [
                .. Rules.FactField.All.Select(f => new ApiParameter(
                    f.Name,
                    "query",
                    $"{f.What} {f.Allowed}"
                )),
                new(
                    "on",
                    "query",
                    "The day whose law is asked for, as 2026-09-01; today without it."
                ),
                new(
                    "case",
                    "query",
                    "order, conversion, federation, transfer, leave, grant or measures; by the kind of school without it."
                ),
            ],
            Columns: Pages.Guide.WhereDoWeStandView.Columns
        ),
        new(
            "/guide/who-does-what",
            "The part of governors, trusts, councils, dioceses and regions in each way of working together.",
            [],
            Columns: Pages.Guide.WhoDoesWhat.Columns
        ),
        new(
            "/guide/words",
            "Words of the field, old and new.",
            [],
            Columns: Pages.Guide.WordsView.Columns
        ),
        new(
            "/what-works",
            "Every registered study: what was found with its interval, how far to trust it, how many schools.",
            [
                new("phase", "query", "primary or secondary."),
                new("programme", "query", "Only studies of this, as joining-a-trust."),
                new("outcome", "query", "Only studies of this outcome, as ks2."),
            ],
            Columns: Pages.WhatWorks.Index.Columns
        ),
        new(
            "/what-works/{programme}",
            "Every figure of the studies of one programme, with its plan.",
            [
                new("programme", "path", "As joining-a-trust."),
                new("kind", "query", "Which kind of school the page shows, as converters-primary."),
            ],
            Columns: Pages.WhatWorks.OneProgramme.Columns
        ),
        new(
            "/what-works/{programme}/{study}",
            "Every figure of one study and of every check beside it; its data and script are at .zip.",
            [
                new("programme", "path", "As joining-a-trust."),
                new("study", "path", "As converters-primary-ks2."),
                new("part", "query", "One part alone, as years, flow, balance or companions."),
            ],
            Columns: Pages.WhatWorks.StudyFigures.Columns
        ),
        new(
            "/method/what-works",
            "How studies of partnerships are made, and what the method makes of treatments that never were.",
            [],
            Columns: Pages.WhatWorks.MethodView.Columns
        ),
        new(
            "/evidence",
            "What is claimed of partnerships: who said it, how it is known, how strong that is, where it stands; its sources also as .bib and .ris.",
            [
                new("about", "query", "Only claims about this, as federations."),
                new("strength", "query", "Only claims of this strength: 0 to 5, or none."),
                new("status", "query", "supported, contested, not-tested or overtaken."),
                new("gains", "query", "Only claims of a gain for school, staff or pupils."),
            ],
            Columns: Pages.Claims.ClaimsSheet.Columns
        ),
        new(
            "/evidence/{slug}",
            "One claim: its words, source and paragraph, design, strength with reasons, and what would settle it; its sources also as .bib and .ris.",
            [new("slug", "path", "The id of a claim, as federations-better-later.")],
            Columns: Pages.Claims.ClaimsSheet.Columns
        ),
        new(
            "/initiatives",
            "Programmes and funds that brought schools together: aims, years, reach, sources.",
            [],
            Columns: Pages.Claims.InitiativesPage.Columns
        ),
        new(
            "/guide/procedures",
            "Procedures with steps and deadlines: forming a federation, leaving one, support for a school.",
            [],
            Columns: Pages.Procedures.ProceduresGuide.Columns
        ),
        new(
            "/guide/procedures/{table}",
            "One procedure: every step, who takes it, by when, its rules, what is published, and the source.",
            [
                new("table", "path", "The id of a procedure, as federation-formation."),
                new(
                    "version",
                    "query",
                    "A version that is or was in force; empty takes the one in force today.",
                    "integer"
                ),
            ],
            Columns: Pages.Procedures.ProcedureTablePage.Columns
        ),
        new(
            "/procedures",
            "What schools and others do by a set procedure, as far as it is published.",
            [],
            Columns: Pages.Procedures.PublishedProcedures.Columns
        ),
        new(
            "/procedures/{id}",
            "One case of a procedure: the steps and answers that are published.",
            [new("id", "path", "The id of a case: c and ten letters and digits.")],
            Columns: Pages.Procedures.PublicProcedure.Columns
        ),
        new(
            "/decisions",
            "Every case in which a school may join, leave or move between trusts, and what was decided; what happens also as a feed.",
            [
                new(
                    "about",
                    "query",
                    "Only those that concern a school, a trust or an area, as school:100000."
                ),
                new("region", "query", "Only of this region, by its slug."),
                new(
                    "kind",
                    "query",
                    "Only of this kind: the procedure that leads it, as academy-order."
                ),
                new(
                    "state",
                    "query",
                    "Only in this state, as the table of the procedure names it."
                ),
                new("standing", "query", "undecided, decided or over."),
                new("decision", "query", "Only with this decision, as order-made."),
                new("year", "query", "Only opened in this school year, as 2026-2027."),
                new("phase", "query", "Only about schools of this phase."),
                new(
                    "consulted",
                    "query",
                    "Only with a consultation in this state; none where nothing of one is published."
                ),
                new(
                    "not-consulted-because",
                    "query",
                    "Only where nobody was consulted for this reason."
                ),
                new("late", "query", "yes or no: whether the day of a published step has gone."),
                .. Paging,
            ],
            Columns: Pages.Decisions.DecisionsPage.Columns
        ),
        new(
            "/decision/{reference}",
            "One case: what was decided, by whom, when and why, what comes next, and what happened; also as a feed.",
            [new("reference", "path", "The reference of a case: b and ten letters and digits.")],
            Columns: Pages.Decisions.DecisionPage.Columns
        ),
        new(
            "/consistency",
            "Quarter by quarter, how many decisions there were and how many pairs of like cases were decided differently; how it is worked out; also as a feed.",
            [],
            Columns: Pages.Consistency.ConsistencyPage.Columns
        ),
        new(
            "/consistency/{quarter}",
            "A quarter's pairs of like cases that were decided differently, with every case and figure they were worked out from; also as a feed.",
            [new("quarter", "path", "As 2026Q3.")],
            Columns: Pages.Consistency.ConsistencyQuarter.Columns
        ),
        new(
            "/meetings",
            "The meetings of the regions' advisory boards: agendas, notes, how late they are, and how much of them is not shown; what happens also as a feed.",
            [new("region", "query", "Only of this region, by its slug.")],
            Columns: Pages.Boards.MeetingsPage.Columns
        ),
        new(
            "/meeting/{region}/{date}",
            "One meeting: what was asked, advised and decided, and its note without what is withheld; also as a feed.",
            [
                new("region", "path", "The slug of a region."),
                new("date", "path", "The day of the meeting, as 2026-12-10."),
            ],
            Columns: Pages.Boards.MeetingPage.Columns
        ),
        new(
            "/closures",
            "Every trust that closes, with how many of its schools are decided, have moved and have no trust yet; what happens also as a feed.",
            [],
            Columns: Pages.Closures.AllClosures.Columns
        ),
        new(
            "/closure/{reference}",
            "One trust that closes: where the published plan would send each school, the help it is owed, what was decided and why, totals for each trust; also as a feed.",
            [new("reference", "path", "The reference of a case: b and ten letters and digits.")],
            Columns: Pages.Closures.ClosurePage.Columns
        ),
        new(
            "/closure/{reference}/{urn}",
            "One school of a trust that closes: the plan, the decision with each criterion, when it moved, or who works on it.",
            [
                new("reference", "path", "The reference of a case: b and ten letters and digits."),
                Urn,
            ],
            Columns: Pages.Closures.ClosureOfSchool.Columns
        ),
        new(
            "/consultations",
            "What is proposed for schools and until when anybody can reply, also as a feed; how often nobody was asked, and why.",
            [],
            Columns: Pages.Consultations.AllConsultations.Columns
        ),
        new(
            "/consultation/{id}",
            "One consultation: what is proposed, the replies of organisations, and how many people replied.",
            [new("id", "path", "The id of a consultation: c and ten letters and digits.")],
            Columns: Pages.Consultations.OneConsultation.Columns
        ),
        new(
            "/failed-matches",
            "How often trusts said no to schools that wait for one, by kind of reason, region, phase and school year; trusts are named only where they agree.",
            [
                new("region", "query", "Only of this region, by its slug."),
                new("phase", "query", "Only of schools that teach this, in words."),
                new("year", "query", "Only of this school year, as 2026 to 2027."),
            ],
            Columns: Pages.Matching.FailedMatchRegister.Columns
        ),
        new(
            "/ranking/{reference}",
            "The rankings of trusts on which choices in a case rest, each with the snapshot, criteria and question it was worked out from.",
            [new("reference", "path", "The reference of a case: b and ten letters and digits.")],
            Columns: Pages.Matching.PublicRankings.Columns
        ),
        new("/status", "Whether the site is well, and which snapshot it serves.", [], Table: false),
        new(
            "/p/{id}",
            "A view that was kept, with the figures it had.",
            [new("id", "path", "The kept view's twenty digits.")]
        ),
    ];
}
