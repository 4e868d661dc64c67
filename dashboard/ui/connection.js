// Is the line to the server there? Whoever answers after it was cut may know nothing of this page any more: its parts
// cannot be drawn alone then, so the whole page is asked for anew, and takes no click before it has been drawn, because
// the server would drop it. What the tab still knows of is told as lost.
const APP = '[data-testid="stApp"]';
const CONNECTION = "data-test-connection-state";
const SCRIPT = "data-test-script-state";
const NOTICE = "eraline-cut";
const WORDS = "The connection to the server was lost. This page will carry on as soon as it is back.";
const LONGEST_MS = 15000;
// a line can be dead without a word: Streamlit asks the server when told to, and connects anew where no answer comes
const BEAT_MS = 20000;
const PATIENCE_MS = 15000;
// a tab whose clock stood still for longer was asleep
const ASLEEP_MS = 90000;
// a connection that is back at once is not worth a word
const SILENT_MS = 3000;

export default function ({ data, setStateValue, setTriggerValue }) {
    tellWhatWasLost(data, setTriggerValue);
    const app = document.querySelector(APP);
    if (!app) return undefined;
    const again = () => {
        holdUntilDrawn(app);
        setTriggerValue("again", Date.now());
    };
    let connected = isConnected(app), notice = connected ? 0 : setTimeout(sayThatItIsCut, SILENT_MS);
    const changed = new MutationObserver(() => {
        const now = isConnected(app);
        if (now === connected) return;
        connected = now;
        clearTimeout(notice);
        if (now) {
            document.getElementById(NOTICE)?.remove();
            again();
        } else {
            notice = setTimeout(sayThatItIsCut, SILENT_MS);
        }
    });
    changed.observe(app, { attributes: true, attributeFilter: [CONNECTION] });
    const beat = () => {
        const now = Date.now(), slept = now - (window.eralineBeat ?? now) > ASLEEP_MS;
        if (document.hidden || !isConnected(app)) return;
        window.eralineBeat = now;
        if (slept) again();
        window.postMessage(
            { stCommVersion: 1, type: "SEND_APP_HEARTBEAT", ackTimeoutMilliseconds: PATIENCE_MS }, window.location.origin,
        );
    };
    // who goes back means what the URL says then: the server hears it first
    window.eralineBack = () => {
        window.eralineBacks = (window.eralineBacks ?? 0) + 1;
        setStateValue("backs", window.eralineBacks);
    };
    window.eralineBeat ??= Date.now();
    const timer = setInterval(beat, BEAT_MS);
    document.addEventListener("visibilitychange", beat);
    window.addEventListener("online", beat);
    return () => {
        changed.disconnect();
        clearTimeout(notice);
        clearInterval(timer);
        document.removeEventListener("visibilitychange", beat);
        window.removeEventListener("online", beat);
        window.eralineBack = undefined;
    };
}

function isConnected(app) {
    return app.getAttribute(CONNECTION) === "CONNECTED";
}

function tellWhatWasLost(data, setTriggerValue) {
    const last = window.eralineSession;
    window.eralineSession = data;
    if (!last || last.session === data.session) return;
    const lost = Object.entries(data.own).map(([sort, count]) => [sort, Math.max(0, last.own[sort] - count)]);
    if (lost.some(([, count]) => count)) setTriggerValue("lost", Object.fromEntries(lost));
}

function sayThatItIsCut() {
    if (document.getElementById(NOTICE)) return;
    const notice = document.createElement("div");
    notice.id = NOTICE;
    notice.setAttribute("role", "status");
    notice.textContent = WORDS;
    notice.style.cssText =
        "position:fixed;left:50%;bottom:1rem;transform:translateX(-50%);z-index:1000002;width:max-content;" +
        "max-width:calc(100vw - 2rem);padding:0.6rem 1rem;border:1px solid #fff;border-radius:0.4rem;" +
        "background:#1d2733;color:#fff;font-family:inherit;font-size:0.95rem";
    document.body.appendChild(notice);
}

function holdUntilDrawn(app) {
    const focused = document.activeElement;
    let began = false;
    const drawn = new MutationObserver(() => {
        const state = app.getAttribute(SCRIPT);
        began ||= state === "running";
        if (began && state === "notRunning") release();
    });
    const release = () => {
        drawn.disconnect();
        app.inert = false;
        // what is inert loses the keyboard's place
        if (document.activeElement === document.body && focused?.isConnected) focused.focus({ preventScroll: true });
    };
    app.inert = true;
    drawn.observe(app, { attributes: true, attributeFilter: [SCRIPT] });
    setTimeout(release, LONGEST_MS);
}
