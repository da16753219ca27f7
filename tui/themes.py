"""Our own two themes: warm paper, by night and by day. Contrast of text is at least 4.5 : 1 in both."""

from textual.theme import Theme

DARK = Theme(
    name="amity-dark",
    primary="#e3aa63",
    secondary="#8fbcae",
    accent="#e39a80",
    foreground="#ebe5dc",
    background="#1c1a19",
    surface="#252220",
    panel="#302c29",
    success="#9cc283",
    warning="#e6bd6a",
    error="#e58b7b",
    dark=True,
    variables={"border": "#4a443f", "border-blurred": "#3a3531", "text-muted": "#b0a79b"},
)

LIGHT = Theme(
    name="amity-light",
    primary="#8a4f0c",
    secondary="#2f665a",
    accent="#9c4022",
    foreground="#2b2521",
    background="#fbf7f0",
    surface="#f5eee3",
    panel="#ebe1d2",
    success="#3d6b25",
    warning="#7d5a06",
    error="#a02c1c",
    dark=False,
    variables={"border": "#cdbfa9", "border-blurred": "#ddd2c0", "text-muted": "#6b6056"},
)
