// What a user has zoomed to stays when a chart is drawn anew: Streamlit puts another one in its place. An axis is zoomed
// as long as it would span the same without (its revision says so), and until its chart is gone from the page.
const CHART = ".js-plotly-plot";
const AXIS = /^[xy]axis\d*$/;
const RESET = '.modebar-btn[data-attr="zoom"][data-val="reset"]';

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
    });
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
