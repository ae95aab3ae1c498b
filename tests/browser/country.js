// A fictional country: written, imported and served by the program under test, and gone when the tests end.
import { execFile, spawn } from "node:child_process";
import { mkdtemp, readFile, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";

const call = promisify(execFile);

/** How many schools: enough for every kind of page to have something on it, few enough to be there in two seconds. */
const schools = 200;

/**
 * @param {string} program The built program.
 * @returns {Promise<{address: string, examples: object, password: string, administrators: string[], stop: () => Promise<void>}>}
 * The password is that of the demo's people; the administrators are addresses at which one who was made in the terminal chooses theirs.
 */
export async function begin(program) {
    const folder = await mkdtemp(path.join(tmpdir(), "trellis-browser-"));
    let server;
    const stop = async () => {
        if (server && server.exitCode === null) {
            const ended = new Promise((done) => server.once("exit", done));
            server.kill();
            await ended;
        }
        await rm(folder, { recursive: true, force: true });
    };
    try {
        const written = await call(program, ["demo", "--write-only", "--scale", String(schools), "--folder", folder]);
        const files = written.stdout.trim();
        const store = path.join(path.dirname(files), "store");
        const examples = await choose(files);
        server = spawn(program, ["demo", "--scale", String(schools), "--folder", folder, "--urls", "http://127.0.0.1:0"], { stdio: ["ignore", "pipe", "ignore"] });
        const { address, password } = await announced(server);
        await ready(address);
        return { address, examples, password, administrators: await administrators(program, store), stop };
    } catch (trouble) {
        await stop();
        throw trouble;
    }
}

/** Administrators made in the terminal, beside the site that runs: one for each journey. */
async function administrators(program, store) {
    const links = [];
    for (const name of ["One", "Two", "Three"]) {
        const made = await call(program, ["user", "add-administrator", "--store", store, "--name", `Fictional Administrator ${name}`, "--email", `${name.toLowerCase()}@administrators.example`]);
        links.push(new URL(made.stdout.trim()).pathname);
    }
    return links;
}

function announced(server) {
    return new Promise((found, refuse) => {
        let said = "";
        server.stdout.setEncoding("utf8");
        server.stdout.on("data", (text) => {
            said += text;
            const address = said.match(/http:\/\/127\.0\.0\.1:[1-9]\d*/);
            const password = said.match(/with the password (\S+) as/);
            if (address && password) found({ address: address[0], password: password[1] });
        });
        server.once("exit", (code) => refuse(new Error(`The program ended with ${code} before it served:\n${said}`)));
    });
}

async function ready(address) {
    for (let tries = 0; tries < 300; tries++) {
        const answer = await fetch(`${address}/health/ready`);
        if (answer.ok) return;
        await new Promise((next) => setTimeout(next, 100));
    }
    throw new Error("The country was not in memory after 30 seconds.");
}

/**
 * Schools, groups and areas that have what a page can show, chosen from the files and not from the pages, so that a page
 * that has lost them is noticed.
 */
async function choose(files) {
    const register = await rows(files, "gias", /^edubasealldata/);
    const groups = await rows(files, "gias", /^allgroupsdata/);
    const members = await rows(files, "gias", /^grouplinks_edubaseallgroups/);
    const links = await rows(files, "gias", /^links_edubasealldata/);
    const open = register.filter((row) => row["EstablishmentStatus (name)"] === "Open");
    const seen = new Map();
    for (const row of register) seen.set(row.EstablishmentName, (seen.get(row.EstablishmentName) ?? 0) + 1);
    const alone = (row) => seen.get(row.EstablishmentName) === 1;
    const size = new Map();
    for (const row of members) size.set(row["Group UID"], (size.get(row["Group UID"]) ?? 0) + 1);
    const largest = (type) =>
        groups
            .filter((row) => row["Group Type"] === type && row["Group Status"] === "Open")
            .sort((one, other) => (size.get(other["Group UID"]) ?? 0) - (size.get(one["Group UID"]) ?? 0))[0];
    const trust = largest("Multi-academy trust");
    const federation = largest("Federation");
    const phase = (words) => (row) => row["PhaseOfEducation (name)"] === words;
    const type = (words) => (row) => row["EstablishmentTypeGroup (name)"] === words;
    const mainstream = (row) => !type("Special schools")(row) && !type("Independent schools")(row);
    const secondary = open.find((row) => phase("Secondary")(row) && mainstream(row) && alone(row) && row["Trusts (code)"] !== "");
    const primary = open.find((row) => phase("Primary")(row) && mainstream(row) && alone(row));
    const successors = new Set(links.filter((row) => row.LinkType.startsWith("Successor")).map((row) => row.URN));
    return {
        school: named(secondary),
        primary: named(primary),
        closed: named(register.find((row) => row["EstablishmentStatus (name)"] === "Closed" && successors.has(row.URN))),
        special: named(open.find(type("Special schools"))),
        without: named(open.find(phase("Nursery"))),
        alone: named(open.find((row) => phase("Primary")(row) && mainstream(row) && alone(row) && row["Trusts (code)"] === "")),
        trust: { uid: trust["Group UID"], name: trust["Group Name"] },
        federation: { uid: federation["Group UID"], name: federation["Group Name"] },
        authority: { code: secondary["LA (code)"], name: secondary["LA (name)"] },
        region: { slug: secondary["GOR (name)"].toLowerCase().replaceAll(" ", "-"), name: secondary["GOR (name)"] },
    };
}

function named(row) {
    return { urn: row.URN, name: row.EstablishmentName, postcode: row.Postcode };
}

async function rows(files, folder, name) {
    const inside = await readdir(path.join(files, folder));
    const newest = inside.filter((file) => name.test(file)).sort().at(-1);
    // The register is in windows-1252, as the Department publishes it.
    const text = new TextDecoder("windows-1252").decode(await readFile(path.join(files, folder, newest)));
    const [header, ...lines] = text.split(/\r?\n/).filter((line) => line.length > 0).map(cells);
    return lines.map((line) => Object.fromEntries(header.map((column, i) => [column, line[i]])));
}

function cells(line) {
    return [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)]
        .slice(0, -1)
        .map(([, cell]) => (cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell));
}
