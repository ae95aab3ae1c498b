// People who sign in: an administrator made in the terminal invites a head, finds the act in the journal and verifies the chain.
import assert from "node:assert/strict";
import { visit } from "./browser.js";
import { barriers } from "./every-page.js";
import { tabTo } from "./keyboard.js";
import { holds, nothing } from "./sentences.js";

const password = "orange lattice quiet rope";

/** Signs one of the demo's people in, and gives the cookies. */
export async function signedIn(browser, site, email, secret) {
    const context = await browser.newContext({ baseURL: site });
    try {
        const page = await context.newPage();
        await page.goto("/sign-in");
        await page.getByLabel("E-mail address").fill(email);
        await page.locator("#password").fill(secret);
        await page.getByRole("main").getByRole("button", { name: "Sign in", exact: true }).click();
        await page.waitForURL("**/account");
        return await context.storageState();
    } finally {
        await context.close();
    }
}

/** Every kind of page that somebody sees who has signed in. */
export async function ownPages(browser, { address, password: secret }) {
    const administrator = await signedIn(browser, address, "administrator@demo.example", secret);
    const head = await signedIn(browser, address, "head@demo.example", secret);
    const trust = await signedIn(browser, address, "trust-officer@demo.example", secret);
    const area = await signedIn(browser, address, "local-authority-officer@demo.example", secret);
    const first = async (state, at, selector) => {
        const context = await browser.newContext({ baseURL: address, storageState: state });
        try {
            const page = await context.newPage();
            await page.goto(at);
            return await page.locator(selector).first().getAttribute("href");
        } finally {
            await context.close();
        }
    };
    const person = await first(administrator, "/admin/people?q=head", "main table a");
    const statement = await first(head, "/my-school", "main .govuk-task-list a");
    const officer = await signedIn(browser, address, "region-officer@demo.example", secret);
    const reply = (await first(head, "/my-school", "main a[href*='/consultation/']")).split("?")[0];
    const consultation = reply.replace("/my-school", "");
    const decision = await first(head, consultation, "main a[href^='/decision/']");
    const colleague = await first(trust, "/my-trust", "main a.govuk-button");
    const teacher = await first(area, "/my-area", "main a.govuk-button");
    const school = statement.replace("/statement", "");
    const uid = colleague.replace("/people/invite", "");
    const code = teacher.replace("/people/invite", "");
    const page = (name, at, state) => ({ name, address: at, status: 200, state });
    return [
        page("administration", "/admin", administrator),
        page("people", "/admin/people", administrator),
        page("the form of an invitation", "/admin/people/invite", administrator),
        page("a person", person, administrator),
        page("giving a role", `${person}/appoint`, administrator),
        page("ending a role", `${person}/end-role`, administrator),
        page("suspending somebody", `${person}/suspend`, administrator),
        page("erasing somebody", `${person}/erase`, administrator),
        page("the journal of acts", "/admin/journal", administrator),
        page("an entry of the journal", "/admin/journal/1", administrator),
        page("definitions", "/admin/definitions", administrator),
        page("what an import read", "/admin/imports", administrator),
        page("snapshots", "/admin/snapshots", administrator),
        page("jobs and letters", "/admin/jobs", administrator),
        page("backups", "/admin/backups", administrator),
        page("health", "/admin/health", administrator),
        page("the security log", "/admin/security", administrator),
        page("proposals", "/admin/proposals", administrator),
        page("a head's own school", "/my-school", head),
        page("what a school says", statement, head),
        page("the reply of a school to a consultation", reply, head),
        page("a consultation that is open", consultation, head),
        page("the reply of somebody without an account", `${consultation}/reply`, undefined),
        page("the consultation of a case at the desk", `${decision.replace("/decision", "/case")}/consultation`, officer),
        page("an officer's own trust", "/my-trust", trust),
        page("an invitation by a trust", colleague, trust),
        page("an officer's own area", "/my-area", area),
        page("an invitation by an authority", teacher, area),
        page("what a school needs and offers", `${school}/offers`, head),
        page("the form of an offer", `${school}/offers/new?kind=offer`, head),
        page("the trusts ranked for a school", `${school.replace("/my-school", "/school")}/trusts/ranking`, head),
        page("the trusts ranked with wishes and a question", `${school.replace("/my-school", "/school")}/trusts/ranking?prefer=xyzzy&minutes=30&trust=trust`, head),
        page("a what-if of a trust", `${uid.replace("/my-trust", "/trust")}/what-if`, trust),
        page("the form of a post", `${school}/offers/new?kind=post-wanted`, head),
        page("a school's enquiries", `${school}/enquiries`, head),
        page("the form of an enquiry", `${school}/enquiries/ask`, head),
        page("a school's introductions", `${school}/introductions`, head),
        page("what a trust needs and offers", `${uid}/offers`, trust),
        page("a trust's enquiries", `${uid}/enquiries`, trust),
        page("where an authority brings schools together", "/my-area/broker", area),
        page("the form of an introduction", `${code}/broker/new`, area),
        page("what an authority needs and offers", `${code}/offers`, area),
        page("one's account", "/account", head),
    ];
}

