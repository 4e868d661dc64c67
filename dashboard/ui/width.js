// How much room is there? Told in steps, and each step once: another would have the page computed and drawn again.
// So it waits for the page's own style, which may come later than this and leaves another width.
const STYLED = "--page-styled";
const LONGEST_MS = 5000;

export default function ({ data, parentElement, setStateValue }) {
    const host = parentElement.host ?? parentElement;
    const began = Date.now();
    let waiting = 0;
    const tell = () => {
        if (!getComputedStyle(host).getPropertyValue(STYLED) && Date.now() - began < LONGEST_MS) {
            // where the style changes no width, no observer says that it has come
            clearTimeout(waiting);
            waiting = setTimeout(tell, 50);
            return;
        }
        const width = host.getBoundingClientRect().width;
        const across = step(data.steps, width);
        // on a phone the browser's own bars come and go while one scrolls: its height means nothing
        const high = across >= data.wide ? step(data.heights, window.innerHeight) : null;
        const room = [across, high];
        // Streamlit may begin anew before the server has heard what was told: the element knows
        if (width > 0 && String(room) !== String(host.told ?? data.told)) {
            host.told = room;
            setStateValue("room", room);
        }
    };
    const observer = new ResizeObserver(tell);
    observer.observe(host);
    window.addEventListener("resize", tell);
    // an observer waits for the tab to be seen, and the page waits for the width
    tell();
    return () => {
        clearTimeout(waiting);
        observer.disconnect();
        window.removeEventListener("resize", tell);
    };
}

function step(steps, size) {
    return steps.filter((each) => each <= size).pop() ?? steps[0] ?? null;
}
