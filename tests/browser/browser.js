// The one browser of a run, and pages in it that remember what went wrong while they were looked at.
import { existsSync } from "node:fs";
import path from "node:path";
import { chromium } from "playwright-core";

/** Starts the system's Chromium; nothing is downloaded, and no name but this machine's can be looked up. */
export function launch() {
    const executablePath = find();
    if (!executablePath) throw new Error("Chromium is needed and is not on the path (Debian: apt-get install chromium).");
    return chromium.launch({
        executablePath,
        args: [
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--no-first-run",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE 127.0.0.1, EXCLUDE localhost",
        ],
    });
}

function find() {
    for (const folder of process.env.PATH.split(path.delimiter))
        for (const name of ["chromium", "chromium-browser", "google-chrome"]) {
            const file = path.join(folder, name);
            if (existsSync(file)) return file;
        }
    return null;
}

/**
 * Opens a page of its own, as a first visit: nothing is cached and nothing remembered, unless visits share what they have.
 * @param {import("playwright-core").Browser} browser
 * @param {string} address Where the site is; addresses in the tests begin with "/".
 * @param {{script?: boolean, width?: number, state?: object, shared?: Map<object, Promise<object>>}} how With the cookies of
 * somebody who has signed in as its state; visits of one state that share a map are one visitor's, whose browser keeps style and script.
 * @param {(page: import("playwright-core").Page, troubles: string[]) => Promise<void>} visit What to do; troubles fill as it is done.
 */
export async function visit(browser, address, { script = true, width = 1280, state = undefined, shared = undefined }, visit) {
    const open = () => browser.newContext({ baseURL: address, javaScriptEnabled: script, viewport: { width, height: 900 }, storageState: state, reducedMotion: "reduce" });
    if (shared && !shared.has(state)) shared.set(state, open());
    const context = await (shared ? shared.get(state) : open());
    context.setDefaultTimeout(15_000);
    const page = await context.newPage();
    try {
        const troubles = [];
        page.on("console", (message) => {
            // The browser's own line about a page that is meant to answer 404 is no trouble of the page.
            if (message.type() === "error" && !(message.location().url === page.url() && /status of 4\d\d/.test(message.text())))
                troubles.push(`The console says: ${message.text()}`);
        });
        page.on("pageerror", (error) => troubles.push(`The script failed: ${error.message}`));
        page.on("request", (request) => {
            if (!request.url().startsWith(`${address}/`) && !/^(data|blob|about):/.test(request.url())) troubles.push(`Another host was asked: ${request.url()}`);
        });
        await page.addInitScript(() => {
            document.addEventListener("securitypolicyviolation", (event) => console.error(`Against the content security policy: ${event.violatedDirective} ${event.blockedURI}`));
        });
        await visit(page, troubles);
    } finally {
        await (shared ? page : context).close();
    }
}
