// A procedure through the pages of those in it: begun, a step taken, read by everybody once a step is published. Without script.
import { visit } from "./browser.js";
import { signedIn } from "./people.js";

const main = (page) => page.getByRole("main");
const press = (page, name) => main(page).getByRole("button", { name }).click();

/** Types a day into the three boxes of a question. */
async function day(page, question, on) {
    const boxes = page.getByRole("group", { name: question });
    await boxes.getByLabel("Day").fill(String(on.getUTCDate()));
    await boxes.getByLabel("Month").fill(String(on.getUTCMonth() + 1));
    await boxes.getByLabel("Year").fill(String(on.getUTCFullYear()));
}

/** Answers the questions of a step, checks the answers and records it. */
async function take(page, at, step, answer) {
    await page.goto(`${at}/${step}`);
    await answer();
    await press(page, "Continue");
    await press(page, "Record the step");
    await main(page).getByText("The step is recorded.").waitFor();
}

/**
 * Begins support for a school and goes on to the first step that is published, so that each kind of page about procedures can be looked at.
 * @returns {Promise<{open: object[], own: object[]}>} The pages everybody reads, and those of the people in it.
 */
export async function procedurePages(browser, { address, examples, password }) {
    const region = await signedIn(browser, address, "region-officer@demo.example", password);
    const head = await signedIn(browser, address, "head@demo.example", password);
    const today = new Date();
    let at;
    await visit(browser, address, { state: region, script: false }, async (page) => {
        await page.goto("/procedure/new/support-deployment");
        await page.getByLabel("The school", { exact: true }).fill(String(examples.school.urn));
        await page.getByLabel("Who is responsible for the school").fill(String(examples.authority.name));
        await press(page, "Continue");
        await press(page, "Begin");
        await main(page).getByText("It has begun.").waitFor();
        at = new URL(page.url()).pathname;
        await take(page, at, "check-eligibility", async () => {
            await day(page, "Day of the check", today);
            await page.getByLabel("Which criteria, of which day").fill("the criteria of a fictional day");
            await page.locator('input[name="eligible"][value="yes"]').check();
        });
        await take(page, at, "contact-body", () => day(page, "Day", today));
        await take(page, at, "check-conflicts", async () => {
            await day(page, "Day", today);
            await page.locator('input[name="no-conflict"]').check();
        });
        await take(page, at, "notify", () => day(page, "Day", today));
    });
    const open = at.replace("/procedure/", "/procedures/");
    for (let tries = 0; tries < 40 && (await fetch(address + open)).status !== 200; tries++) await new Promise((next) => setTimeout(next, 250));
    const page = (name, where, state) => ({ name, address: where, status: 200, state });
    return {
        open: [page("a procedure", open)],
        own: [
            page("the procedures one takes part in", "/procedure", region),
            page("the procedures of somebody in none", "/procedure", head),
            page("beginning a procedure", "/procedure/new/support-deployment", region),
            page("a procedure that somebody cannot begin", "/procedure/new/support-deployment", head),
            page("a procedure of one's own", at, region),
            page("a step that waits for others", `${at}/body-conflict-reply`, region),
            page("stopping a procedure", `${at}/stop-it`, region),
        ],
    };
}
