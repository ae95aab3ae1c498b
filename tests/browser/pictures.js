// Pictures of every kind of page, wide and narrow, to be looked at: `TRELLIS_PROGRAM=... node pictures.js FOLDER [WORDS]`.
import { mkdir } from "node:fs/promises";
import path from "node:path";
import { launch, visit } from "./browser.js";
import { begin } from "./country.js";
import { kinds } from "./kinds.js";

const [folder, ...words] = process.argv.slice(2);
if (!folder || !process.env.TRELLIS_PROGRAM) {
    console.error("Name a folder for the pictures, and in TRELLIS_PROGRAM the built program.");
    process.exit(64);
}
await mkdir(folder, { recursive: true });
const country = await begin(process.env.TRELLIS_PROGRAM);
const browser = await launch();
try {
    for (const { name, address } of await kinds(country.address, country.examples))
        for (const width of name.includes(words.join(" ")) ? [1280, 360] : [])
            await visit(browser, country.address, { width }, async (page) => {
                await page.goto(address);
                await page.screenshot({ path: path.join(folder, `${name.replaceAll(" ", "-")}-${width}.png`), fullPage: true });
            });
} finally {
    await browser.close();
    await country.stop();
}
