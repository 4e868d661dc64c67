// Streamlit draws what a button opens at the page's end: whoever comes by keyboard would have to walk all the way there.
const BUTTON = '[data-testid="stPopoverButton"]';
const OPEN = `${BUTTON}[aria-expanded="true"]`;
const BODY = '[data-testid="stPopoverBody"]';
// best first: where a choice stands, what can be changed, what can be pressed
const FIRST = ["input:checked", "input:not([disabled])", "textarea", 'button:not([disabled], [aria-label^="Help"])', "a[href]"];
// stands where a piece will be whose script is on its way
const TO_COME = '[data-testid="stSkeleton"]';
// what is opened is drawn piece by piece: done is what has not grown for so long
const SETTLING = 150;

export default function () {
    const follow = (event) => {
        const button = event.target.closest?.(BUTTON);
        // a press of a key clicks without a pointer; what is open already is being closed
        if (!button || event.detail !== 0 || button.getAttribute("aria-expanded") === "true") return;
        let drawn = 0;
        const enter = () => {
            // whoever has gone on meanwhile, or closed it, is not called back; a button that is drawn anew loses the focus
            if (![button, document.body].includes(document.activeElement) || !document.querySelector(OPEN)) return;
            const body = document.querySelector(BODY), now = body?.querySelectorAll("*").length ?? 0;
            const isDone = now && now === drawn && !body.querySelector(TO_COME);
            const first = isDone && FIRST.map((each) => body.querySelector(each)).find(Boolean);
            drawn = now;
            if (first) first.focus();
            else setTimeout(enter, SETTLING);
        };
        setTimeout(enter, SETTLING);
    };
    document.addEventListener("click", follow, true);
    return () => document.removeEventListener("click", follow, true);
}
