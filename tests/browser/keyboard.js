// The main journeys with nothing but the keyboard, and what the script adds: suggestions and the map.
import assert from "node:assert/strict";
import { visit } from "./browser.js";
import { holds, nothing } from "./sentences.js";

export function keyboard(browser, site, { school, trust }) {
    const journey = (sentence, go) =>
        holds(`By keyboard alone, ${sentence}`, () =>
            visit(browser, site, {}, async (page, troubles) => {
                await go(page);
                nothing(troubles);
            }),
        );

    journey("somebody finds a school, sees those like it, compares one and comes back", async (page) => {
        await page.goto("/");
        await tabTo(page, page.getByRole("main").getByRole("combobox"));
        await page.keyboard.type(school.name);
        await enter(page);
        await tabTo(page, page.getByRole("main").getByRole("link", { name: school.name, exact: true }).first());
        await enter(page);
        await tabTo(page, page.locator("nav.views").getByRole("link", { name: "Similar schools" }));
        await enter(page);
        await tabTo(page, page.getByRole("link", { name: `Compare ${school.name} with` }).first());
        await enter(page);
        assert.match(new URL(page.url()).pathname, /\/similar\/\d{6}$/);
        await tabTo(page, page.getByRole("link", { name: `All schools like ${school.name}` }));
        await enter(page);
        assert.equal(new URL(page.url()).pathname, `/school/${school.urn}/similar`);
    });

    journey("somebody narrows a search with a filter", async (page) => {
        await page.goto("/search?q=school");
        const before = await page.locator("main ol.ranked").first().textContent();
        await tabTo(page, page.getByRole("main").getByRole("checkbox", { name: /^Secondary/ }));
        await page.keyboard.press("Space");
        await tabTo(page, page.getByRole("main").getByRole("button", { name: "Show", exact: true }));
        await enter(page);
        assert.match(page.url(), /phase=/);
        assert.notEqual(await page.locator("main ol.ranked").first().textContent(), before);
    });

    journey("somebody unfolds the choices, takes another method and sets weights", async (page) => {
        await page.goto(`/school/${school.urn}/similar`);
        await tabTo(page, page.locator("summary", { hasText: "Change what counts" }));
        await page.keyboard.press("Enter");
        await tabTo(page, page.locator('input[name="method"]:checked'));
        await page.keyboard.press("ArrowDown");
        await tabTo(page, page.getByRole("button", { name: "Show these schools" }));
        await enter(page);
        assert.match(page.url(), /method=/);
        await page.goto(`/school/${school.urn}/similar/weights`);
        await tabTo(page, page.locator('main input[name="w.pupils.number"]'));
        await page.keyboard.type("2");
        await page.keyboard.press("Enter");
        await page.waitForURL(/pupils\.number/);
        assert.ok((await page.locator("main ol.ranked h2").count()) > 0);
    });

    journey("the first stop skips to the main content", async (page) => {
        for (const address of ["/", `/school/${school.urn}`, `/trust/${trust.uid}`]) {
            await page.goto(address);
            await page.keyboard.press("Tab");
            const link = page.getByRole("link", { name: "Skip to main content" });
            assert.ok(await link.evaluate((one) => one === document.activeElement), "The first stop is the skip link.");
            assert.ok((await link.boundingBox()).height > 10, "It can be seen when it has the focus.");
            await page.keyboard.press("Enter");
            await page.keyboard.press("Tab");
            assert.ok(await page.evaluate(() => document.querySelector("main").contains(document.activeElement)), `The next stop on ${address} is in the main content.`);
        }
    });

    journey("the focus goes down the page as it is read", async (page) => {
        const wrong = [];
        for (const address of ["/", "/search?q=school", `/school/${school.urn}`, `/school/${school.urn}/similar`, `/trust/${trust.uid}`]) {
            await page.goto(address);
            const expected = await page.evaluate(() =>
                [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']")]
                    .filter((one) => one.checkVisibility({ visibilityProperty: true }) && !(one.type === "radio" && !one.checked))
                    .map((one) => (one.dataset.stop = String(Math.random()))),
            );
            for (const [i, stop] of expected.slice(0, 60).entries()) {
                await page.keyboard.press("Tab");
                const now = await page.evaluate(() => ({ stop: document.activeElement.dataset.stop, words: document.activeElement.outerHTML.slice(0, 100) }));
                if (now.stop !== stop) {
                    wrong.push(`Stop ${i + 1} of ${address} is ${now.words}.`);
                    break;
                }
            }
        }
        nothing(wrong);
    });

    journey("suggestions open under the box, are walked with arrows, closed with Escape and followed with Enter", async (page) => {
        await page.goto("/");
        const box = page.getByRole("main").getByRole("combobox");
        const list = page.getByRole("main").getByRole("listbox");
        await tabTo(page, box);
        await page.keyboard.type(school.name.slice(0, 6));
        await list.waitFor();
        assert.equal(await box.getAttribute("aria-expanded"), "true");
        await page.keyboard.press("ArrowDown");
        const first = await box.getAttribute("aria-activedescendant");
        assert.ok(first, "An arrow chooses the first suggestion.");
        assert.equal(await page.locator(`[id="${first}"]`).getAttribute("aria-selected"), "true");
        await page.keyboard.press("ArrowUp");
        assert.notEqual(await box.getAttribute("aria-activedescendant"), (await list.locator("li").count()) > 1 ? first : null, "Up from the first goes round to the last.");
        await page.keyboard.press("Escape");
        assert.equal(await list.isVisible(), false);
        assert.equal(await box.getAttribute("aria-expanded"), "false");
        assert.ok(await box.evaluate((one) => one === document.activeElement), "The box keeps the focus.");
        assert.equal(await box.inputValue(), school.name.slice(0, 6), "What was typed is still there.");
        await page.keyboard.press("ControlOrMeta+A");
        await page.keyboard.type(school.name);
        await list.waitFor();
        await page.keyboard.press("ArrowDown");
        await Promise.all([page.waitForURL(/\/school\/\d{6}$/), page.keyboard.press("Enter")]);
        assert.match(await page.getByRole("heading", { level: 1 }).textContent(), new RegExp(school.name.replace(/[^\w ]/g, "."), "i"));
    });

    journey("the map opens with Enter, its places can be reached, and Escape gives the focus back", async (page) => {
        await page.goto("/search?q=school&kind=school");
        const button = page.getByRole("button", { name: "Show map" });
        await tabTo(page, button);
        await page.keyboard.press("Enter");
        const shut = page.getByRole("button", { name: "Hide map" });
        assert.equal(await shut.getAttribute("aria-expanded"), "true");
        const dot = page.locator(".map__dot").first();
        await dot.waitFor();
        await tabTo(page, dot, 10);
        assert.ok(await dot.getAttribute("aria-label"), "A place says its name.");
        await page.keyboard.press("Escape");
        assert.equal(await page.locator(".map").isVisible(), false);
        assert.ok(await button.evaluate((one) => one === document.activeElement), "The button has the focus again.");
    });

    journey("what is wrong with a form gets the focus and leads to the box", async (page) => {
        await page.goto(`/school/${school.urn}/similar/weights`);
        await tabTo(page, page.locator('main input[name="w.pupils.fsm6"]'));
        await page.keyboard.type("many");
        await page.keyboard.press("Enter");
        const summary = page.locator(".govuk-error-summary");
        await summary.waitFor();
        await page.waitForFunction(() => document.activeElement.matches(".govuk-error-summary"));
        await page.keyboard.press("Tab");
        await page.keyboard.press("Enter");
        assert.equal(await page.evaluate(() => document.activeElement.name), "w.pupils.fsm6");
    });
}

/** Presses Tab until the element has the focus; fails when it is not reached, or does not show that it has been. */
export async function tabTo(page, locator, most = 250) {
    await locator.waitFor({ state: "attached" });
    const target = await locator.elementHandle();
    const before = await target.evaluate(look);
    for (let presses = 0; presses < most; presses++) {
        await page.keyboard.press("Tab");
        if (await target.evaluate((one) => one === document.activeElement)) {
            const after = await target.evaluate(look);
            assert.notEqual(after, before, "The focus is shown.");
            const box = await target.evaluate((one) => (one.labels?.[0] ?? one).getBoundingClientRect().toJSON());
            assert.ok(box.bottom > 0 && box.top < 900, "What has the focus is on the screen.");
            return;
        }
    }
    assert.fail(`${locator} is not reached with ${most} presses of Tab.`);
}

function look(one) {
    return [one, ...(one.labels ?? [])]
        .flatMap((each) => [getComputedStyle(each), getComputedStyle(each, "::before")])
        .map((style) => [style.outlineStyle, style.outlineWidth, style.outlineColor, style.boxShadow, style.backgroundColor, style.borderColor].join())
        .join();
}

/** Enter, and the page it leads to. */
async function enter(page) {
    await Promise.all([page.waitForEvent("framenavigated"), page.keyboard.press("Enter")]);
    await page.waitForLoadState("load");
}
