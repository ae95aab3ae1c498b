// The browser stage: a fictional country is served, one Chromium looks at every kind of page, both end with the run.
import { launch } from "./browser.js";
import { casePages } from "./cases.js";
import { begin } from "./country.js";
import { everyPage } from "./every-page.js";
import { journeys } from "./journeys.js";
import { keyboard } from "./keyboard.js";
import { kinds } from "./kinds.js";
import { paper } from "./paper.js";
import { partnershipPages, partnerships } from "./partnerships.js";
import { procedurePages } from "./procedures.js";
import { ownPages, people } from "./people.js";
import { run } from "./sentences.js";
import { weight } from "./weight.js";

const program = process.env.TRELLIS_PROGRAM;
if (!program) {
    console.error("TRELLIS_PROGRAM names the built program: run `./trellis tests browser` instead.");
    process.exit(64);
}

let country;
let browser;
const end = async () => {
    await browser?.close();
    await country?.stop();
};
for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => end().finally(() => process.exit(1)));

try {
    country = await begin(program);
    browser = await launch();
    const { address, examples } = country;
    const { open, own } = await partnershipPages(browser, country);
    const procedures = await procedurePages(browser, country);
    const cases = await casePages(browser, country);
    const all = [...(await kinds(address, examples)), ...open, ...procedures.open, ...cases.open];
    everyPage(browser, address, all, [...(await ownPages(browser, country)), ...own, ...procedures.own, ...cases.own]);
    journeys(browser, address, examples);
    keyboard(browser, address, examples);
    paper(browser, address, examples);
    people(browser, country);
    partnerships(browser, country);
    weight(browser, address, all);
    // `npm test -- WORDS` runs only the sentences with these words.
    if ((await run(2, 150, process.argv.slice(2).join(" "))) > 0) process.exitCode = 1;
} finally {
    await end();
}
