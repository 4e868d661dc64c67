// A search box: results while one types, from the server's own ranking; arrows, Enter and Esc do what they do anywhere.
// Nothing that is found is ever taken for markup.
const STALE_MS = 300000;
// the server makes its index when somebody asks first: that is to be before the first letter, and after the page
const WARM_MS = 2000;
const WARM = { kind: "page" };
const asked = new Map();
let made = 0;

export default function ({ parentElement, data, setTriggerValue }) {
    const box = parentElement.querySelector(".search")?.box ?? build(parentElement, data);
    box.tell = (name, value) => setTriggerValue(name, value);
    box.show(data);
    const onSlash = (event) => {
        if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || isWriting(event)) return;
        event.preventDefault();
        box.input.focus();
        box.input.select();
    };
    if (data.slash) document.addEventListener("keydown", onSlash);
    const onElsewhere = (event) => {
        if (!event.composedPath().includes(box.root)) box.close();
    };
    document.addEventListener("pointerdown", onElsewhere);
    const warm = setTimeout(() => ask(WARM, "").catch(() => undefined), WARM_MS);
    return () => {
        clearTimeout(warm);
        document.removeEventListener("keydown", onSlash);
        document.removeEventListener("pointerdown", onElsewhere);
    };
}

function isWriting(event) {
    const [target] = event.composedPath();
    return target instanceof HTMLElement && (target.isContentEditable || target.matches("input, textarea, select"));
}

function build(parent, data) {
    const name = `search-${(made += 1)}`;
    const root = element("div", `search ${data.kind ? "pick" : "header"}`);
    if (!data.kind) root.setAttribute("role", "search");
    const label = element("label", data.labelled ? "" : "unseen", data.label);
    const input = element("input");
    Object.assign(input, { id: name, type: "text", autocomplete: "off", spellcheck: false, maxLength: data.longest });
    label.htmlFor = name;
    const list = element("ul");
    list.id = `${name}-list`;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", data.found);
    for (const [key, value] of Object.entries({
        role: "combobox", "aria-autocomplete": "list", "aria-controls": list.id, "aria-expanded": "false",
    })) input.setAttribute(key, value);
    const note = element("p", "note"), status = element("div", "unseen"), clear = element("button", "clear", "×");
    status.setAttribute("role", "status");
    Object.assign(clear, { type: "button", hidden: true });
    clear.setAttribute("aria-label", data.clear ?? "");
    const found = element("div", "found"), field = element("div", "field");
    found.hidden = true;
    found.append(note, list);
    field.append(input, ...(data.slash ? [hint()] : []), clear, found);
    root.append(label, field, status);
    parent.append(root);
    root.box = new Box({ root, input, list, note, status, clear, found });
    return root.box;
}

function hint() {
    const made = element("span", "hint", "/");
    made.setAttribute("aria-hidden", "true");
    return made;
}

class Box {
    constructor(parts) {
        Object.assign(this, parts, { results: [], chosen: -1, wanted: 0, words: "", isAwaited: false, takesFirst: false });
        this.input.addEventListener("input", () => this.look());
        this.input.addEventListener("focus", () => this.arrive());
        this.input.addEventListener("click", () => this.found.hidden && this.look());
        this.input.addEventListener("keydown", (event) => this.press(event));
        this.input.addEventListener("blur", () => this.leave());
        this.clear.addEventListener("click", () => this.tell("chosen", { id: "" }));
        // a click must not take the focus away before it is heard
        this.found.addEventListener("mousedown", (event) => event.preventDefault());
    }

    show(data) {
        this.data = data;
        this.input.placeholder = data.placeholder;
        this.clear.hidden = !(data.clear && data.value);
        if (!this.isHere()) this.input.value = data.value ?? "";
    }

    isHere() {
        return this.root.getRootNode().activeElement === this.input;
    }

    arrive() {
        this.input.select();
        if (this.data.kind) this.look("");
    }

    leave() {
        this.close();
        this.input.value = this.data.value ?? "";
    }

    close() {
        this.wanted += 1;
        Object.assign(this, { words: "", isAwaited: false, takesFirst: false });
        this.found.hidden = true;
        this.input.setAttribute("aria-expanded", "false");
        this.mark(-1);
    }

    async look(text = this.input.value) {
        const words = text.trim() === (this.data.value ?? "") ? "" : text;
        if (!words.trim() && !this.data.kind) return this.close();
        // what could be leafed through is not what the first letter finds
        if (words.trim() && !this.words) this.draw({ waits: true }, words);
        const turn = (this.wanted += 1);
        Object.assign(this, { words, isAwaited: true, takesFirst: false });
        const answer = await ask(this.data, words).catch(() => ({ problem: this.data.sentences.unreachable }));
        // somebody has typed on, or gone elsewhere
        if (turn === this.wanted && this.isHere()) this.draw(withOwn(answer, this.data.own, words), words);
        return undefined;
    }

