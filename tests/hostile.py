"""Texts that other people might put into the team file, to be shown as what they are and nothing else."""

HOSTILE = (
    "[@click=app.quit]x[/]",
    "x [/y]",
    "[$primary]x",
    "[b]bold[/b] [link=https://example.org]here[/link]",
    "\\[b] [[x]] [/ [type=x, v={'a[0]'}]",
    "\x1b]0;owned\x07",
    "\x1b[2J\x1b[H",
    "\x9b2J",
    "\x00nul\x00",
    "abc\u202edcba\u202c",
    "\u2066\u2067isolates\u2069",
    "\ufeffbom\u200bzero\u00adsoft",
    "line\r\nover\rline\x0b\x0c\x85\u2028",
    "a" + "\u0301" * 10_000,
    "👩\u200d👩\u200d👧 👍🏽 ❤\ufe0f",
    "مرحبا שלום",
    "w" * 5_000,
    "x" * 1_000_000,
    "=cmd|' /C calc'!A0",
    "</script><script>alert(1)</script>",
)
