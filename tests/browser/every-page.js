// What holds on every kind of page: it is whole, it can be reached and read by everybody, on a small screen and on paper.
import axe from "axe-core";
import { visit } from "./browser.js";
import { holds, nothing } from "./sentences.js";

const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

export function everyPage(browser, site, kinds, own = []) {
    const shared = new Map();
    for (const kind of [...kinds, ...own]) {
        holds(`The page of ${kind.name} is whole and has no barrier, wide, narrow and, where everybody may read it, on paper`, () =>
            visit(browser, site, { state: kind.state, shared }, async (page, troubles) => {
                const answer = await page.goto(kind.address, { waitUntil: "load" });
                if (answer.status() !== kind.status) throw new Error(`${kind.address} answers ${answer.status()}, and ${kind.status} was expected.`);
                const wrong = await page.evaluate(faults, await answer.text());
                wrong.push(...(await page.evaluate(unseenFocus)));
                // What is folded away has to be as good as what is shown.
                await page.evaluate(() => document.querySelectorAll("details").forEach((one) => (one.open = true)));
                wrong.push(...(await barriers(page, "at 1280 pixels, unfolded")));
                await page.evaluate(looksOtherwise);
                // What is handed round on paper is what everybody may read; a form of one's own is looked at on the screen alone.
                if (!kind.state) {
                    await page.emulateMedia({ media: "print" });
                    wrong.push(...(await faint(page, "in print")));
                    await page.emulateMedia({ media: "screen" });
                }
                await page.setViewportSize({ width: 320, height: 800 });
                wrong.push(...(await page.evaluate(sidewaysScroll)));
                wrong.push(...(await barriers(page, "at 320 pixels, unfolded", { "color-contrast": { enabled: false } })));
                wrong.push(...(await faint(page, "at 320 pixels, unfolded")));
                nothing([...wrong, ...troubles].map((one) => `${kind.address}: ${one}`));
            }),
        );
    }

    holds("No two pages share a title, unless they are views of one", async () => {
        const titles = new Map();
        const wrong = [];
        for (const { name, address } of kinds.filter((kind) => kind.status === 200)) {
            const [path] = address.split("?");
            const [, title] = (await (await fetch(site + address)).text()).match(/<title>([^<]*)<\/title>/) ?? [];
            const other = titles.get(title);
            if (other && other.path !== path) wrong.push(`"${title}" is the title of ${other.name} and of ${name}.`);
            titles.set(title, { name, path });
        }
        nothing(wrong);
    });

    holds("Every link on these pages leads to an answer", async () => {
        const asked = new Map();
        for (const { address } of kinds) {
            const text = await (await fetch(site + address)).text();
            for (const [, raw] of text.matchAll(/<(?:a|link)\b[^>]*?\shref="(\/[^"]*)"/g)) {
                const href = raw.replaceAll("&amp;", "&").split("#")[0];
                // One of each form is enough: a school's page is tried once, not for each of two hundred schools.
                const form = href.replace(/=[^&]*/g, "=").replace(/\d{3,}/g, "#");
                if (!asked.has(form)) asked.set(form, { href, address });
            }
        }
        const wrong = [];
        for (const { href, address } of asked.values()) {
            const { status } = await fetch(site + href);
            if (status !== 200 && !kinds.some((kind) => kind.address === href)) wrong.push(`${href}, linked from ${address}, answers ${status}.`);
        }
        nothing(wrong);
    });

    holds("These checks find what is wrong with a page made wrong", () =>
        visit(browser, site, {}, async (page) => {
            const text = `<!doctype html><html><head><title></title></head><body><h1>One</h1><h1>Two</h1><p id="a" style="color:#ccc">NaN</p>
                <p id="a"><a href="#nowhere">to</a></p><input name="q"><svg aria-hidden="true"><path d="M0 NaN"/></svg><div onclick="x()">x</div>
                <table><tr><td>1</td></tr></table><a id="plain" href="/">plain</a><div>${"x".repeat(3000)}</div></body></html>`;
            await page.goto("/health/live");
            await page.setContent(text);
            await page.addStyleTag({ content: "#plain:focus { outline: none }" }).catch(() => page.evaluate(() => (document.querySelector("#plain").style.outline = "none")));
            const found = [...(await page.evaluate(faults, text)), ...(await page.evaluate(unseenFocus)), ...(await page.evaluate(sidewaysScroll)), ...(await barriers(page, "there"))];
            await page.evaluate(looksOtherwise);
            nothing(await faint(page, "unchanged"));
            await page.evaluate(() => document.querySelector("#plain").style.setProperty("color", "#ddd"));
            const told = [...found, ...(await faint(page, "changed"))].join("\n");
            const expected = [/2 headings of the first level/, /"a" is the id of 2/, /no language/, /no title/, /style=/, /onclick/, /the text has NaN/i, /attribute d of path/i, /leads nowhere/, /has no label/, /no caption/, /does not show the focus/, /sideways/, /there, color-contrast/, /changed, color-contrast/];
            nothing(expected.filter((pattern) => !pattern.test(told)).map((pattern) => `Not found: ${pattern}\nFound:\n${told}`));
        }),
    );
}

