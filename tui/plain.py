"""Plain signs: what amity draws, in ASCII alone and just as wide; letters of people stay as they are.

The signs of a picture are exchanged, whoever wrote them: an ellipsis in somebody's text is a dot as well.
"""

from __future__ import annotations

from typing import Final

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

_LINES: Final = dict.fromkeys(range(9472, 9600), "+")
_LINES.update({ord(sign): "-" for sign in "─━┄┅┈┉╌╍═╴╶╸╺╼╾"})
_LINES.update({ord(sign): "|" for sign in "│┃┆┇┊┋╎╏║╵╷╹╻╽╿"})
_BLOCKS: Final = dict.fromkeys(range(9600, 9632), "#")
_BLOCKS.update({ord(sign): "|" for sign in "▉▊▋▌▍▎▏▐▕"})
_BLOCKS.update({ord(sign): "-" for sign in "▀▔"})
_BLOCKS.update({ord(sign): "_" for sign in "▁▂▃▄"})
_SIGNS: Final = {
    **{"·": ".", "…": ".", "•": "*", "●": "*", "○": "o", "◐": "~", "▲": "!", "↻": "@", "✓": "v", "✕": "x"},
    **{
        "▸": ">",
        "▶": ">",
        "◂": "<",
        "→": ">",
        "←": "<",
        "↑": "^",
        "↓": "v",
        "↳": ">",
        "▼": "v",
        "▾": "v",
        "»": ">",
        "«": "<",
    },
    **{"⌫": "<", "⏎": "<", "×": "x", "–": "-", "—": "-", "“": '"', "”": '"', "„": '"', "‘": "'", "’": "'"},
    **{"◆": "*", "↩": "<", "↗": "^", "☐": "o", "☑": "x", "\N{NO-BREAK SPACE}": " "},
    **{
        "👏": "*)",
        "🎉": "\\o",
        "💡": "!)",
        "🙏": "_)",
        "🙌": "\\/",
        "💛": "<3",
        "☕": "c]",
        "🔎": "? ",
        "😄": ":D",
    },
    **{"📁": "/ ", "📂": "/ ", "📄": "- "},
}

TABLE: Final = {**_LINES, **_BLOCKS, **{ord(sign): plain for sign, plain in _SIGNS.items()}}
"""What stands for each sign, as wide as it."""


class PlainSigns(LineFilter):
    """Exchanges the signs of a line."""

    def apply(self, segments: list[Segment], _background: Color) -> list[Segment]:
        """The line with plain signs."""
        return [
            segment if segment.text.isascii() else Segment(segment.text.translate(TABLE), *segment[1:])
            for segment in segments
        ]
