// Every page works without this. It gives the focus to an error summary or to news of what was done, offers a map where
// there is a list of places, counts letters, shows a password, offers passkeys, and suggests schools while somebody types.

const first = document.querySelector(".govuk-error-summary, .govuk-notification-banner[role=alert]");
first?.setAttribute("tabindex", "-1");
first?.focus();

for (const map of document.querySelectorAll(".map[data-script]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "govuk-button govuk-button--secondary show-map";
    button.textContent = "Show map";
    button.setAttribute("aria-expanded", "false");
    button.setAttribute("aria-controls", map.id);
    map.before(button);
    let drawn;
    button.addEventListener("click", async () => {
        const show = map.hidden;
        map.hidden = !show;
        button.textContent = show ? "Hide map" : "Show map";
        button.setAttribute("aria-expanded", String(show));
        if (!show) return;
        // Asked for only now, so that a page somebody only reads stays small.
        drawn ??= import(map.dataset.script).then((module) => module.draw(map, button));
        try {
            await drawn;
        } catch {
            map.textContent = "The map could not be loaded. The list has the same places.";
        }
    });
}

// Where a passkey can be added or used, and only there, what that needs is asked for.
for (const form of document.querySelectorAll("form[data-passkey]"))
    import(form.dataset.script).then(
        (module) => module.offer(form),
        () => {},
    );

// A box with a limit says how much is left; the limit itself is said without script too.
for (const group of document.querySelectorAll("[data-module=govuk-character-count][data-maxlength]")) {
    const box = group.querySelector("textarea");
    const most = Number(group.dataset.maxlength);
    const seen = group.querySelector(".govuk-character-count__message");
    // What changes with each letter is seen at once and read out only after a pause.
    const heard = document.createElement("div");
    heard.className = "govuk-visually-hidden";
    heard.setAttribute("aria-live", "polite");
    seen.after(heard);
    let pause;
    const count = () => {
        const left = most - box.value.length;
        const over = left < 0;
        seen.textContent = `You have ${Math.abs(left)} character${Math.abs(left) === 1 ? "" : "s"} ${over ? "too many" : "remaining"}`;
        seen.classList.toggle("govuk-error-message", over);
        seen.classList.toggle("govuk-hint", !over);
        clearTimeout(pause);
        pause = setTimeout(() => (heard.textContent = seen.textContent), 1000);
    };
    box.addEventListener("input", count);
    if (box.value) count();
}

for (const button of document.querySelectorAll(".govuk-js-password-input-toggle")) {
    const box = document.getElementById(button.getAttribute("aria-controls"));
    const show = (shown) => {
        box.type = shown ? "text" : "password";
        button.textContent = shown ? "Hide" : "Show";
        button.setAttribute("aria-label", shown ? "Hide password" : "Show password");
    };
    button.hidden = false;
    button.addEventListener("click", () => show(box.type === "password"));
    // No browser may keep a password as if it were any other text.
    box.form?.addEventListener("submit", () => show(false));
}

for (const form of document.querySelectorAll("form[data-suggest]")) suggest(form, form.querySelector("input[name=q]"));

function suggest(form, input) {
    const list = document.createElement("ul");
    list.id = `${input.id}-suggestions`;
    list.className = "suggestions";
    list.hidden = true;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", "Suggestions");
    input.parentElement.append(list);
    for (const [name, value] of [
        ["role", "combobox"],
        ["aria-autocomplete", "list"],
        ["aria-expanded", "false"],
        ["aria-controls", list.id],
    ])
        input.setAttribute(name, value);

    let at = -1;
    let timer;
    let asked;

    const close = () => {
        list.hidden = true;
        at = -1;
        input.setAttribute("aria-expanded", "false");
        input.removeAttribute("aria-activedescendant");
    };

    const choose = (next) => {
        const items = list.children;
        if (list.hidden || !items.length) return;
        items[at]?.setAttribute("aria-selected", "false");
        at = (next + items.length) % items.length;
        items[at].setAttribute("aria-selected", "true");
        items[at].scrollIntoView({ block: "nearest" });
        input.setAttribute("aria-activedescendant", items[at].id);
    };

    const show = (found) => {
        list.replaceChildren(
            ...found.map((one, i) => {
                const item = document.createElement("li");
                item.id = `${list.id}-${i}`;
                item.dataset.href = one.href;
                item.setAttribute("role", "option");
                item.setAttribute("aria-selected", "false");
                item.textContent = one.detail ? `${one.name}, ${one.detail}` : one.name;
                return item;
            }),
        );
        at = -1;
        input.removeAttribute("aria-activedescendant");
        list.hidden = !found.length;
        input.setAttribute("aria-expanded", String(found.length > 0));
    };

    input.addEventListener("input", () => {
        clearTimeout(timer);
        asked?.abort();
        const words = input.value.trim();
        if (words.length < 3) return close();
        timer = setTimeout(async () => {
            asked = new AbortController();
            try {
                const address = `${form.dataset.suggest}?${new URLSearchParams({ q: words, suggest: "1" })}`;
                const answer = await fetch(address, { signal: asked.signal });
                if (answer.ok) show((await answer.json()).suggestions ?? []);
            } catch {
                close();
            }
        }, 150);
    });

    input.addEventListener("keydown", (event) => {
        if (event.key === "ArrowDown") choose(at + 1);
        else if (event.key === "ArrowUp") choose(at < 0 ? -1 : at - 1);
        else if (event.key === "Enter" && at >= 0) location.assign(list.children[at].dataset.href);
        else if (event.key === "Escape" && !list.hidden) close();
        else return;
        event.preventDefault();
    });

    // Down before the box loses the focus, and with it the list.
    list.addEventListener("mousedown", (event) => {
        const item = event.target.closest("li");
        if (item) location.assign(item.dataset.href);
    });
    input.addEventListener("blur", close);
}