/** What axe finds on a page. */
export async function barriers(page, where, rules = {}) {
    await ready(page);
    return told(where, await page.evaluate(([tags, rules]) => axe.run({ runOnly: tags, rules, resultTypes: ["violations"] }).then(({ violations }) => violations), [tags, rules]));
}

/**
 * Contrast is what takes axe longest, and it hangs on the colours, not on the width: it is measured again where what is seen
 * looks otherwise than when `looksOtherwise` was first asked.
 */
async function faint(page, where) {
    await ready(page);
    const violations = await page.evaluate(
        `(${looksOtherwise})().then((include) => (include.length === 0 ? [] : axe.run({ include }, { runOnly: { type: "rule", values: ["color-contrast"] }, resultTypes: ["violations"] }).then(({ violations }) => violations)))`,
    );
    return told(where, violations);
}

/** There are no frames in these pages: axe in the page itself sees all of it. */
async function ready(page) {
    if (page.frames().length !== 1) throw new Error("The page has frames.");
    if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axe.source);
}

function told(where, violations) {
    return violations.flatMap(({ id, help, nodes }) => [
        `${where}, ${id}: ${help} (${nodes.length} times)`,
        ...nodes.slice(0, 3).map((node) => `  ${node.target.join(" ")}: ${node.any.concat(node.all, node.none)[0]?.message ?? node.failureSummary}`),
    ]);
}

/* The functions below run in the page. */

/** What is wrong with the page as it was sent, and as it stands. */
function faults(sent) {
    const wrong = [];
    const page = new DOMParser().parseFromString(sent, "text/html");
    const count = page.querySelectorAll("h1").length;
    if (count !== 1) wrong.push(`There are ${count} headings of the first level.`);
    if (!page.documentElement.lang) wrong.push("The page names no language.");
    if (!page.title.trim()) wrong.push("The page has no title.");
    if (!document.querySelector("main") && !page.querySelector("main")) wrong.push("The page has no main part.");

    const ids = new Map();
    for (const one of page.querySelectorAll("[id]")) ids.set(one.id, (ids.get(one.id) ?? 0) + 1);
    for (const [id, times] of ids) if (times > 1) wrong.push(`"${id}" is the id of ${times} elements.`);
    for (const link of page.querySelectorAll('a[href^="#"]')) if (!ids.has(decodeURIComponent(link.hash.slice(1)))) wrong.push(`The link ${link.getAttribute("href")} leads nowhere.`);

    for (const one of page.querySelectorAll("[style]")) wrong.push(`A ${one.localName} has style="${one.getAttribute("style")}".`);
    for (const one of page.querySelectorAll("script:not([src]), style")) wrong.push(`There is a ${one.localName} written into the page.`);
    const bad = /\b(NaN|undefined|null|Infinity)\b/;
    for (const one of page.querySelectorAll("body *"))
        for (const { name, value } of one.attributes) {
            if (name.startsWith("on")) wrong.push(`A ${one.localName} has ${name}.`);
            if (bad.test(value)) wrong.push(`The attribute ${name} of ${one.localName} has "${value.slice(0, 80)}".`);
        }
    // Piece by piece: run together, "Two" and "NaN" would be one word.
    const pieces = page.createTreeWalker(page.body, NodeFilter.SHOW_TEXT);
    while (pieces.nextNode()) {
        const text = pieces.currentNode.data;
        // What stands in the journal is shown letter by letter, its nulls too.
        if (pieces.currentNode.parentElement.closest("pre.payload")) continue;
        if (bad.test(text)) wrong.push(`The text has ${text.match(bad)[0]}: "${text.trim().slice(0, 80)}".`);
    }

    for (const one of document.querySelectorAll("input:not([type=hidden]), select, textarea")) {
        const words = [...one.labels].map((label) => label.textContent).join("") || one.getAttribute("aria-label") || document.getElementById(one.getAttribute("aria-labelledby"))?.textContent;
        if (!words?.trim()) wrong.push(`The ${one.localName} named "${one.name}" has no label.`);
    }
    for (const one of document.querySelectorAll("button")) if (!(one.textContent.trim() || one.getAttribute("aria-label"))) wrong.push("A button has no words.");
    for (const table of document.querySelectorAll("table")) {
        if (!table.caption?.textContent.trim()) wrong.push("A table has no caption.");
        for (const head of table.querySelectorAll("th:not([scope])")) wrong.push(`The table's heading "${head.textContent.trim()}" does not say what it heads.`);
    }
    return wrong;
}

