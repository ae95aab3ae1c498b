// A map of the places in a list, over our own outlines: no tiles, nothing from elsewhere. The list stays the primary form.
import { canvas, divIcon, geoJSON, latLngBounds, map as createMap, marker } from "leaflet";

const most = 200;

/**
 * @param {HTMLElement} element Has data-points (the address of {"points":[{"name","href","lat","lon","mine"}]}), data-outline
 * (the address of GeoJSON) and data-style (the address of the map's own style).
 * @param {HTMLElement} button What opened the map, and gets the focus back on Escape.
 */
export async function draw(element, button) {
    const [outline, found] = await Promise.all([
        fetchJson(element.dataset.outline),
        fetchJson(element.dataset.points),
        style(element.dataset.style),
    ]);
    const all = found.points;
    const points = all.slice(0, most);
    const frame = document.createElement("div");
    frame.className = "map__frame";
    element.replaceChildren(frame);

    const map = createMap(frame, { attributionControl: false, zoomSnap: 0.25, minZoom: 5, maxZoom: 14 });
    geoJSON(outline, { interactive: false, renderer: canvas(), style: { color: "#5f6f68", weight: 1, fillColor: "#f4f6f3", fillOpacity: 1 } }).addTo(map);
    const bounds = latLngBounds(points.map((p) => [p.lat, p.lon]));
    if (bounds.isValid()) map.fitBounds(bounds.pad(0.15), { animate: false, maxZoom: 11 });
    else map.fitBounds([[49.9, -6.4], [55.9, 1.8]], { animate: false });

    // In the order of the list, so that the keyboard meets them as the eye does there.
    for (const point of points) {
        const icon = divIcon({ className: `map__dot${point.mine ? " map__dot--mine" : ""}`, iconSize: [24, 24] });
        const dot = marker([point.lat, point.lon], { icon, keyboard: false, zIndexOffset: point.mine ? 1000 : 0 }).addTo(map);
        const place = dot.getElement();
        place.setAttribute("role", "link");
        place.setAttribute("tabindex", "0");
        place.setAttribute("aria-label", point.name);
        dot.bindTooltip(text(point.name), { direction: "top", offset: [0, -8] });
        place.addEventListener("focus", () => dot.openTooltip());
        place.addEventListener("blur", () => dot.closeTooltip());
        dot.on("click", () => location.assign(point.href));
        place.addEventListener("keydown", (event) => {
            if (event.key === "Enter") location.assign(point.href);
        });
    }

    if (all.length > most) {
        const note = document.createElement("p");
        note.className = "source";
        note.textContent = `The map shows the first ${most} of ${all.length}. The list has them all.`;
        element.append(note);
    }

    element.addEventListener("keydown", (event) => {
        if (event.key !== "Escape") return;
        button.click();
        button.focus();
    });
}

async function fetchJson(address) {
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(`${address} answered ${answer.status}`);
    return answer.json();
}

function style(address) {
    return new Promise((done, failed) => {
        const link = document.createElement("link");
        link.rel = "stylesheet";
        link.href = address;
        link.onload = done;
        link.onerror = failed;
        document.head.append(link);
    });
}

function text(words) {
    const span = document.createElement("span");
    span.textContent = words;
    return span;
}
