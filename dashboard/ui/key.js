// The key to a chart's pins: one button a milestone; a click tells which.
export default function ({ parentElement, data, setTriggerValue }) {
    let list = parentElement.querySelector("ol");
    if (!list) {
        list = document.createElement("ol");
        list.setAttribute("aria-label", "Milestones shown in the chart");
        parentElement.appendChild(list);
    }
    list.style.maxHeight = data.height ? `${data.height}px` : "";
    list.replaceChildren(...data.items.map((item) => entry(item, setTriggerValue)));
    sayHowManyMore(parentElement, list);
    const chosen = list.querySelector('[aria-pressed="true"]');
    if (chosen && data.height) {
        // only the list scrolls: the user is looking at the chart above it
        const gentle = matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";
        const top = chosen.offsetTop - list.offsetTop - (list.clientHeight - chosen.offsetHeight) / 2;
        list.scrollTo({ top, behavior: gentle });
    }
}

// Says under the list how many of its lines lie below what can be seen, and leads to the next of them.
function sayHowManyMore(parentElement, list) {
    let more = parentElement.querySelector(".more");
    if (!more) {
        more = element("button", "", "more");
        more.type = "button";
        parentElement.appendChild(more);
    }
    const count = () => {
        const seen = list.getBoundingClientRect().bottom;
        const below = Array.from(list.children).filter((line) => line.getBoundingClientRect().bottom > seen + 4);
        more.textContent = below.length ? `${below.length} more ↓` : "";
        more.hidden = !below.length;
        more.onclick = () => list.scrollBy({ top: list.clientHeight * 0.8 });
    };
    list.onscroll = count;
    more.watch?.disconnect();
    more.watch = new ResizeObserver(count);
    more.watch.observe(list);
}

function entry(item, setTriggerValue) {
    const button = element("button", "", item.strong ? "strong" : "muted");
    button.type = "button";
    button.setAttribute("aria-pressed", String(item.chosen));
    button.onclick = () => setTriggerValue("chosen", item.id);
    const text = element("span", "", "text");
    const native = element("span", item.native, "native");
    native.lang = item.lang;
    text.append(element("b", item.when), ` ${item.title} `, native, item.own ? " (added by you)" : "");
    button.append(element("span", String(item.number), "pin"), text);
    const line = document.createElement("li");
    line.append(button);
    return line;
}

function element(name, text, style = "") {
    const made = document.createElement(name);
    made.textContent = text;
    made.className = style;
    return made;
}
