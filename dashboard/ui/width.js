// How much room is there? Told in steps, and each step once: another would have the page computed and drawn again.
export default function ({ data, parentElement, setStateValue }) {
    const host = parentElement.host ?? parentElement;
    const tell = () => {
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
        observer.disconnect();
        window.removeEventListener("resize", tell);
    };
}

function step(steps, size) {
    return steps.filter((each) => each <= size).pop() ?? steps[0] ?? null;
}
