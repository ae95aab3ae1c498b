// A case of brokerage through the pages of its region's officers: opened with a few answers, without script; and each page of the cases of the demo.
import { visit } from "./browser.js";
import { signedIn } from "./people.js";

const main = (page) => page.getByRole("main");
const press = (page, name) => main(page).getByRole("button", { name }).click();

/**
 * Opens a case for a school that has none, and finds one of the demo that has gone further.
 * @returns {Promise<{open: object[], own: object[]}>} The pages everybody reads, and those of the people in it.
 */
export async function casePages(browser, { address, password }) {
    const region = await signedIn(browser, address, "region-officer@demo.example", password);
    const decider = await signedIn(browser, address, "decision-maker@demo.example", password);
    const authority = await signedIn(browser, address, "local-authority-officer@demo.example", password);
    const head = await signedIn(browser, address, "head@demo.example", password);
    let oldest;
    let stated;
    await visit(browser, address, { state: region, script: false }, async (page) => {
        await page.goto("/cases?show=all");
        oldest = await main(page).locator("tbody th a").first().getAttribute("href");
        await page.goto("/cases?show=all&stated=yes");
        stated = await main(page).locator("tbody th a").first().getAttribute("href");
        await page.goto(`${oldest}`);
        await main(page).getByLabel("A note for those who work on it").fill("A fictional note, written without script.");
        await press(page, "Write the note");
        await main(page).getByText("The note is written.").waitFor();
    });
    const page = (name, where, state) => ({ name, address: where, status: 200, state });
    const reference = oldest.split("/").pop();
    return {
        open: [
            page("the public page of a case", `/decision/${reference}`),
            page("all decisions", "/decisions"),
            page("decisions beside earlier ones", "/consistency"),
            page("schools that wait", "/waiting"),
            page("past waits", "/waiting/history"),
            page("figures of past waits", "/waiting/history/figures"),
            page("what works: joining a trust", "/what-works/joining-a-trust"),
            page("asking for letters", "/alerts/region:yorkshire-and-the-humber"),
        ],
        own: [
            page("the cases that are due", "/cases", region),
            page("all cases", "/cases?show=all", region),
            page("cases long without a trust", "/cases?show=higher-up", region),
            page("opening a case", "/cases/new", region),
            page("a school opening its own timeline", "/cases/new", head),
            page("loading cases from a file", "/cases/import", region),
            page("a case", oldest, region),
            page("a case as one who decides sees it", oldest, decider),
            page("a case as those see it who stated it", stated, authority),
            page("the options of a case", `${oldest}/options`, region),
            page("the decisions of a case", `${oldest}/decision`, region),
            page("what is public of a case", `${oldest}/publish`, region),
        ],
    };
}
