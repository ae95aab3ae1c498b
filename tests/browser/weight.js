// How much comes over the wire on a first visit, as it is sent, and that nothing else is asked.
import { visit } from "./browser.js";
import { holds, nothing } from "./sentences.js";

const most = 120 * 1024;
const mostScript = 35 * 1024;

export function weight(browser, site, kinds) {
    for (const name of ["home", "search with results", "an open school", "similar schools", "a pair", "a trust", "a local authority", "results over time"]) {
        const kind = kinds.find((one) => one.name === name);
        holds(`The first view of ${name} weighs at most ${most / 1024} KB, its script ${mostScript / 1024} KB, and asks nobody else`, () =>
            visit(browser, site, {}, async (page, troubles) => {
                const sent = [];
                page.on("requestfinished", (request) => sent.push(request));
                const first = await page.goto(kind.address, { waitUntil: "networkidle" });
                if (first.status() !== kind.status) troubles.push(`${kind.address} answers ${first.status()}.`);
                // A window with tabs asks for the icon too; one without does not.
                await page.evaluate(() => fetch(document.querySelector("link[rel=icon]").href).then((answer) => answer.text()));
                let all = 0;
                let script = 0;
                for (const request of sent) {
                    const { responseBodySize } = await request.sizes();
                    all += responseBodySize;
                    if (new URL(request.url()).pathname.endsWith(".js")) script += responseBodySize;
                    const answer = await request.response();
                    if (responseBodySize > 2000 && (await answer.headerValue("content-encoding")) === null) troubles.push(`${request.url()} is sent uncompressed.`);
                }
                console.log(`       ${name}: ${(all / 1024).toFixed(1)} KB, of it script ${(script / 1024).toFixed(1)} KB, ${sent.length} requests`);
                if (sent.length < 4) troubles.push(`Only ${sent.length} requests were seen.`);
                if (all > most) troubles.push(`It weighs ${(all / 1024).toFixed(1)} KB.`);
                if (script > mostScript) troubles.push(`Its script weighs ${(script / 1024).toFixed(1)} KB.`);
                nothing(troubles);
            }),
        );
    }
}
