// A partnership through the pages of its members: stated, confirmed, read by everybody. Without script and by keyboard.
import assert from "node:assert/strict";
import { visit } from "./browser.js";
import { tabTo } from "./keyboard.js";
import { signedIn } from "./people.js";
import { holds, nothing } from "./sentences.js";

const main = (page) => page.getByRole("main");
const go = (page) => main(page).getByRole("button", { name: "Save and continue" }).click();

/**
 * Answers every question as a person does, to the page where the answers are checked.
 * @param {import("playwright-core").Page} page Of a head who has signed in.
 * @param {string} name What the partnership is called.
 * @param {string} partner Whom it is with, as somebody would search for it.
 */
export async function answer(page, name, partner) {
    await page.goto("/my-school/partnership/new");
    const begun = main(page).getByRole("button", { name: "Throw these answers away" });
    if ((await begun.count()) > 0) {
        await begun.click();
        await page.goto("/my-school/partnership/new");
    }
    await main(page).locator(".govuk-task-list a", { hasText: "What is the partnership called?" }).click();
    await page.getByLabel("Name of the partnership").fill(name);
    await go(page);
    await page.locator('input[value="informal-collaboration"]').check();
    await go(page);
    await page.getByLabel("Day").fill("1");
    await page.getByLabel("Month").fill("9");
    await page.getByLabel("Year").fill("2024");
    await go(page);
    await page.getByLabel("Its name, town, postcode or number").fill(partner);
    await main(page).getByRole("button", { name: "Search" }).click();
    await main(page).getByRole("button", { name: `Add ${partner}`, exact: true }).first().click();
    await go(page);
    await page.locator('input[name="roles-0"][value="giver"]').check();
    await page.locator('input[name="roles-1"][value="taker"]').check();
    await go(page);
    await page.locator('input[value="staff-training"]').check();
    await go(page);
    await page.locator('input[value="planned"]').check();
    await go(page);
    await page.locator('input[value="willing"]').check();
    await go(page);
    await page.locator('input[value="yes"]').check();
    await go(page);
    await page.getByLabel("Each year, in pounds (optional)").fill("1200");
    await go(page);
    await page.getByLabel("Aim 1 (optional)", { exact: true }).fill("Fewer pupils away from school");
    await go(page);
    await page.getByRole("heading", { name: "Check your answers before you register the partnership" }).waitFor();
}

/** Registers one, and gives the address of its page at the head's desk. */
export async function register(page, name, partner) {
    await answer(page, name, partner);
    await main(page).getByRole("button", { name: "Register the partnership" }).click();
    await page.getByRole("heading", { level: 1, name }).waitFor();
    return new URL(page.url()).pathname;
}

/** What somebody calls the trust whose officer they are. */
async function trustOf(browser, address, state) {
    let name;
    await visit(browser, address, { state }, async (page) => {
        await page.goto("/my-trust");
        name = (await page.locator("h1").textContent()).replace("Your trust", "").trim();
    });
    return name;
}

/**
 * Registers one partnership, so that each kind of page about partnerships can be looked at.
 * @returns {Promise<{open: object[], own: object[]}>} The pages everybody reads, and those of its members.
 */
