"""Draw the page that the URL names: settings, top navigation, and the outermost edge of every page."""

from pathlib import Path
from typing import Final

import streamlit as st

from dashboard.ui import connection, search_box
from dashboard.ui.in_words import told_in_words
from dashboard.ui.navigation import current_page
from dashboard.ui.running import page_being_made
from dashboard.ui.widgets import PAGE_WIDTH, kept_zoom, keyboard, measured, print_view

_HERE: Final = Path(__file__).parent
# Streamlit leaves a hand's breadth free above and beside a page: a chart needs it more
_STYLE: Final = """<style>
/* the width probe waits for it: padding decides how wide a chart is */
[data-testid="stApp"] { --page-styled: 1; }
/* a scroll bar that comes with the chart would leave it another width */
@media (min-width: 641px) { [data-testid="stMain"] { scrollbar-gutter: stable; } }
[data-testid="stMainBlockContainer"] { padding: 4.2rem clamp(1rem, 2.6vw, 4rem) 2.5rem; }
/* plotly draws a chart twice whose box ends within a pixel: it is told the width more exactly than it measured it */
[data-testid="stMain"] [data-testid="stFullScreenFrame"] { width: round(down, 100%, 1px); }
/* the chosen values quiet, in the colour of text: white on the page's own blue cannot be read in the dark */
[data-testid="stMultiSelect"] [data-tag] { background-color: rgba(120, 135, 155, 0.24); color: inherit; }
[data-testid="stMultiSelect"] [data-tag] * { color: inherit; }
/* what is too long for its box says that there is more; what can be pressed is written whole, on more lines */
[data-testid="stSelectbox"] input { text-overflow: ellipsis; }
[data-testid="stPageLink-NavLink"] span:has(> [data-testid="stMarkdownContainer"]),
:is([data-testid="stPageLink-NavLink"], [data-testid="stPopoverButton"]) [data-testid="stMarkdownContainer"] {
    overflow: visible; white-space: normal;
}
:is([data-testid="stPageLink-NavLink"], [data-testid="stPopoverButton"]) p { white-space: normal; line-height: 1.3; }
[data-testid="stPopoverButton"] p { display: block; }
.stMarkdownBadge { white-space: normal !important; }
/* who walks the pages by keyboard sees where: the page that is open has the same ground as one that is pointed at */
[data-testid="stTopNavLink"]:focus-visible { outline: 2px solid currentColor; outline-offset: -2px; }
/* a link to another view of the same page is a link like any other, no page that is chosen */
[data-testid="stMain"] [data-testid="stPageLink-NavLink"]:not(:hover, :focus-visible) { background: transparent; }
[data-testid="stMain"] [data-testid="stPageLink-NavLink"] p { font-weight: inherit; }
/* where choices take a second row, those beside the chosen one keep the edge that it would cover in one row */
[data-variant="segmented_control"]:not([data-selected], :hover, :focus-visible) {
    border-color: color-mix(in srgb, currentColor 20%, transparent) !important;
}
[data-variant="segmented_control"][data-selected] { z-index: 1; }
/* where the eras would leave no room for what else a chart can be asked for, they have a row of their own */
@media (min-width: 641px) and (max-width: 1100px) {
    [class*="-chart-row"] [data-testid="stHorizontalBlock"] { flex-wrap: wrap; }
    [class*="-chart-row"] [data-testid="stColumn"]:first-child { flex-basis: 100%; }
}
/* on a phone columns lie under one another, as far apart as everything else */
@media (max-width: 640px) { [data-testid="stHorizontalBlock"] { row-gap: 1rem !important; } }
/* a table in a text is scrolled by itself, not the page with it */
@media screen and (max-width: 640px) {
    [data-testid="stMarkdownContainer"] > table { display: block; width: 100%; overflow-x: auto; }
}
/* a finger needs more room than a small sign or a line of text takes */
@media (pointer: coarse) {
    [data-testid="stPageLink-NavLink"] { padding-block: 0.5rem; }
    :is([data-testid="stMultiSelect"], [data-testid="stTooltipIcon"], [data-testid="stDateInput"]) button {
        position: relative;
    }
    :is([data-testid="stMultiSelect"], [data-testid="stTooltipIcon"], [data-testid="stDateInput"]) button::after {
        content: ""; position: absolute; inset: -0.6rem -0.35rem;
    }
}
/* the colours of code are too bright for small letters: each is mixed with the page's own colour of text */
[data-testid="stCode"] .token { color: color-mix(in srgb, #1c83e1 55%, currentColor) !important; }
[data-testid="stCode"] .token.string { color: color-mix(in srgb, #09ab3b 50%, currentColor) !important; }
[data-testid="stCode"] :is(.token .token, .token.punctuation, .token.operator) { color: inherit !important; }
/* Streamlit's grey for small print is fainter than one can read */
[data-testid="stCaptionContainer"] { opacity: 0.82; }
[data-testid="stMain"] h1, [data-testid="stMain"] h2, [data-testid="stMain"] h3 { padding: 0 0 0.9rem; }
/* what a chart is called, with the choice of its views beside it */
[data-testid="stMain"] h2.chart-title { padding: 0; margin: 0; font-size: 1.25rem; line-height: 1.3; }
/* the name of a page that shows none: for those who hear it, and without room of its own */
[data-testid="stElementContainer"]:has(.page-name) {
    position: absolute; width: 1px !important; height: 1px; overflow: hidden; clip-path: inset(50%);
}
/* Streamlit lets nobody use its own controls while there is no server; ours would lose the click */
[data-testid="stApp"]:not([data-test-connection-state="CONNECTED"]) [data-testid^="stBidiComponent"] {
    pointer-events: none; opacity: 0.6;
}
@page { margin: 12mm; }
/* the search has its place in the header, in a gap before the menu, and takes no row of the page's own */
[data-testid="stApp"] { --search-width: 15rem; --policy-width: 13.5rem; }
@media (max-width: 1100px) { [data-testid="stApp"] { --search-width: 11rem; --policy-width: 11rem; } }
@media (max-width: 640px) { [data-testid="stApp"] { --search-width: calc(100vw - 14.6rem); --policy-width: 100%; } }
@media (min-width: 641px) {
    /* asking whether there is a choice of policy made the browser style a page anew whenever anything on it changed */
    [data-testid="stToolbarActions"] { width: calc(var(--search-width) + var(--policy-width)); }
    .st-key-policy-choice {
        position: fixed; top: 0.6rem; right: calc(4.2rem + var(--search-width)); width: var(--policy-width);
        z-index: 1000001; align-items: flex-end;
    }
    [data-testid="stLayoutWrapper"]:has(> .st-key-policy-choice) { position: absolute; }
}
/* on a phone the header has no room left: a line of its own, close under it */
@media (max-width: 640px) { .st-key-policy-choice { margin: -0.9rem 0 -0.7rem; } }
.st-key-policy-choice button { max-width: var(--policy-width); white-space: nowrap; color: inherit !important; }
.st-key-policy-choice button p { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.st-key-search-box { position: fixed; top: 0.6rem; right: 3.6rem; width: var(--search-width); z-index: 1000001; }
[data-testid="stLayoutWrapper"]:has(> .st-key-search-box) { position: absolute; }
@media (max-width: 640px) { .st-key-search-box:focus-within { width: calc(100vw - 5.5rem); } }
/* on paper there is nothing to choose and nothing to press */
@media print {
    header, [data-testid="stHeader"], [data-testid="stToolbar"], .modebar, [data-testid="stButton"],
    [data-testid="stDownloadButton"], [data-testid="stPopover"], [data-testid="stButtonGroup"],
    [data-testid="stSelectbox"], [data-testid="stMultiSelect"], [data-testid="stTabs"] [role="tablist"],
    [data-testid="stSlider"], [data-testid="stNumberInput"], [data-testid="stTextInput"], [data-testid="stDateInput"],
    [data-testid="stExpander"]:has(> details:not([open])), [data-testid="stPageLink"], .st-key-evidence-take-away,
    [class*="-more"], .st-key-search-box, .st-key-policy-choice { display: none !important; }
    [data-testid="stMain"], [data-testid="stAppViewContainer"], [data-testid="stApp"] {
        position: static !important; overflow: visible !important; height: auto !important;
    }
    [data-testid="stPlotlyChart"], [data-testid="stMetric"], [data-testid="stElementContainer"],
    [class*="st-key-evidence-claim-"]:not(:has(details[open])) { break-inside: avoid; }
    /* the key of a chart's pins and a table may go on overleaf, a heading stays with what it is of */
    [data-testid="stElementContainer"]:has([data-testid="stBidiComponentIsolated"], table) { break-inside: auto; }
    [data-testid="stElementContainer"]:has(h2, h3),
    [data-testid="stElementContainer"]:has(h2, h3) + :has([data-testid="stCaptionContainer"]) { break-after: avoid; }
    [data-testid="stElementContainer"]:has([data-testid="stPlotlyChart"]), [data-testid="stFullScreenFrame"] {
        height: auto !important;
    }
    [data-testid="stMainBlockContainer"] { padding: 0 !important; }
    /* one thing under another: a column is too narrow for what was drawn for the screen */
    [data-testid="stHorizontalBlock"] { display: block !important; }
    [data-testid="stHorizontalBlock"]:has([data-testid="stMetric"]) {
        display: grid !important; grid-template-columns: 1fr 1fr;
    }
    [data-testid="stColumn"] { width: 100% !important; min-width: 0 !important; }
    [data-testid="stElementContainer"]:has([data-testid="stDataFrame"]) { display: none !important; }
    [data-testid="stElementContainer"]:has(.on-paper) { display: block !important; break-inside: auto; }
    .on-paper table { width: 100%; border-collapse: collapse; font-size: 8pt; }
    .on-paper :is(th, td) {
        padding: 2px 3px; border-bottom: 1px solid #ccc; text-align: left; vertical-align: top;
    }
    .on-paper :is(p, li) { font-size: 9pt; line-height: 1.35; }
    .on-paper thead { display: table-header-group; }
    .on-paper tr { break-inside: avoid; }
    /* a dark page is printed in dark ink */
    [data-paper="white"] :is(body, [data-testid="stApp"]) { background: #fff !important; }
    [data-paper="white"] [data-testid="stApp"] * {
        color: #1d2733 !important; background-color: transparent !important;
    }
}
/* the whole of a table is for paper alone */
@media screen { [data-testid="stElementContainer"]:has(.on-paper) { display: none; } }
/* where the system chooses the colours, what is chosen has a mark of its own */
@media (forced-colors: active) {
    [data-testid="stButtonGroup"] button:is([aria-checked="true"], [aria-pressed="true"]) {
        outline: 3px solid Highlight; outline-offset: -3px;
    }
    [data-testid="stButtonGroup"] button:is([aria-checked="true"], [aria-pressed="true"])::before,
    [data-testid="stTabs"] [role="tab"][aria-selected="true"]::before {
        content: "\N{CHECK MARK}\N{NO-BREAK SPACE}";
    }
    /* a toggle is nothing but grounds, which would go: where its knob is says what it is */
    [data-testid="stCheckbox"] label > :not(:has(p)), [data-testid="stRadio"] label > :not(:has(p)) {
        forced-color-adjust: none;
    }
    [data-testid="stTopNavLinkContainer"] [aria-current="page"],
    [data-testid="stTabs"] [role="tab"][aria-selected="true"] { text-decoration: underline; }
    [data-testid="stSlider"] :has(> [data-testid="stSliderThumbValue"]) {
        outline: 6px solid Highlight; outline-offset: -6px;
    }
    [data-testid="stSlider"] [role="group"] > * > :first-child { border-top: 2px solid CanvasText; }
}
@media (prefers-reduced-motion: reduce) {
    /* none, not a short one: that begins each change of padding with a frame of the old width, which is measured */
    *, *::before, *::after { animation-duration: 0.01ms !important; transition: none !important; }
}
</style>"""

st.set_page_config(
    page_title="Eraline",
    page_icon=str(_HERE / "icon.svg"),
    layout="wide",
    initial_sidebar_state="collapsed",
    menu_items={"About": "Eraline charts public economic series against sourced policy milestones."},
)
st.logo(str(_HERE / "logo.svg"), size="large")
st.html(_STYLE)

with page_being_made() as making:
    entry, page = current_page()
    making.page = entry.id
    st.set_page_config(page_title=f"{entry.title} · Eraline")
    if not entry.has_heading:
        st.html(f'<h1 class="page-name">{entry.title}</h1>')
    with told_in_words():
        search_box.header(entry)
        # each picture is drawn once, for the room that there is
        if measured(PAGE_WIDTH) is not None:
            page.run()
    connection.watch()
    print_view()
    kept_zoom()
keyboard()
