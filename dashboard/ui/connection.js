// Has the line to the server been cut? What answers on the other side may know nothing of this page any more: its parts
// cannot be drawn alone then, so the whole page is asked for anew, and takes no click before it has been drawn, because
// the server would drop it. What the tab still knows of is told as lost.
const APP = '[data-testid="stApp"]';
const MAIN = '[data-testid="stMain"]';
const CONNECTION = "data-test-connection-state";
const SCRIPT = "data-test-script-state";
const LONGEST_MS = 15000;

export default function ({ data, setTriggerValue }) {
    const last = window.eralineSession;
    window.eralineSession = data;
    if (last && last.session !== data.session) {
        const [events, series] = ["events", "series"].map((sort) => Math.max(0, last[sort] - data[sort]));
        if (events || series) setTriggerValue("lost", { events, series });
    }
    const app = document.querySelector(APP);
    if (!app) return undefined;
    let connected = app.getAttribute(CONNECTION) === "CONNECTED";
    const reconnected = new MutationObserver(() => {
        const now = app.getAttribute(CONNECTION) === "CONNECTED";
        if (now && !connected) {
            holdUntilDrawn(app);
            setTriggerValue("again", Date.now());
        }
        connected = now;
    });
    reconnected.observe(app, { attributes: true, attributeFilter: [CONNECTION] });
    return () => reconnected.disconnect();
}

function holdUntilDrawn(app) {
    const main = document.querySelector(MAIN);
    let began = false;
    const drawn = new MutationObserver(() => {
        const state = app.getAttribute(SCRIPT);
        began ||= state === "running";
        if (began && state === "notRunning") release();
    });
    const release = () => {
        drawn.disconnect();
        main.inert = false;
    };
    main.inert = true;
    drawn.observe(app, { attributes: true, attributeFilter: [SCRIPT] });
    setTimeout(release, LONGEST_MS);
}