export async function partnershipPages(browser, { address, password }) {
    const head = await signedIn(browser, address, "head@demo.example", password);
    const officer = await signedIn(browser, address, "trust-officer@demo.example", password);
    const area = await signedIn(browser, address, "local-authority-officer@demo.example", password);
    let own;
    await visit(browser, address, { state: head }, async (page) => {
        own = await register(page, "Fictional Learning Circle", await trustOf(browser, address, officer));
        await page.goto("/my-school/partnership/new/name");
        await page.getByLabel("Name of the partnership").fill("Fictional Draft");
        await go(page);
    });
    const open = `/partnership/${own.split("/").at(-1)}`;
    for (let tries = 0; tries < 40 && (await fetch(address + open)).status !== 200; tries++) await new Promise((next) => setTimeout(next, 250));
    const page = (name, at, state) => ({ name, address: at, status: 200, state });
    return {
        open: [
            page("the list of partnerships", "/partnerships"),
            page("the list of partnerships with filters", "/partnerships?from=gias&model=multi-academy-trust&going=yes"),
            page("a partnership", open),
            page("the evaluation of a partnership", `${open}/evaluation`),
        ],
        own: [
            page("the questions about a partnership", "/my-school/partnership/new", head),
            page("the way of working together", "/my-school/partnership/new/model", head),
            page("who is in a partnership", "/my-school/partnership/new/members?q=school", head),
            page("what each member does", "/my-school/partnership/new/roles", head),
            page("what a partnership costs", "/my-school/partnership/new/costs", head),
            page("a partnership of one's own", own, head),
            page("a partnership that waits for an answer", own.replace("my-school", "my-trust"), officer),
            page("the question whether one is in it", `${own.replace("my-school", "my-trust")}/confirm`, officer),
            page("changing a partnership", `${own}/change`, head),
            page("finding a further member", `${own}/member?q=school`, head),
            page("a question of the annual return", `${own}/return`, head),
            page("ending a partnership", `${own}/end`, head),
            page("the questions at an authority", "/my-area/partnership/new", area),
        ],
    };
}

export function partnerships(browser, { address, password }) {
    holds("Without script, a head registers a partnership, its partner confirms it by keyboard, and everybody reads it", async () => {
        const head = await signedIn(browser, address, "head@demo.example", password);
        const officer = await signedIn(browser, address, "trust-officer@demo.example", password);
        const name = "Fictional Reading Circle";
        const partner = await trustOf(browser, address, officer);
        let own;
        await visit(browser, address, { script: false, state: head }, async (page, troubles) => {
            own = await register(page, name, partner);
            await page.locator(".govuk-notification-banner", { hasText: "is registered" }).waitFor();
            nothing(troubles);
        });
        const id = own.split("/").at(-1);
        await visit(browser, address, { state: officer }, async (page, troubles) => {
            await page.goto("/my-trust");
            await tabTo(page, main(page).getByRole("link", { name: new RegExp(`Say whether .* in “${name}”`) }).first());
            await page.keyboard.press("Enter");
            await page.waitForURL("**/confirm**");
            await tabTo(page, main(page).getByRole("button", { name: "Confirm" }));
            await page.keyboard.press("Enter");
            await page.locator(".govuk-notification-banner", { hasText: "You have confirmed" }).waitFor();
            nothing(troubles);
        });
        await visit(browser, address, { script: false }, async (page, troubles) => {
            const story = page.locator("#story + .events");
            for (let tries = 0; tries < 20; tries++) {
                await page.goto(`/partnership/${id}`);
                if (/confirmed that it is a member/.test((await story.textContent()) ?? "")) break;
                await new Promise((next) => setTimeout(next, 500));
            }
            assert.match(await story.textContent(), /confirmed that it is a member/);
            await page.goto("/partnerships");
            await page.getByLabel("From", { exact: true }).selectOption("stated");
            await main(page).getByRole("button", { name: "Show" }).click();
            await main(page).getByRole("link", { name }).waitFor();
            nothing(troubles);
        });
    });

    holds("A wrong answer is told at its box, and nothing that was typed is lost", async () => {
        const state = await signedIn(browser, address, "local-authority-officer@demo.example", password);
        await visit(browser, address, { script: false, state }, async (page, troubles) => {
            await page.goto("/my-area/partnership/new/name");
            await go(page);
            await page.getByRole("link", { name: "Enter a name for the partnership" }).click();
            assert.equal(await page.evaluate(() => location.hash), "#name");
            await page.getByLabel("Name of the partnership").fill("Fictional Maths Circle");
            await main(page).getByRole("button", { name: "Save and come back later" }).click();
            await page.goto("/my-area");
            await main(page).getByRole("link", { name: "Go on with registering “Fictional Maths Circle”" }).waitFor();
            nothing(troubles);
        });
    });
}
