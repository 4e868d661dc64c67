// Draw the chart of an embedded page in whatever box it has: laid out for that box by the server, anew when it changes.
(() => {
    const chart = document.getElementById("chart"), box = document.getElementById("box");
    const problem = document.getElementById("problem"), states = document.getElementById("states");
    const dark = matchMedia("(prefers-color-scheme: dark)");
    // what the server lays a chart out for: in a smaller box it is drawn smaller
    const LEAST = { width: 240, height: 160 }, MOST = 2400, PAUSE = 150;
    // boxes that differ by less share what the server has laid out
    const STEP = 20;
    let asked = "", latest = 0, timer = 0;

    async function draw() {
        const { width, height } = box.getBoundingClientRect();
        if (!width || !height) return;
        const figure = new URL(chart.dataset.figure, location.href);
        const within = (px, least) => Math.min(MOST, Math.max(least, Math.floor(px / STEP) * STEP));
        figure.searchParams.set("width", within(width, LEAST.width));
        figure.searchParams.set("height", within(height, LEAST.height));
        figure.searchParams.set("theme", dark.matches ? "dark" : "light");
        if (figure.href === asked) return;
        asked = figure.href;
        const turn = ++latest;
        try {
            const answer = await fetch(figure);
            const told = await answer.json();
            // a later size may have been answered before
            if (turn !== latest) return;
            if (!answer.ok) throw new Error(told.error.message);
            await show(told, width, height);
            problem.textContent = "";
        } catch (fault) {
            if (turn !== latest) return;
            asked = "";
            problem.textContent = `This chart cannot be shown: ${fault.message}`;
        }
    }

    async function show({ alt, title, width, edge, least, figure }, wide, high) {
        const tall = figure.layout.height;
        const across = wide / (width + 2 * edge), down = high / (tall + 2 * edge);
        // drawn any smaller it would have letters that nobody reads
        const scrolls = down < least && down < across;
        box.style.overflowY = scrolls ? "scroll" : "hidden";
        if (scrolls) box.tabIndex = 0;
        else box.removeAttribute("tabindex");
        const scale = Math.min(1, scrolls ? box.clientWidth / (width + 2 * edge) : Math.min(across, down));
        chart.style.transform = `scale(${scale})`;
        chart.style.left = `${Math.max(edge * scale, (box.clientWidth - width * scale) / 2)}px`;
        chart.style.top = `${edge * scale / 2}px`;
        chart.style.width = `${width}px`;
        states.textContent = `${title}. ${alt}`;
        const settings = { displayModeBar: false, responsive: false, topojsonURL: "./land/", scrollZoom: false };
        await Plotly.react(chart, figure.data, { ...figure.layout, width, dragmode: false }, settings);
        chart.dataset.drawn = "yes";
    }

    const soon = () => { clearTimeout(timer); timer = setTimeout(draw, PAUSE); };
    // its own bar to scroll with is no other size
    new ResizeObserver(soon).observe(box, { box: "border-box" });
    dark.addEventListener("change", draw);
    draw();
})();
