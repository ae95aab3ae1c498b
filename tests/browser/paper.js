// What a board takes to its meeting: as the browser prints it.
import { visit } from "./browser.js";
import { holds, nothing } from "./sentences.js";

const most = 4;

/** The pages of a PDF: each is an object of the type "Page". */
export const sheets = (pdf) => (pdf.toString("latin1").match(/\/Type\s*\/Page\b/g) ?? []).length;

const stands = [
    ["a community school in special measures since July 2026", "school=community&phase=primary&category=special-measures&report-on=2026-07-10&on=2026-11-01"],
    ["a church school with an order of May 2026", "school=voluntary-aided&foundation=yes&religious=yes&category=special-measures&report-on=2026-05-10&order-on=2026-05-20&on=2026-11-01"],
    ["an academy in a trust, stuck and in special measures", "school=academy-in-trust&religious=yes&category=special-measures&report-on=2026-02-20&inspections=2022-05-10+RI,2026-02-10+needs-attention&trust-closing=yes&on=2026-11-01"],
    ["a school that nothing happens to", "school=community&category=none&in-federation=yes&on=2026-11-01"],
];

export function paper(browser, site, { primary }) {
    for (const [name, query] of stands)
        holds(`Where ${name} stands prints on two sheets of A4 at most`, () =>
            visit(browser, site, { script: false }, async (page, troubles) => {
                await page.goto(`/guide/where-do-we-stand?${query}`);
                if ((await page.locator(".where-we-stand").count()) !== 1) troubles.push("There is no answer.");
                const count = sheets(await page.pdf({ format: "A4", preferCSSPageSize: true }));
                console.log(`       ${name}: ${count} sheets`);
                if (count < 1 || count > 2) troubles.push(`It takes ${count} sheets.`);
                nothing(troubles);
            }),
        );

    // A primary school of 90 pupils that signs in nowhere; the last asks everything the form can ask.
    const every = {
        aim: ["school-economic", "school-improvement", "staff-practice", "staff-training", "staff-support", "pupil-experience", "pupil-attainment"],
        keep: ["name", "number", "inspection", "tables", "character", "head", "governors", "staff", "budget", "way-out"],
        offer: ["leader-days", "governor-time"],
    };
    const all = Object.entries(every).flatMap(([key, values]) => values.map((value) => `${key}=${value}`)).join("&");
    const school = "kind=maintained&size=below100&time=a-year";
    for (const [name, query] of [
        ["a few answers", `urn=${primary.urn}&size=below100&keep=head`],
        ["an answer to each of the six questions", `${school}&aim=pupil-attainment&aim=staff-support&keep=head&keep=governors&keep=character&offer=leader-days`],
        ["almost every box ticked", `${school}&${all}`],
    ])
        holds(`The comparison for a primary school of 90 pupils with ${name} prints on ${most} sheets of A4 at most`, () =>
            visit(browser, site, { script: false }, async (page, troubles) => {
                await page.goto(`/guide/choose?${query}`);
                const rows = await page.locator("table.fits tbody tr").count();
                if (rows !== 24) troubles.push(`It compares ${rows} ways, and there are 24.`);
                const count = sheets(await page.pdf({ format: "A4", preferCSSPageSize: true }));
                console.log(`       ${name}: ${count} sheets`);
                if (count < 1 || count > most) troubles.push(`It takes ${count} sheets.`);
                nothing(troubles);
            }),
        );
}
