"""Can what a page shows be read: no text over another, none cut off, nothing that axe finds grave?"""

from collections.abc import Sequence
from typing import Any, Literal

from axe_playwright_python.sync_playwright import DEFAULT_OPTIONS, Axe
from playwright.sync_api import Page

WIDTHS = (375, 768, 1280, 2200)
# the rules of axe that ask for colours
COLOURS = ("color-contrast", "link-in-text-block")
FEWEST_TEXTS = 5
CHART, CHART_TEXT = ".js-plotly-plot", ".main-svg text"
# every drawing that takes room on the page, the years that it shows, and each piece of its text with the box it takes
DRAWINGS = """([drawings, texts]) => {
    const drawn = (drawing) => {
        const frame = drawing.getBoundingClientRect();
        const years = drawing._fullLayout?.xaxis;
        const found = Array.from(drawing.querySelectorAll(texts), (node) => [node, node.getBoundingClientRect()])
            .filter(([node, box]) => node.textContent.trim() && box.width > 0 && getComputedStyle(node).opacity !== '0')
            .map(([node, box]) => ({text: node.textContent, left: box.left - frame.left, right: box.right - frame.left,
                                    top: box.top - frame.top, bottom: box.bottom - frame.top}));
        return {width: frame.width, height: frame.height, texts: found,
                shown: years ? [years._offset, years._offset + years._length] : [0, frame.width]};
    };
    return Array.from(document.querySelectorAll(drawings), drawn).filter((drawing) => drawing.width > 0);
}"""
# charts come one after another, even when the page's script is done
DRAWN = "([drawings, least]) => document.querySelectorAll(`${drawings}:has(.main-svg)`).length >= least"

# A4 between margins of a centimetre, at 96 pixels an inch
PAPER_PX = 718
ON_PAPER = f"{CHART}, .on-paper table"
# where what is named leaves the paper
CUT = """([paper, names]) => [...document.querySelectorAll(names)]
    .filter((each) => each.getClientRects().length)
    .map((each) => each.getBoundingClientRect())
    .filter((box) => box.right > paper || box.left < 0)
    .map((box) => [Math.round(box.left), Math.round(box.right)])"""
# texts that something hides the end of without an ellipsis, and that do not scroll
HALF = """() => {
    const page = document.querySelector('[data-testid=stApp]'), silent = 'svg, style, script, .on-paper, .page-name';
    const says = (each) => getComputedStyle(each).textOverflow === 'ellipsis';
    const half = (text) => {
        const range = document.createRange();
        range.selectNodeContents(text);
        const box = range.getBoundingClientRect();
        for (let each = text.parentElement; box.width && each !== page; each = each.parentElement) {
            const hides = getComputedStyle(each).overflowX, frame = each.getBoundingClientRect();
            if (hides === 'auto' || hides === 'scroll') return false;
            // a pixel wide is what is there for those alone who hear a page
            if (hides !== 'visible' && frame.width > 2 && (box.right > frame.right + 1 || box.left < frame.left - 1))
                return !(says(each) && each === text.parentElement);
        }
        return false;
    };
    const texts = [], walk = document.createTreeWalker(page, NodeFilter.SHOW_TEXT);
    for (let text = walk.nextNode(); text; text = walk.nextNode())
        if (text.data.trim() && !text.parentElement.closest(silent)) texts.push(text);
    const fields = [...page.querySelectorAll('input:not([type=range], [type=file])')]
        .filter((each) => each.scrollWidth > each.clientWidth + 1 && !says(each));
    return [...texts.filter(half).map((text) => text.data), ...fields.map((each) => each.value)];
}"""

Drawing = dict[str, Any]
Scheme = Literal["light", "dark"]
SCHEMES: tuple[Scheme, ...] = ("light", "dark")


def drawings(page: Page, drawing: str = CHART, text: str = CHART_TEXT) -> list[Drawing]:
    """Return every chart on the page, or whatever else is drawn there, with the boxes of its texts."""
    return page.evaluate(DRAWINGS, [drawing, text])


def unreadable(drawn: list[Drawing]) -> list[tuple[int, str, tuple[str, ...]]]:
    """Return the texts that touch each other or leave their picture, each with the place of its picture."""
    return [
        (place, how, texts)
        for place, drawing in enumerate(drawn)
        for how, found in (("touch", touching(drawing)), ("outside", outside(drawing)))
        for texts in found
    ]


def touching(drawing: Drawing) -> list[tuple[str, str]]:
    texts = drawing["texts"]
    pairs = ((one, other) for place, one in enumerate(texts) for other in texts[place + 1 :])
    return [(one["text"], other["text"]) for one, other in pairs if collide(one, other)]


def collide(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Tell whether two boxes share more than a hairline: a line's box is taller than its letters."""
    across = min(one["right"], other["right"]) - max(one["left"], other["left"])
    down = min(one["bottom"], other["bottom"]) - max(one["top"], other["top"])
    return across > 1 and down > 3


def outside(drawing: Drawing) -> list[tuple[str]]:
    return [
        (text["text"],)
        for text in drawing["texts"]
        if min(text["left"], text["top"]) < -1
        or text["right"] > drawing["width"] + 1
        or text["bottom"] > drawing["height"] + 1
    ]


def in_the_years_shown(drawing: Drawing) -> Drawing:
    """Return a drawing without what a zoom has moved beyond its plot: that is in the drawing too, but clipped."""
    low, high = drawing["shown"]
    kept = [text for text in drawing["texts"] if text["right"] > low and text["left"] < high]
    clipped = [{**text, "left": max(text["left"], low), "right": min(text["right"], high)} for text in kept]
    return {**drawing, "texts": clipped}


def grave(page: Page, only: Sequence[str] = ()) -> list[tuple[str, list[str]]]:
    """Return what axe finds serious or critical, by all of its rules or by some."""
    options = {**DEFAULT_OPTIONS, **({"runOnly": list(only)} if only else {})}
    # Vega names the marks of a metric's sparkline wrongly; the panel under it shows the same series
    context = {"exclude": [['[data-testid="stMetric"] svg']]}
    found = Axe().run(page, context=context, options=options).response["violations"]
    return [
        (rule["id"], [node["html"][:200] for node in rule["nodes"]])
        for rule in found
        if rule["impact"] in ("serious", "critical")
    ]


def on_paper(page: Page) -> None:
    """Lay a page out as the browser does before it prints."""
    page.emulate_media(media="print")
    page.set_viewport_size({"width": PAPER_PX, "height": 1000})
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
