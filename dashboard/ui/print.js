// On paper a chart is as wide as the sheet: it was laid out for the screen, and would be cut.
const WIDE = ".js-plotly-plot";
// A4 and Letter between margins of a centimetre, less what surrounds a chart
const PAPER = 690;

export default function () {
    const fit = () => document.querySelectorAll(WIDE).forEach((each) => {
        each.style.zoom = Math.min(1, PAPER / each.offsetWidth);
    });
    const release = () => document.querySelectorAll(WIDE).forEach((each) => {
        each.style.zoom = "";
    });
    window.addEventListener("beforeprint", fit);
    window.addEventListener("afterprint", release);
    return () => {
        window.removeEventListener("beforeprint", fit);
        window.removeEventListener("afterprint", release);
    };
}
