// The key to a chart's pins: a button per milestone, those of several histories under their names; a click tells which.
export default function ({ parentElement, data, setTriggerValue }) {
    let list = parentElement.querySelector("ol");
    if (!list) {
        list = document.createElement("ol");
        list.setAttribute("aria-label", "Milestones shown in the chart");
        parentElement.appendChild(list);
    }
    list.style.maxHeight = data.height ? `${data.height}px` : "";
    list.replaceChildren(...data.groups.flatMap((group) => linesOf(group, setTriggerValue)));
    sayHowManyMore(parentElement, list);
    const chosen = list.querySelector('[aria-pressed="true"]');
    if (chosen && data.height) {
        // only the list scrolls: the user is looking at the chart above it
        const gentle = matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth";
        const above = chosen.getBoundingClientRect().top - list.getBoundingClientRect().top + list.scrollTop;
        const top = above - (list.clientHeight - chosen.offsetHeight) / 2;
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
        const below = Array.from(list.querySelectorAll("li:not(.whose)")).filter((line) => line.getBoundingClientRect().bottom > seen + 4);
        more.textContent = below.length ? `${below.length} more ↓` : "";
        more.hidden = !below.length;
        more.onclick = () => list.scrollBy({ top: list.clientHeight * 0.8 });
    };
    list.onscroll = count;
    more.watch?.disconnect();
    more.watch = new ResizeObserver(count);
    more.watch.observe(list);
}

// Of several histories each is a list in the list, under a heading; one alone needs none.
function linesOf(group, setTriggerValue) {
    const lines = group.items.map((item) => entry(item, group.mark, setTriggerValue));
    if (!group.heading) return lines;
    const line = element("li", "", "whose");
    const own = document.createElement("ol");
    own.append(...lines);
    line.append(element("h3", group.heading), own);
    return [line];
}

function entry(item, mark, setTriggerValue) {
    const button = element("button", "", item.strong ? "strong" : "muted");
    button.type = "button";
    button.setAttribute("aria-pressed", String(item.chosen));
    button.onclick = () => setTriggerValue("chosen", item.id);
    const text = element("span", "", "text");
    const native = element("span", item.native, "native");
    native.lang = item.lang;
    text.append(element("b", item.when), ` ${item.title} `, native, item.own ? " (added by you)" : "");
    button.append(element("span", item.number, `pin ${mark}`), text);
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
