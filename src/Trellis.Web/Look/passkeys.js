// Passkeys: carries the site's question to the browser and the device's answer back. Nothing is decided here.

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));

const text = (buffer) => btoa(Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join("")).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

/** Shows the form of a passkey where the browser can do it: under a name, for a bare number has none. */
export function offer(form) {
    if (!window.PublicKeyCredential || /^[\d.]+$|:/.test(location.hostname)) return;
    form.hidden = false;
    for (const without of document.querySelectorAll("[data-without-passkeys]")) without.hidden = true;
    form.addEventListener("submit", async (event) => {
        event.preventDefault();
        const says = form.querySelector("[role=alert]");
        const button = form.querySelector("button[type=submit]");
        says.textContent = "";
        button.disabled = true;
        try {
            const asked = await send(form, form.action);
            const answer = await (form.dataset.passkey === "create" ? create(asked) : get(asked));
            const { next } = await send(form, form.dataset.answer, JSON.stringify(answer));
            location.assign(next);
        } catch (error) {
            says.textContent = error.sentence ?? "Your device did not give a passkey. Nothing was changed.";
            button.disabled = false;
        }
    });
}

/** Sends the form's hidden fields and words, with the device's answer where there is one. */
async function send(form, address, credential) {
    const fields = new URLSearchParams(new FormData(form));
    if (credential) {
        fields.delete("passkey-password");
        fields.set("credential", credential);
    }
    let said;
    try {
        const answer = await fetch(address, { method: "POST", body: fields, headers: { Accept: "application/json" } });
        said = { done: answer.ok, content: await answer.json() };
    } catch {
        throw Object.assign(new Error(), { sentence: "The site does not answer. Try again in a minute." });
    }
    if (!said.done) throw Object.assign(new Error(), { sentence: said.content.detail });
    return said.content;
}

async function create(options) {
    const made = await navigator.credentials.create({
        publicKey: {
            ...options,
            challenge: bytes(options.challenge),
            user: { ...options.user, id: bytes(options.user.id) },
            excludeCredentials: (options.excludeCredentials ?? []).map((one) => ({ ...one, id: bytes(one.id) })),
        },
    });
    return told(made, {
        attestationObject: text(made.response.attestationObject),
        transports: made.response.getTransports?.() ?? [],
    });
}

async function get(options) {
    const used = await navigator.credentials.get({
        publicKey: {
            ...options,
            challenge: bytes(options.challenge),
            allowCredentials: (options.allowCredentials ?? []).map((one) => ({ ...one, id: bytes(one.id) })),
        },
    });
    const { authenticatorData, signature, userHandle } = used.response;
    return told(used, {
        authenticatorData: text(authenticatorData),
        signature: text(signature),
        userHandle: userHandle ? text(userHandle) : null,
    });
}

const told = (credential, response) => ({
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(),
    response: { clientDataJSON: text(credential.response.clientDataJSON), ...response },
});
