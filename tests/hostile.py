"""Texts that would be taken for something else where they are not shown as the text that they are."""

from typing import Final

# what stands in front of each, so that it is found again
MARK: Final = "Zq"
MARKUP: Final = (
    "<script>alert(1)</script>",
    '<img src="x" onerror="alert(1)">',
    "<b>bold</b><br>",
    '<a href="javascript:alert(1)">here</a>',
    "&lt;i&gt;&amp;#60;",
    "[link](javascript:alert(1))",
    "![picture](https://example.org/p.png)",
    "https://example.org/p www.example.org a@example.org",
    "**strong** _weak_ ~~gone~~ `code`",
    "# Heading",
    "- item",
    "1. item",
    "| a | b |\n| - | - |",
    "$\\frac{1}{0}$ and $$x^2$$",
    ":red[red] :material/home: :smile: :blue-badge[badge]",
    "%{x} %{customdata[0]} <extra></extra>",
    "{{ 7 * 7 }} {0} {name} %s %(x)s",
    "-- <- -> >= :streamlit:",
)
CONTROL: Final = (
    "\x00",
    "\x1b[31mred\x1b[0m\x1b]0;title\x07",
    "line\nbreak\r\nheader: value",
    "\u202egnp.exe\u202c \u2066isolate\u2069",
    "zero\u200bwidth\ufeff\u2028\u2029",
    "\ufffe\uffff\x0b\x85",
    "\ud800",
)
FORMULAS: Final = ("=cmd|' /C calc'!A0", '=HYPERLINK("https://example.org")', "+1+1", "-1+1", "@SUM(1)", "\t=1", "\r=1")
ODD: Final = (
    "",
    " ",
    "\u0661\u0662\u0663",
    "\u00bd",
    "1e999",
    "-0",
    "0x7e0",
    "nan",
    "None",
    "null",
    "true",
    "[]",
    "{}",
    "'; DROP TABLE observations; --",
    "../../etc/passwd",
    "..\\..\\x",
    "%00",
    "%zz",
    "\U0001f469\u200d\U0001f4bb",
    "\u4e2d\u56fd",
    "a" * 3_000,
    "," * 500,
    "9" * 400,
)
EVERY: Final = (*MARKUP, *CONTROL, *FORMULAS, *ODD)