export function people(browser, { address, administrators, examples, password: secret }) {
    const [scripted, plain, keyed] = administrators;
    const verified = (page) => page.locator(".govuk-notification-banner--success", { hasText: "as it was written" }).waitFor();

    for (const [how, link, script] of [
        ["With script", scripted, true],
        ["Without script", plain, false],
    ])
        holds(`${how}, an administrator made in the terminal signs in, invites a head, sees the act in the journal and verifies the chain`, () =>
            visit(browser, address, { script }, async (page, troubles) => {
                await page.goto(link);
                await page.locator("#password").fill(password);
                await page.getByRole("button", { name: "Accept and sign in" }).click();
                await page.getByRole("navigation", { name: "Your pages" }).getByRole("link", { name: "Administration" }).click();
                await page.getByRole("main").getByRole("link", { name: "People", exact: true }).click();
                await page.getByRole("button", { name: "Invite somebody" }).click();
                await page.getByRole("button", { name: "Continue" }).click();
                await page.getByRole("heading", { name: "There is a problem" }).waitFor();
                const name = `Fictional Head ${how}`;
                await page.getByLabel("Name", { exact: true }).fill(name);
                await page.getByLabel("E-mail address").fill(`${how.toLowerCase().replaceAll(" ", "-")}@school.example`);
                await page.locator('label[for="role"]').click();
                await page.getByLabel("For which school, trust or area?").fill(examples.alone.urn);
                await page.getByRole("button", { name: "Continue" }).click();
                await page.getByRole("button", { name: "Change name" }).click();
                assert.equal(await page.getByLabel("Name", { exact: true }).inputValue(), name, "Going back keeps what was typed.");
                await page.getByRole("button", { name: "Continue" }).click();
                await page.getByRole("button", { name: "Send the invitation" }).click();
                await page.getByRole("alert").waitFor();
                await page.getByRole("main").getByRole("link", { name: /^\d+$/ }).first().click();
                await page.getByRole("heading", { level: 1, name: /Invite person/ }).waitFor();
                assert.match(await page.locator("main table").textContent(), new RegExp(name));
                await page.getByRole("link", { name: "Journal" }).first().click();
                await page.getByRole("button", { name: "Verify the whole journal" }).click();
                await verified(page);
                await page.getByRole("button", { name: "Sign out" }).click();
                await page.getByRole("banner").getByRole("link", { name: "Sign in" }).waitFor();
                nothing(troubles);
            }),
        );

    // The barriers are looked for by a script.
    const cleanWith = (script) => async (page) => assert.deepEqual(script ? await barriers(page, page.url()) : [], []);
    // Both are the same head's and may run at once: each closes the entry of its own topic, never the other's.
    for (const [how, script, topic] of [
        ["With script", true, "Music"],
        ["Without script", false, "Geography"],
    ])
        holds(`${how}, a head offers help, everybody finds it in the directory, and the head closes it`, () =>
            visit(browser, address, { script }, async (page, troubles) => {
                const clean = cleanWith(script);
                await page.goto("/sign-in");
                await page.getByLabel("E-mail address").fill("head@demo.example");
                await page.locator("#password").fill(secret);
                await page.getByRole("main").getByRole("button", { name: "Sign in", exact: true }).click();
                await page.goto("/my-school");
                await page.getByRole("link", { name: "Say what you need and what you can offer" }).click();
                await page.getByRole("link", { name: "Offer help" }).click();
                await page.getByRole("button", { name: "Continue" }).click();
                await page.getByRole("heading", { name: "There is a problem" }).waitFor();
                await clean(page);
                await page.getByLabel("Topic").selectOption({ label: topic });
                const words = `Fictional choir, ${how.toLowerCase()}`;
                await page.getByLabel("What do you offer?").fill(words);
                await page.getByLabel("Days a term (optional)").fill("6");
                await page.getByRole("button", { name: "Continue" }).click();
                await page.getByRole("heading", { name: "Check your answers before they are published" }).waitFor();
                await clean(page);
                await page.getByRole("button", { name: "Publish" }).click();
                await page.getByRole("alert").waitFor();
                await clean(page);
                // The public record is a second behind at most.
                for (let tries = 0; tries < 20; tries++) {
                    await page.goto(`/directory?topic=${topic.toLowerCase()}`);
                    if ((await page.getByText(words).count()) > 0) break;
                    await page.waitForTimeout(250);
                }
                await clean(page);
                await page.getByText(words).waitFor();
                // What another journey took back may still stand beside it for a moment.
                await page.getByRole("listitem").filter({ hasText: words }).getByRole("link", { name: `Offer: ${topic}` }).click();
                await page.getByText("6 days a term").waitFor();
                await clean(page);
                await page.goto("/my-school");
                await page.getByRole("link", { name: "Say what you need and what you can offer" }).click();
                await page.getByRole("link", { name: `offer: ${topic}` }).first().click();
                await page.getByRole("button", { name: "Close it: filled" }).click();
                await page.getByText("The entry is closed.").waitFor();
                nothing(troubles);
            }),
        );

    holds("By keyboard alone, an administrator made in the terminal signs in and verifies the journal", () =>
        visit(browser, address, {}, async (page, troubles) => {
            await page.goto(keyed);
            await tabTo(page, page.locator("#password"));
            await page.keyboard.type(password);
            await page.keyboard.press("Enter");
            await page.waitForURL("**/account");
            await tabTo(page, page.getByRole("navigation", { name: "Your pages" }).getByRole("link", { name: "Administration" }));
            await page.keyboard.press("Enter");
            await page.waitForURL("**/admin");
            await tabTo(page, page.locator("main dl").getByRole("link", { name: "Journal" }));
            await page.keyboard.press("Enter");
            await page.waitForURL("**/admin/journal");
            await tabTo(page, page.getByRole("button", { name: "Verify the whole journal" }));
            await page.keyboard.press("Enter");
            await verified(page);
            await page.waitForFunction(() => document.activeElement.matches(".govuk-notification-banner"));
            nothing(troubles);
        }),
    );

    holds("Without script, a head publishes what the school says, and everybody reads it on the school's page", async () => {
        const state = await signedIn(browser, address, "head@demo.example", secret);
        await visit(browser, address, { script: false, state }, async (page, troubles) => {
            await page.goto("/my-school");
            await page.locator(".govuk-task-list a").first().click();
            await page.getByLabel("What would your school like to say?").fill("We teach Latin on Tuesdays.\nWe look for friends.");
            await page.getByRole("button", { name: "Continue" }).click();
            await page.getByRole("button", { name: "Publish" }).click();
            await page.locator(".govuk-notification-banner", { hasText: "is published" }).waitFor();
            const school = await page.getByRole("link", { name: "See it on the school's page" }).getAttribute("href");
            await visit(browser, address, { script: false }, async (reader) => {
                for (let tries = 0; tries < 20; tries++) {
                    await reader.goto(school);
                    if ((await reader.locator("#says").count()) > 0) break;
                    await new Promise((next) => setTimeout(next, 500));
                }
                assert.match(await reader.locator("#says").textContent(), /Latin on Tuesdays/);
            });
            nothing(troubles);
        });
    });

    // A passkey hangs on a name, and a bare number is none.
    const named = address.replace("127.0.0.1", "localhost");

    /** A device of its own for a page: it keeps passkeys, and its person says yes. */
    const withDevice = async (page) => {
        const tools = await page.context().newCDPSession(page);
        await tools.send("WebAuthn.enable");
        const { authenticatorId } = await tools.send("WebAuthn.addVirtualAuthenticator", {
            options: { protocol: "ctap2", transport: "internal", hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true },
        });
        return {
            keys: async () => (await tools.send("WebAuthn.getCredentials", { authenticatorId })).credentials,
            verify: (isUserVerified) => tools.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified }),
        };
    };

    holds("Somebody adds a passkey, signs out, signs in with it, removes it, and it opens nothing any more", async () => {
        const state = await signedIn(browser, named, "researcher@demo.example", secret);
        await visit(browser, named, { state }, async (page, troubles) => {
            const device = await withDevice(page);
            const alert = page.locator("form[data-passkey] [role=alert]");
            await page.goto("/account");
            await page.getByLabel("Name for the new passkey").fill("Fictional laptop");
            await page.getByLabel("Your password now").fill("not the password at all");
            await page.getByRole("button", { name: "Add a passkey" }).click();
            await alert.filter({ hasText: "This is not your password." }).waitFor();
            await page.getByLabel("Your password now").fill(secret);
            await page.getByRole("button", { name: "Add a passkey" }).click();
            await page.getByRole("rowheader", { name: "Fictional laptop" }).waitFor();
            assert.equal((await device.keys()).length, 1);
            nothing(await barriers(page, page.url()));

            const signOut = async () => {
                await page.getByRole("button", { name: "Sign out" }).last().click();
                await page.getByRole("banner").getByRole("link", { name: "Sign in" }).waitFor();
            };
            await signOut();
            await page.goto("/sign-in?return=/account/data");
            nothing(await barriers(page, page.url()));
            const button = page.getByRole("button", { name: "Sign in with a passkey" });
            await tabTo(page, button);
            await page.keyboard.press("Enter");
            await page.waitForURL((now) => now.pathname === "/account/data");

            await page.goto("/account");
            await page.getByRole("button", { name: "Remove the passkey Fictional laptop" }).click();
            await page.getByText("You have none yet.").waitFor();
            await signOut();
            await page.goto("/sign-in");
            await button.click();
            await alert.filter({ hasText: "That passkey did not sign you in." }).waitFor();
            // The browser's own line about an answer that is meant to be a refusal.
            nothing(troubles.filter((trouble) => !/status of 400/.test(trouble)));
        });
    });

    holds("Without script, and under a bare number, no passkey is offered and the account says why", async () => {
        for (const [at, script] of [
            [named, false],
            [address, true],
        ]) {
            const state = await signedIn(browser, at, "researcher@demo.example", secret);
            await visit(browser, at, { script, state }, async (page, troubles) => {
                await page.goto("/account");
                await page.getByText("To add a passkey you need").waitFor();
                assert.equal(await page.getByRole("button", { name: "Add a passkey" }).count(), 0);
                nothing(troubles);
            });
            await visit(browser, at, { script }, async (page, troubles) => {
                await page.goto("/sign-in");
                assert.equal(await page.getByRole("button", { name: "Sign in with a passkey" }).count(), 0);
                nothing(troubles);
            });
        }
    });
}