    draw({ results = [], problem = "", waits = false }, words) {
        const { sentences } = this.data;
        this.isAwaited = waits;
        const series = results.filter((one) => one.kind === "indicator");
        const unchecked = series.length > 0 && series.every((one) => one.tier === "catalogued");
        this.results = results;
        const told = waits ? "" : results.length ? (unchecked ? sentences.unchecked : "") : sentences.nothing;
        this.note.textContent = problem || told;
        this.list.replaceChildren(...results.map((one, place) => this.option(one, place)));
        this.found.hidden = false;
        this.input.setAttribute("aria-expanded", "true");
        const count = results.length === 1 ? "1 result." : `${results.length} results.`;
        this.status.textContent = `${results.length ? count : ""} ${this.note.textContent}`.trim();
        this.mark(words && results.length ? 0 : results.findIndex((one) => one.id === this.data.id));
        // Enter came before the answer did
        if (this.takesFirst && results.length) this.take(0, false);
    }

    option(one, place) {
        const line = element("li"), title = element("span", "title"), native = element("span", "native", one.native ?? "");
        line.id = `${this.list.id}-${place}`;
        line.setAttribute("role", "option");
        native.lang = one.language ?? "";
        if (!this.data.kind) title.append(element("span", "kind", this.data.kinds[one.tier] ?? this.data.kinds[one.kind]));
        title.append(one.title, ...(one.native ? [" ", native] : []));
        line.append(title, element("span", "detail", one.detail));
        line.addEventListener("click", (event) => this.take(place, event.ctrlKey || event.metaKey));
        return line;
    }

    mark(place) {
        this.chosen = place;
        for (const [number, line] of Array.from(this.list.children).entries()) {
            line.setAttribute("aria-selected", String(number === place));
        }
        const line = this.list.children[place];
        if (!line) return this.input.removeAttribute("aria-activedescendant");
        this.input.setAttribute("aria-activedescendant", line.id);
        return line.scrollIntoView({ block: "nearest" });
    }

    press(event) {
        const many = this.results.length, isOpen = !this.found.hidden;
        const moves = { ArrowDown: this.chosen + 1, ArrowUp: this.chosen < 0 ? many - 1 : this.chosen - 1 };
        if (event.isComposing) return;
        if (event.key in moves) {
            if (!isOpen) this.look();
            else if (many) this.mark((moves[event.key] + many) % many);
        } else if (event.key === "Enter" && this.isAwaited) this.takesFirst = true;
        else if (event.key === "Enter" && isOpen && this.chosen >= 0) this.take(this.chosen, event.ctrlKey || event.metaKey);
        else if (event.key === "Escape" && isOpen) this.close();
        else if (event.key === "Escape") this.input.blur();
        else return;
        event.preventDefault();
    }

    take(place, aside) {
        const one = this.results[place];
        if (!one) return;
        if (aside) {
            const path = this.data.paths[one.page] ?? one.page;
            window.open(new URL(`./${path}${one.query ? `?${one.query}` : ""}`, location.href), "_blank", "noopener");
            return;
        }
        window.eralineOneStep?.();
        this.tell("chosen", { id: one.id, kind: one.kind, page: one.page, query: one.query });
        if (this.data.kind) this.data = { ...this.data, value: one.title, id: one.id };
        this.input.blur();
    }
}

// What this session alone has, before what the server found.
function withOwn({ results = [], problem = "" }, own, words) {
    const wanted = words.toLowerCase().split(/\s+/);
    const fits = ({ title, id, unit }) => wanted.every((word) => `${title} ${id} ${unit ?? ""}`.toLowerCase().includes(word));
    const found = own.filter(fits);
    return { results: [...found, ...results], problem: found.length ? "" : problem };
}

async function ask(data, words) {
    const query = new URLSearchParams({ ...(words.trim() ? { q: words } : {}), ...(data.kind ? { kind: data.kind } : {}) });
    const known = asked.get(String(query));
    if (known && Date.now() - known.at < STALE_MS) return known.answer;
    // pages lie one step below the server, whatever path a proxy puts before it
    const answer = fetch(new URL(`./api/v1/search?${query}`, location.href)).then(async (response) => {
        const body = await response.json();
        return response.ok ? { results: body } : { results: [], problem: body.error?.message ?? "" };
    });
    asked.set(String(query), { at: Date.now(), answer });
    answer.catch(() => asked.delete(String(query)));
    return answer;
}

function element(name, style = "", text = "") {
    const one = document.createElement(name);
    if (style) one.className = style;
    if (text) one.textContent = text;
    return one;
}
