// On paper a chart is as wide as the sheet: it was laid out for the screen, and would be cut.
const CHARTS = ".js-plotly-plot";
// the box that keeps the chart's height on the screen
const BOX = '[data-testid="stPlotlyChart"]';
// A4 and Letter between the margins that the page asks for, less what surrounds a chart
const PAPER = 690;
// what was drawn in light colours for a dark page
const DRAWN = `${CHARTS}, [data-testid="stHtml"] img`;
const INVERTED = "invert(1) hue-rotate(180deg)";

export default function () {
    const fit = () => document.querySelectorAll(CHARTS).forEach((each) => {
        const size = Math.min(1, PAPER / each.offsetWidth), high = each.offsetHeight * size;
        each.style.zoom = size;
        each.closest(BOX)?.style.setProperty("height", `${high}px`);
    });
    const darken = () => {
        if (!isDark()) return;
        document.documentElement.dataset.paper = "white";
        document.querySelectorAll(DRAWN).forEach((each) => { each.style.filter = INVERTED; });
    };
    const release = () => document.querySelectorAll(CHARTS).forEach((each) => {
        each.style.zoom = "";
        each.closest(BOX)?.style.removeProperty("height");
    });
    const lighten = () => {
        delete document.documentElement.dataset.paper;
        document.querySelectorAll(DRAWN).forEach((each) => { each.style.filter = ""; });
    };
    const before = () => { fit(); darken(); }, after = () => { release(); lighten(); };
    window.addEventListener("beforeprint", before);
    window.addEventListener("afterprint", after);
    return () => {
        window.removeEventListener("beforeprint", before);
        window.removeEventListener("afterprint", after);
    };
}

function isDark() {
    const ground = getComputedStyle(document.querySelector('[data-testid="stApp"]')).backgroundColor;
    return (ground.match(/[\d.]+/g) ?? [255, 255, 255]).slice(0, 3).reduce((sum, part) => sum + Number(part), 0) < 384;
}
