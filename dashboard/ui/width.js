// How much room is there? Told in steps, and each step once: another would have the page computed and drawn again.
export default function ({ data, parentElement, setStateValue }) {
    const host = parentElement.host ?? parentElement;
    const tell = () => {
        const width = host.getBoundingClientRect().width;
        const step = data.steps.filter((size) => size <= width).pop() ?? data.steps[0];
        // Streamlit may begin anew before the server has heard what was told: the element knows
        if (width > 0 && step !== (host.told ?? data.told)) {
            host.told = step;
            setStateValue("width", step);
        }
    };
    const observer = new ResizeObserver(tell);
    observer.observe(host);
    // an observer waits for the tab to be seen, and the page waits for the width
    tell();
    return () => observer.disconnect();
}
