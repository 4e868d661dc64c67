// Take a chart away as a picture: plotly draws it anew, off the page, when its own button is pressed.
// air around what is drawn, on every side
const EDGE = 16;

export default function ({ parentElement, data }) {
    // a box of its own: the style lies in an element beside it
    let box = parentElement.querySelector(".pictures");
    if (!box) {
        box = parentElement.appendChild(document.createElement("div"));
        box.className = "pictures";
    }
    box.replaceChildren(...data.kinds.map((kind) => button(kind, data)));
}

function button(kind, data) {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = kind.label;
    made.onclick = () => take(kind, data);
    return made;
}

function take(kind, data) {
    const chart = document.querySelector(`.st-key-${CSS.escape(data.chart)} .js-plotly-plot`);
    const camera = chart?.querySelector('.modebar-btn[data-title^="Download plot"]');
    if (!camera) return;
    const kept = { data: chart.data, layout: chart.layout, options: chart._context.toImageButtonOptions };
    const picture = kind.light ? data.light : data.own;
    const drawn = picture ? JSON.parse(picture) : kept;
    const { width, height } = chart._fullLayout, high = drawn.layout.height ?? height;
    const { l = 0, r = 0, t = 0, b = 0 } = drawn.layout.margin ?? {};
    const margin = { ...drawn.layout.margin, l: l + EDGE, r: r + EDGE, t: t + EDGE, b: b + EDGE };
    // plotly copies what it draws before the click returns, so the chart on the page never changes
    try {
        chart.data = drawn.data;
        const shown = { ...zoomed(drawn.layout, kept.layout), ...led(drawn.layout, chart.ends) };
        chart.layout = { ...drawn.layout, ...shown, margin, paper_bgcolor: kind.ground };
        chart._context.toImageButtonOptions = {
            format: kind.format, filename: data.name, scale: data.scale, width: width + 2 * EDGE, height: high + 2 * EDGE,
        };
        camera.click();
    } finally {
        chart.data = kept.data;
        chart.layout = kept.layout;
        chart._context.toImageButtonOptions = kept.options;
    }
}

function zoomed(drawn, shown) {
    // what the user has zoomed to is what the picture shows
    const axes = Object.keys(drawn).filter((name) => /^[xy]axis\d*$/.test(name) && shown[name]?.range);
    return Object.fromEntries(axes.map((name) => [name, { ...drawn[name], range: shown[name].range }]));
}

function led(drawn, ends) {
    // the names are where the lines end in what is shown, as zoom.js has brought them there
    if (!ends) return {};
    const placed = (note) => {
        if (!ends.has(note.name)) return note;
        const [low, high] = drawn[note.name.split(" ", 1)[0].replace("y", "yaxis")].domain;
        return { ...note, y: low + (high - low) * ends.get(note.name) };
    };
    const annotations = drawn.annotations.filter(({ name }) => ends.get(name) !== null).map(placed);
    return { annotations, shapes: drawn.shapes.filter(({ name }) => name !== "Leaders") };
}
