// A table of words, drawn anew only where its words have changed: a click elsewhere must not wait for it.
export default function ({ parentElement, data }) {
    const said = JSON.stringify(data);
    let box = parentElement.querySelector(".box");
    if (box?.said === said) return undefined;
    box ??= parentElement.appendChild(element("div", "box"));
    box.said = said;
    const later = requestAnimationFrame(() => box.replaceChildren(table(data)));
    // what is wider than its box is scrolled, by keyboard too
    const fits = () => {
        const is = box.scrollWidth > box.clientWidth ? { tabindex: 0, role: "region", "aria-label": data.alt } : {};
        for (const name of ["tabindex", "role", "aria-label"]) {
            if (name in is) box.setAttribute(name, is[name]);
            else box.removeAttribute(name);
        }
    };
    const watch = new ResizeObserver(fits);
    watch.observe(box);
    return () => {
        cancelAnimationFrame(later);
        watch.disconnect();
        box.said = undefined;
    };
}

function table({ alt, heads, rows, right }) {
    const drawn = element("table"), head = element("thead"), body = element("tbody");
    drawn.append(element("caption", "", alt), head, body);
    const style = (place) => (right.includes(place) ? "number" : place < right[0] ? "label" : "");
    const titles = element("tr");
    titles.append(...heads.map((name, place) => Object.assign(element("th", style(place), name), { scope: "col" })));
    head.append(titles);
    for (const row of rows) {
        const line = element("tr");
        line.append(...row.map((cell, place) => element("td", style(place), cell)));
        body.append(line);
    }
    return drawn;
}

function element(name, style = "", text = "") {
    const made = document.createElement(name);
    made.className = style;
    made.textContent = text;
    return made;
}
