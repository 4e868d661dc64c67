// What a user has zoomed to stays when a chart is drawn anew: Streamlit puts another one in its place. An axis is zoomed
// as long as it would span the same without (its revision says so), and until its chart is gone from the page. The names
// at the ends of lines follow the lines there.
const CHART = ".js-plotly-plot";
const AXIS = /^[xy]axis\d*$/;
const RESET = '.modebar-btn[data-attr="zoom"][data-val="reset"]';
// what figures/parts/line_ends.py calls its lines to names, and how far these keep apart
const LEADERS = "Leaders", GAP = 15;

export default function () {
    window.eralineZooms ??= new Map();
    const main = document.querySelector('[data-testid="stMain"]');
    if (!main) return undefined;
    let frame = 0;
    const look = () => {
        frame = 0;
        main.querySelectorAll(CHART).forEach(watch);
    };
    const drawn = new MutationObserver(() => (frame ||= requestAnimationFrame(look)));
    drawn.observe(main, { childList: true, subtree: true });
    look();
    return () => {
        drawn.disconnect();
        cancelAnimationFrame(frame);
    };
}

function watch(chart) {
    const key = chart.closest('[class*="st-key-"]')?.className.match(/st-key-\S+/)?.[0];
    if (!key || chart.isWatched || !chart.on || !chart.querySelector(RESET)) return;
    chart.isWatched = true;
    const zoomed = window.eralineZooms.get(key);
    const began = new Map(axes(chart).map(([name, axis]) => [name, [axis._rangeInitial0, axis._rangeInitial1]]));
    chart.on("plotly_relayout", () => {
        // plotly takes what it was brought back to for where it began
        for (const [name, axis] of axes(chart)) [axis._rangeInitial0, axis._rangeInitial1] = began.get(name) ?? axis.range;
        window.eralineZooms.set(key, zooms(chart));
        follow(chart);
    });
    // the same chart may be drawn with other figures
    chart.on("plotly_afterplot", () => follow(chart));
    if (zoomed) restore(chart, zoomed);
}

function axes(chart) {
    return Object.keys(chart._fullLayout).filter((name) => AXIS.test(name)).map((name) => [name, chart._fullLayout[name]]);
}

function zooms(chart) {
    const changed = ([, axis]) => String(axis.range) !== String([axis._rangeInitial0, axis._rangeInitial1]);
    return new Map(axes(chart).filter(changed).map(([name, { range, uirevision }]) => [name, { range: [...range], uirevision }]));
}

// plotly's own button for it brings every axis back to where it began: for a moment that is where the user had it
function restore(chart, zoomed) {
    const same = axes(chart).filter(([name, axis]) => zoomed.get(name)?.uirevision === axis.uirevision);
    if (!same.length) return;
    for (const [name, axis] of same) [axis._rangeInitial0, axis._rangeInitial1] = zoomed.get(name).range;
    chart.querySelector(RESET).click();
}

// Brings each name to where its line leaves the plot or ends in it; one whose line is not there has none. `ends` keeps it
// for the picture: by the name of the annotation how high in its panel, or null.
function follow(chart) {
    const isZoomed = zooms(chart).size > 0;
    if (!isZoomed && !chart.ends) return;
    const notes = chart._fullLayout.annotations.filter(({ name }) => name);
    chart.ends = isZoomed ? endsOf(chart, notes) : undefined;
    for (const note of notes) move(chart, note, chart.ends?.get(note.name));
    const led = chart._fullLayout.shapes.findIndex(({ name }) => name === LEADERS);
    chart.querySelectorAll(`.shape-group[data-index="${led}"], .shapelayer [data-index="${led}"]`)
        .forEach((each) => { each.style.display = isZoomed ? "none" : ""; });
}

function endsOf(chart, notes) {
    const ends = new Map(), axisOf = ({ name }) => name.split(" ", 1)[0];
    for (const axis of new Set(notes.map(axisOf))) {
        const { _length: high } = chart._fullLayout[axis.replace("y", "yaxis")];
        const own = notes.filter((note) => axisOf(note) === axis);
        const found = own.map(({ name }) => [name, endOf(chart, axis, name.slice(axis.length + 1))]);
        const shown = found.filter(([, height]) => height >= 0 && height <= high);
        const apart = spread(shown.map(([, height]) => height), high);
        own.forEach(({ name }) => ends.set(name, null));
        shown.forEach(([name], place) => ends.set(name, apart[place] === null ? null : apart[place] / high));
    }
    return ends;
}

// Returns how many pixels above the foot of its plot a line leaves it on the right, or was last; NaN where it is not there.
function endOf(chart, axis, name) {
    const trace = chart._fullData.find((each) => each.name === name && each.yaxis === axis);
    if (!trace) return NaN;
    const across = chart._fullLayout[trace.xaxis.replace("x", "xaxis")], up = chart._fullLayout[axis.replace("y", "yaxis")];
    const at = (place) => [across.d2p(trace.x[place]), up._length - up.d2p(trace.y[place])];
    const isKnown = (place) => Number.isFinite(trace.y[place] ?? NaN);
    const places = Array.from(trace.x, (_, place) => place).filter(isKnown);
    const last = places.findLast((place) => at(place)[0] <= across._length);
    if (last === undefined) return NaN;
    const [left, low] = at(last);
    // without a value at the day of the second is where dashes begin, or a break in the series: near enough to a line
    const next = places.find((place) => place > last && at(place)[0] > left);
    const isBroken = (day) => day !== trace.x[next];
    if (next === undefined || trace.x.slice(last + 1, next).some(isBroken)) return left >= 0 ? low : NaN;
    const [right, high] = at(next);
    return low + (high - low) * (across._length - left) / (right - left);
}

// Keeps heights apart as geometry/labels.py does, the first of them where not all have room.
function spread(heights, high) {
    const room = Math.max(0, Math.floor((high - GAP) / GAP) + 1), settled = [];
    const kept = [...heights.keys()].slice(0, room).sort((one, other) => heights[one] - heights[other]);
    kept.forEach((index, place) => settled.push(Math.max(place ? settled[place - 1] + GAP : GAP / 2, heights[index])));
    for (let place = settled.length - 1, ceiling = high - GAP / 2; place >= 0; place -= 1, ceiling = settled[place + 1] - GAP)
        settled[place] = Math.min(settled[place], ceiling);
    return heights.map((_, index) => (kept.includes(index) ? settled[kept.indexOf(index)] : null));
}

function move(chart, note, end) {
    const drawn = chart.querySelector(`.annotation[data-index="${note._index}"]`);
    if (!drawn) return;
    const size = chart._fullLayout._size, axis = chart._fullLayout[note.name.split(" ", 1)[0].replace("y", "yaxis")];
    const was = size.t + (1 - note.y) * size.h;
    drawn.style.display = end === null ? "none" : "";
    drawn.style.transform = end == null ? "" : `translateY(${axis._offset + axis._length * (1 - end) - was}px)`;
}
