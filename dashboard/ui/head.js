// The first script of a page. Without the address the browser first asks a deep link's own folder for the server, and
// fails twice in the console. A page takes word from itself alone, and says itself when there is no server.
window.__streamlit = {
    BACKEND_BASE_URL: new URL("./", location.href).href,
    HOST_CONFIG: { allowedOrigins: [location.origin], useExternalAuthToken: false, blockErrorDialogs: true },
};
// Streamlit, which listens after this, asks for what one has gone back to once the server knows that this is meant
addEventListener("popstate", (event) => {
    if (event.told || !window.eralineBack) return;
    event.stopImmediatePropagation();
    window.eralineBack();
    const again = Object.assign(new PopStateEvent("popstate", { state: event.state }), { told: true });
    setTimeout(() => dispatchEvent(again));
});
// Streamlit asks for another page at once, and sends what a control was told before only when the browser has time: that
// would come too late, for a page that is gone. So the way waits for it, longer than any browser puts off a timer.
addEventListener("click", (event) => {
    const isWay = event.target.closest?.('a[data-testid$="NavLink"], [data-testid="stLogoLink"]');
    const isElsewhere = event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
    if (!isWay || event.told || isElsewhere) return;
    event.stopImmediatePropagation();
    event.preventDefault();
    const again = Object.assign(new MouseEvent("click", event), { told: true });
    setTimeout(() => {
        window.eralineOneStep();
        event.target.dispatchEvent(again);
    }, 5);
}, true);
// On the way to another page its path and what it writes into its query come one after another, in any order: Back would
// lead to pages that nobody has seen. All that is written until the user does something else is one step.
let steps = Infinity;
// for whatever leads to another page and is no link
window.eralineOneStep = () => { steps = 1; };
const push = history.pushState.bind(history), replace = history.replaceState.bind(history);
history.pushState = (...step) => (steps-- > 0 ? push : replace)(...step);
for (const done of ["click", "pointerdown", "keydown", "popstate"])
    addEventListener(done, (event) => { if (!event.told) steps = Infinity; }, true);
