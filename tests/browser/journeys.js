// What somebody comes for, from the first page to the answer, in a browser that runs no script.
import assert from "node:assert/strict";
import { visit } from "./browser.js";
import { holds, nothing } from "./sentences.js";

export function journeys(browser, site, { school, trust, authority, region }) {
    const journey = (sentence, go) =>
        holds(`Without script, ${sentence}`, () =>
            visit(browser, site, { script: false }, async (page, troubles) => {
                await go(page);
                nothing(troubles);
            }),
        );

    journey("somebody finds a school by its name, sees those like it, compares one and comes back", async (page) => {
        await page.goto("/");
        await page.getByRole("main").getByRole("searchbox").fill(school.name);
        await page.getByRole("main").getByRole("button", { name: "Search" }).click();
        await page.getByRole("main").getByRole("link", { name: school.name, exact: true }).first().click();
        await at(page, `/school/${school.urn}`, school.name);
        await views(page).getByRole("link", { name: "Similar schools" }).click();
        await at(page, `/school/${school.urn}/similar`, school.name);
        const compare = page.getByRole("link", { name: `Compare ${school.name} with` }).first();
        const other = (await compare.textContent()).split(" with ").at(-1).trim();
        await compare.click();
        const heading = await page.getByRole("heading", { level: 1 }).textContent();
        assert.match(heading, literally(school.name));
        assert.match(heading, literally(other));
        await page.getByRole("link", { name: `All schools like ${school.name}` }).click();
        await at(page, `/school/${school.urn}/similar`, school.name);
    });

    journey("a board chooses a way of working together by six questions, opens one, and comes back to its answers", async (page) => {
        await page.goto("/");
        await page.getByRole("main").getByRole("link", { name: "choose a way of working together" }).click();
        assert.equal(await page.locator("form[action='/guide/choose'] fieldset").count(), 6, "There are six questions.");
        for (const answer of ["The council runs it", "Fewer than 100 pupils", "Raise pupils' results", "Our own board", "Days of leaders", "A school year"])
            await page.getByLabel(answer, { exact: true }).check();
        await page.getByRole("button", { name: "Compare all ways" }).click();
        const asked = page.url();
        assert.equal(await page.locator("table.fits tbody tr").count(), 24, "Every way is compared.");
        await page.getByRole("main").getByRole("link", { name: "Federation", exact: true }).click();
        await at(page, "/guide/models/federation", "Federation");
        await page.goBack();
        assert.equal(page.url(), asked);
        assert.ok(await page.getByLabel("Our own board").isChecked(), "The answers are still there.");
    });

    journey("somebody narrows a search with a filter and takes it away again", async (page) => {
        await page.goto("/search?q=school");
        const before = await found(page);
        const filter = page.getByRole("main").getByRole("checkbox", { name: /^Secondary/ });
        const promised = Number((await page.locator(`label[for="${await filter.getAttribute("id")}"]`).textContent()).match(/\((\d+)\)/)[1]);
        await filter.check();
        await page.getByRole("main").getByRole("button", { name: "Show", exact: true }).click();
        assert.equal(await found(page), promised, "The filter finds as many as it said.");
        assert.ok(promised < before, `${promised} is less than ${before}.`);
        await page.locator(".chosen").getByRole("link", { name: /Secondary/ }).click();
        assert.equal(await found(page), before, "Without the filter there are as many as before.");
    });

    journey("somebody compares by another method and reads how it works", async (page) => {
        await page.goto(`/school/${school.urn}/similar`);
        const before = await listed(page);
        await page.getByText("Change what counts").click();
        const chosen = page.locator('input[name="method"]:not([checked])').first();
        const label = (await page.locator(`label[for="${await chosen.getAttribute("id")}"]`).textContent()).trim();
        const id = await chosen.getAttribute("value");
        await page.locator(`label[for="${await chosen.getAttribute("id")}"]`).click();
        await page.getByRole("button", { name: "Show these schools" }).click();
        assert.equal(new URL(page.url()).searchParams.get("method"), id);
        assert.notDeepEqual(await listed(page), before, "Another method gives another list.");
        await page.getByRole("main").getByRole("link", { name: label }).first().click();
        await at(page, `/method/${id}`, label);
    });

    journey("somebody sets weights of their own", async (page) => {
        await page.goto(`/school/${school.urn}/similar`);
        await page.getByText("Change what counts").click();
        await page.getByRole("link", { name: "Choose the figures and weights yourself" }).click();
        await page.locator('main input[name="w.pupils.number"]').fill("2");
        await page.locator('main input[name="w.pupils.fsm6"]').fill("1");
        await page.getByRole("button", { name: "Show the schools most like it" }).click();
        assert.match(decodeURIComponent(page.url()), /pupils\.number/);
        assert.ok((await listed(page)).length > 0, "There is a list.");
        await page.getByRole("main").getByRole("link", { name: "your weights" }).first().click();
        assert.equal(await page.locator('main input[name="w.pupils.fsm6"]').inputValue(), "1", "The form remembers the weights.");
    });

    journey("a weight that is no number is told, beside a form that keeps it", async (page) => {
        await page.goto(`/school/${school.urn}/similar/weights`);
        await page.locator('main input[name="w.pupils.fsm6"]').fill("many");
        await page.getByRole("button", { name: "Show the schools most like it" }).click();
        await page.getByRole("alert").waitFor();
        assert.match(await page.title(), /^Error/);
        assert.equal(await page.locator('main input[name="w.pupils.fsm6"]').inputValue(), "many");
    });

    journey("every page with a list gives the same list as CSV", async (page) => {
        const wrong = [];
        for (const address of [
            "/search?q=school",
            `/school/${school.urn}`,
            `/school/${school.urn}/similar?k=7`,
            `/school/${school.urn}/performance`,
            `/school/${school.urn}/history`,
            `/trust/${trust.uid}`,
            `/local-authority/${authority.code}`,
            `/region/${region.slug}`,
        ]) {
            await page.goto(address);
            const link = page.locator('main a[href*=".csv"]').first();
            if ((await link.count()) === 0) {
                wrong.push(`${address} has no link to its CSV.`);
                continue;
            }
            const href = await link.getAttribute("href");
            const answer = await page.request.get(href);
            const lines = (await answer.text()).trim().split(/\r?\n/);
            if (answer.status() !== 200 || !answer.headers()["content-type"].startsWith("text/csv") || lines.length < 2)
                wrong.push(`${href} answers ${answer.status()}, ${answer.headers()["content-type"]}, ${lines.length} lines.`);
            if (address.includes("k=7") && lines.length !== 8) wrong.push(`${href} has ${lines.length - 1} schools, the page 7.`);
        }
        nothing(wrong);
    });

    journey("somebody goes from a trust to one of its schools and back", async (page) => {
        await page.goto("/");
        await page.getByRole("main").getByRole("searchbox").fill(trust.name);
        await page.getByRole("main").getByRole("button", { name: "Search" }).click();
        await page.getByRole("main").getByRole("link", { name: trust.name, exact: true }).first().click();
        await at(page, `/trust/${trust.uid}`, trust.name);
        const member = page.locator('main table a[href^="/school/"]').first();
        const name = (await member.textContent()).trim();
        await member.click();
        await at(page, /^\/school\/\d{6}$/, name);
        await page.getByRole("main").getByRole("link", { name: trust.name }).first().click();
        await at(page, `/trust/${trust.uid}`, trust.name);
    });

    journey("somebody goes from a region to a council to a school", async (page) => {
        await page.goto("/");
        await page.getByRole("main").getByRole("link", { name: region.name, exact: true }).click();
        await at(page, `/region/${region.slug}`, region.name);
        await page.getByRole("main").getByRole("link", { name: authority.name, exact: true }).first().click();
        await at(page, `/local-authority/${authority.code}`, authority.name);
        await page.getByRole("link", { name: /^All open schools here/ }).first().click();
        const hit = page.locator("main ol.ranked a").first();
        const name = (await hit.textContent()).trim();
        await hit.click();
        await at(page, /^\/school\/\d{6}$/, name);
    });

    journey("somebody keeps a view and gets an address that shows the same", async (page) => {
        await page.goto(`/school/${school.urn}/similar?k=6`);
        const before = await listed(page);
        await page.getByRole("button", { name: "Keep this view" }).click();
        await at(page, /^\/p\/[\w-]+$/, school.name);
        assert.deepEqual(await listed(page), before);
        await page.getByRole("link", { name: "the present view", exact: true }).click();
        assert.equal(new URL(page.url()).pathname, `/school/${school.urn}/similar`);
    });
}

/** The path, and a heading with these words. */
async function at(page, path, words) {
    const now = new URL(page.url()).pathname;
    if (path instanceof RegExp) assert.match(now, path);
    else assert.equal(now, path);
    assert.match(await page.getByRole("heading", { level: 1 }).textContent(), literally(words));
}

/** Words as they stand, whatever the space between them. */
function literally(words) {
    return new RegExp(words.replace(/[.*+?^${}()|[\]\\]/g, "\\$&").replace(/\s+/g, "\\s+"), "i");
}

function views(page) {
    return page.locator("nav.views");
}

async function found(page) {
    const words = await page.locator("main p", { hasText: /^\s*[\d,]+\s+found/ }).first().textContent();
    return Number(words.match(/[\d,]+/)[0].replaceAll(",", ""));
}

/** The addresses of the schools of a list of similar schools, in its order. */
function listed(page) {
    return page.locator("main ol.ranked h2 a").evaluateAll((links) => links.map((link) => link.getAttribute("href")));
}
