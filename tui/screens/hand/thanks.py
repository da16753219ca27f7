"""How thanks for a hand begin."""

from __future__ import annotations

from store.content import starters
from store.rules.sentence import sentence
from tui.screens.compose.draft import Draft

_THEME = "help"


def beginning(text: str) -> Draft:
    """A starter about help, with what the flag said in its place; by then the file has it no more."""
    starter = next(s for s in starters() if s.theme == _THEME)
    situation = starter.situation.replace("[what]", f"“{text.rstrip('.')}”") if text else starter.situation
    return Draft(theme=_THEME, text=sentence(situation, starter.behaviour, starter.impact))
