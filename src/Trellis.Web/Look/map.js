// A map of the places in a list, over our own outlines: no tiles, nothing from elsewhere. The list stays the primary form.
import { canvas, divIcon, geoJSON, latLngBounds, layerGroup, map as createMap, marker } from "leaflet";

const most = 200;
const apart = 30;

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

    const dots = layerGroup().addTo(map);
    const place = () => {
        dots.clearLayers();
        for (const group of grouped(points, map)) add(group, map, dots);
    };
    place();
    map.on("zoomend", place);

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

/** Places nearer to one another than a fingertip share a dot, so that each can be hit; closer to, they come apart. */
function grouped(points, map) {
    const groups = [];
    for (const point of [...points].sort((one, other) => Boolean(other.mine) - Boolean(one.mine))) {
        const at = map.latLngToLayerPoint([point.lat, point.lon]);
        const near = groups.find((group) => group.at.distanceTo(at) < apart);
        if (near) near.points.push(point);
        else groups.push({ at, points: [point] });
    }
    return groups;
}

function add({ points }, map, dots) {
    const [first] = points;
    const several = points.length > 1;
    const name = several ? `${points.length} places: ${points.slice(0, 3).map((p) => p.name).join(", ")}${points.length > 3 ? " and more" : ""}` : first.name;
    const icon = divIcon({
        className: `map__dot${first.mine ? " map__dot--mine" : ""}${several ? " map__dot--several" : ""}`,
        html: several ? text(String(points.length)) : "",
        iconSize: [26, 26],
    });
    const dot = marker([first.lat, first.lon], { icon, keyboard: false }).addTo(dots);
    const element = dot.getElement();
    element.setAttribute("role", several ? "button" : "link");
    element.setAttribute("tabindex", "0");
    element.setAttribute("aria-label", name);
    dot.bindTooltip(text(name), { direction: "top", offset: [0, -10] });
    element.addEventListener("focus", () => dot.openTooltip());
    element.addEventListener("blur", () => dot.closeTooltip());
    const open = () => {
        if (!several) return location.assign(first.href);
        const bounds = latLngBounds(points.map((p) => [p.lat, p.lon]));
        // Schools on one site never come apart: their names are listed instead.
        if (map.getZoom() >= map.getMaxZoom() || bounds.getNorthEast().equals(bounds.getSouthWest())) return dot.unbindPopup().bindPopup(links(points)).openPopup();
        map.fitBounds(bounds.pad(0.3), { animate: false });
        map.getContainer().focus();
    };
    dot.on("click", open);
    element.addEventListener("keydown", (event) => {
        if (event.key !== "Enter" && event.key !== " ") return;
        event.preventDefault();
        open();
    });
}

function links(points) {
    const list = document.createElement("ul");
    list.className = "govuk-list";
    for (const point of points) {
        const item = document.createElement("li");
        const link = document.createElement("a");
        link.href = point.href;
        link.textContent = point.name;
        item.append(link);
        list.append(item);
    }
    return list;
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