/** What can be focused and looks no different when it is, and what would be reached out of order. */
function unseenFocus() {
    const look = (one) => {
        // Of a small choice, the box that is drawn is the label's.
        const drawn = [one, ...(one.labels ?? [])].flatMap((each) => [getComputedStyle(each), getComputedStyle(each, "::before")]);
        // Of a link in a drawing, what is drawn is the shape's.
        if (one.ownerSVGElement) drawn.push(...[...one.children].map((shape) => getComputedStyle(shape)));
        return drawn
            .map((style) => [style.outlineStyle, style.outlineWidth, style.outlineColor, style.boxShadow, style.backgroundColor, style.borderColor, style.borderWidth, style.fill, style.stroke, style.strokeWidth].join())
            .join();
    };
    const wrong = [];
    const all = [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']")].filter((one) => one.checkVisibility({ visibilityProperty: true }));
    for (const one of all) {
        one.blur();
        const before = look(one);
        one.focus({ focusVisible: true, preventScroll: true });
        if (document.activeElement !== one) wrong.push(`The ${one.localName} "${one.textContent.trim().slice(0, 40)}" cannot be focused.`);
        else if (look(one) === before) wrong.push(`The ${one.localName} "${(one.textContent.trim() || one.name || one.id).slice(0, 40)}" does not show the focus.`);
    }
    document.activeElement?.blur();
    window.scrollTo(0, 0);
    for (const one of document.querySelectorAll("[tabindex]")) if (one.tabIndex > 0) wrong.push(`A ${one.localName} is reached out of order (tabindex ${one.tabIndex}).`);
    for (const one of document.querySelectorAll("main *")) {
        const style = getComputedStyle(one);
        if (style.order !== "0" || style.flexDirection.endsWith("-reverse")) wrong.push(`A ${one.localName} with class "${one.className}" is drawn in another order than it is read.`);
    }
    return wrong;
}

/** What is seen now and was not, or in other colours, or no longer in large letters; of what is inside one another the outermost. Empty the first time. */
async function looksOtherwise() {
    const now = new Map();
    for (const one of document.querySelectorAll("body, body *")) {
        if (!one.checkVisibility({ visibilityProperty: true })) continue;
        const style = getComputedStyle(one);
        const size = parseFloat(style.fontSize);
        // As WCAG 2.2 has it: from 18 points, or 14 where bold, less contrast is enough.
        const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
        now.set(one, [style.color, style.backgroundColor, style.backgroundImage, style.fill, style.opacity, large].join());
    }
    window.firstLooks ??= now;
    const other = new Set([...now].filter(([one, look]) => window.firstLooks.get(one) !== look).map(([one]) => one));
    return [...other].filter((one) => !other.has(one.parentElement));
}

/** What makes the page, and not a table in its frame, scroll sideways. */
function sidewaysScroll() {
    const width = document.documentElement.clientWidth;
    const wide = document.documentElement.scrollWidth;
    if (wide <= width) return [];
    // What is placed absolutely is cut off only by a frame that it is placed in.
    const above = (one) => (getComputedStyle(one).position === "absolute" ? one.offsetParent : one.parentElement);
    const framed = (one) => {
        for (let up = above(one); up && up !== document.body; up = above(up)) if (/auto|scroll|hidden|clip/.test(getComputedStyle(up).overflowX)) return true;
        return false;
    };
    const reach = (one) => {
        const box = one.getBoundingClientRect();
        // Text that runs out of its box does not make the box wider.
        const inside = getComputedStyle(one).overflowX === "visible" ? one.scrollWidth : 0;
        return box.left + Math.max(box.width, inside);
    };
    const causes = [...document.body.querySelectorAll("*")].filter((one) => reach(one) > width + 0.5 && !framed(one));
    const deepest = causes.filter((one) => !causes.some((other) => other !== one && one.contains(other)));
    return [`The page scrolls sideways at ${width} pixels (it is ${wide} wide).`, ...deepest.slice(0, 5).map((one) => `  ${one.localName}.${one.getAttribute("class") ?? ""} "${one.textContent.trim().slice(0, 60)}"`)];
}
