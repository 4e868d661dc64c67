// Is the line to the server there? Whoever answers after it was cut may know nothing of this page any more: its parts
// cannot be drawn alone then, so the whole page is asked for anew, and takes no click before it has been drawn, because
// the server would drop it. What the tab still knows of, and the new page has no more, is told once as lost.
const APP = '[data-testid="stApp"]';
const CONNECTION = "data-test-connection-state";
const SCRIPT = "data-test-script-state";
const SAID = "eraline-said";
const CUT = "The connection to the server was lost. This page will carry on as soon as it is back.";
const FOR_A_WHILE = "The connection to the server was lost for a while.";
const UNHEARD = " What you clicked last may not have reached it: please check, and click again.";
const LONGEST_MS = 15000;
// a line can be dead without a word: Streamlit asks the server when told to, and connects anew where no answer comes
const BEAT_MS = 20000;
const PATIENCE_MS = 15000;
// a tab whose clock stood still for longer was asleep
const ASLEEP_MS = 90000;
// a connection that is back at once is not worth a word
const SILENT_MS = 3000;
// a click that nothing came of until the line was found to be dead went nowhere; one from before was answered
const UNHEARD_MS = 60000;
const LOOK_MS = 200;
// a page is drawn a moment before what tells of its session
const NAMED_MS = 2000;
const CONTROLS = "button, input, textarea, [role=option], [role=radio], [role=tab], [role=slider]";
// a choice is sent again to a server that still knows the session, a press is not
const PRESSES = '[data-testid="stButton"], [data-testid="stFormSubmitButton"]';

export default function ({ data, setStateValue, setTriggerValue }) {
    const app = document.querySelector(APP);
    if (!app) return undefined;
    const tab = window.eralineTab ??= listenToClicks({ beat: Date.now(), backs: 0 });
    region();
    noteSession(app, tab, data);
    const again = () => {
        holdUntilDrawn(app);
        setTriggerValue("again", Date.now());
    };
    let connected = isConnected(app), notice = connected ? 0 : setTimeout(() => say(CUT), SILENT_MS);
    const changed = new MutationObserver(() => {
        const now = isConnected(app);
        if (now === connected) {
            // a part that is drawn fast was never seen to run
            if (now && app.getAttribute(SCRIPT) !== "rerunRequested") answered(tab);
            return;
        }
        connected = now;
        clearTimeout(notice);
        if (now) {
            if (region().textContent === CUT) say("");
            again();
            whenDrawn(app, () => setTimeout(() => tellOfAPress(tab), NAMED_MS));
        } else {
            noteWhatMayGo(tab);
            notice = setTimeout(() => say(CUT), SILENT_MS);
        }
    });
    changed.observe(app, { attributes: true, attributeFilter: [CONNECTION, SCRIPT] });
    const beat = () => {
        const now = Date.now(), slept = now - tab.beat > ASLEEP_MS;
        if (document.hidden || !isConnected(app)) return;
        tab.beat = now;
        if (slept) again();
        window.postMessage(
            { stCommVersion: 1, type: "SEND_APP_HEARTBEAT", ackTimeoutMilliseconds: PATIENCE_MS }, window.location.origin,
        );
    };
    // who goes back means what the URL says then: the server hears it first
    window.eralineBack = () => setStateValue("backs", ++tab.backs);
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

function listenToClicks(tab) {
    document.addEventListener("click", (event) => {
        const control = event.target.closest?.(CONTROLS);
        if (!control || control.closest(`#${SAID}`)) return;
        // whoever clicks on has read what was said
        if (tab.told && isConnected(document.querySelector(APP))) {
            tab.told = 0;
            say("");
        }
        tab.clicked = { at: Date.now(), isPress: control.closest(PRESSES) !== null };
    }, true);
    return tab;
}

function answered(tab) {
    tab.clicked = undefined;
}

function noteSession(app, tab, data) {
    const last = tab.session;
    tab.session = data;
    if (!last || last.session === data.session) return;
    const own = data.own.map(([one, several, count], sort) => [one, several, last.own[sort][2] - count]);
    tab.gone = [...(tab.gone ?? []), ...own.filter(([, , count]) => count > 0)];
    whenDrawn(app, () => tellWhatWasLost(tab));
}

function noteWhatMayGo(tab) {
    tab.before = entered();
    const clicked = tab.clicked;
    tab.unheard = clicked && Date.now() - clicked.at < UNHEARD_MS ? clicked : undefined;
    tab.clicked = undefined;
}

// a box on the page keeps its text, a dialog closes with its own, and a file goes wherever it was chosen
function entered() {
    const dialog = document.querySelector('[role="dialog"]');
    const texts = dialog ? [...dialog.querySelectorAll('textarea, input[type="text"]')] : [];
    const files = (place) => place?.querySelectorAll('[data-testid="stFileChip"]').length ?? 0;
    return {
        dialog: files(dialog) > 0 || texts.some((box) => box.value !== ""),
        file: files(document) > files(dialog),
    };
}

function tellWhatWasLost(tab) {
    const gone = (tab.gone ?? []).map(([one, several, count]) => `${count} ${count === 1 ? one : several} of your own`);
    const before = tab.before, now = entered();
    if (before?.dialog && !now.dialog) gone.push("what you had entered in the dialog");
    // the browser shows it still; the server it was sent to is gone
    if (before?.file) gone.push("the file that you had chosen");
    const last = tab.unheard ? UNHEARD : "";
    tab.gone = tab.before = tab.unheard = undefined;
    if (gone.length > 0) {
        const lost = `The connection to the server was lost, and with it ${listing(gone)}.`;
        tell(tab, `${lost} Please add again what you still need.${last}`);
    } else if (last) {
        tell(tab, FOR_A_WHILE + last);
    }
}

// the server knows the session still, and has no need of a second choice
function tellOfAPress(tab) {
    if (!tab.unheard?.isPress) return;
    tab.unheard = undefined;
    tell(tab, FOR_A_WHILE + UNHEARD);
}

function tell(tab, words) {
    tab.told = Date.now();
    say(words);
}

function listing(parts) {
    return new Intl.ListFormat("en-GB", { style: "long", type: "conjunction" }).format(parts);
}

function whenDrawn(app, then) {
    const look = () => {
        if (isConnected(app) && app.getAttribute(SCRIPT) === "notRunning" && !app.inert) then();
        else setTimeout(look, LOOK_MS);
    };
    setTimeout(look, LOOK_MS);
}

// a screen reader tells what changes in a region that was there before
function region() {
    const there = document.getElementById(SAID);
    if (there) return there;
    const made = document.createElement("div");
    made.id = SAID;
    made.setAttribute("role", "status");
    made.style.cssText =
        "position:fixed;left:50%;bottom:1rem;transform:translateX(-50%);z-index:1000002;width:max-content;" +
        "max-width:min(42rem, calc(100vw - 2rem))";
    document.body.appendChild(made);
    return made;
}

function say(words) {
    const told = document.createElement("div");
    told.textContent = words;
    told.style.cssText =
        "padding:0.6rem 1rem;border:1px solid #fff;border-radius:0.4rem;background:#1d2733;color:#fff;" +
        "font-family:inherit;font-size:0.95rem";
    region().replaceChildren(...(words ? [told] : []));
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
