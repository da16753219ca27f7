"""Our own themes: warm paper by night and by day with text of 4.5 : 1, and two of high contrast, 7 : 1.

What stands in an empty field is to be read as well: `text-disabled` is no paler than muted text.
"""

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
    variables={
        "border": "#4a443f",
        "border-blurred": "#3a3531",
        "text-muted": "#b8afa3",
        "text-disabled": "#b8afa3",
        "input-selection-background": "#5c4a33",
    },
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
    variables={
        "border": "#cdbfa9",
        "border-blurred": "#ddd2c0",
        "text-muted": "#5f554b",
        "text-disabled": "#5f554b",
        "input-selection-background": "#e3cfae",
    },
)

CONTRAST = Theme(
    name="amity-contrast",
    primary="#ffc66e",
    secondary="#9fe3d0",
    accent="#ffb59a",
    foreground="#ffffff",
    background="#000000",
    surface="#0c0c0c",
    panel="#1a1a1a",
    success="#a8e88a",
    warning="#ffd76a",
    error="#ffaba0",
    dark=True,
    variables={
        "border": "#9a9a9a",
        "border-blurred": "#7a7a7a",
        "text-muted": "#d8d8d8",
        "text-disabled": "#d8d8d8",
        "input-selection-background": "#54462a",
    },
)

CONTRAST_LIGHT = Theme(
    name="amity-contrast-light",
    primary="#5a2f00",
    secondary="#0a4238",
    accent="#6b1f08",
    foreground="#000000",
    background="#ffffff",
    surface="#f6f6f6",
    panel="#e8e8e8",
    success="#1c4409",
    warning="#4d3600",
    error="#720d02",
    dark=False,
    variables={
        "border": "#555555",
        "border-blurred": "#6f6f6f",
        "text-muted": "#2e2e2e",
        "text-disabled": "#2e2e2e",
        "input-selection-background": "#e6d3b8",
    },
)

OWN = (DARK, LIGHT, CONTRAST, CONTRAST_LIGHT)
