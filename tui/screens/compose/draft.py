"""What was left unfinished in the composer, as it is kept."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

Answers = tuple[str, str, str]

NO_ANSWERS: Answers = ("", "", "")


class Draft(NamedTuple):
    """Unfinished thanks: to member ids, for a theme, the free text, the three answers and which is open.

    `asked` says that the receivers were asked whether just these words may go on the wall.
    """

    to: tuple[str, ...] = ()
    theme: str = ""
    text: str = ""
    answers: Answers = NO_ANSWERS
    prompts: bool = False
    link: str = ""
    asked: bool = False

    def __str__(self) -> str:
        """The draft as one line of text."""
        return json.dumps(self._asdict(), ensure_ascii=False)

    @classmethod
    def read(cls, kept: str) -> Draft:
        """The draft that was kept so, also by an earlier version: as lines "to …", "for …", the words."""
        if not kept.startswith("{"):
            to, theme, text = (*kept.split("\n", 2), "", "")[:3]
            return cls(tuple(to.split()[1:]), theme.partition(" ")[2], text)
        try:
            found = json.loads(kept)
        except ValueError:  # cut off: the words may still be read
            return cls(text=kept)
        return cls(
            to=tuple(map(str, _list(found.get("to")))),
            theme=_text(found, "theme"),
            text=_text(found, "text"),
            answers=_answers(found.get("answers")),
            prompts=found.get("prompts") is True,
            link=_text(found, "link"),
            asked=found.get("asked") is True,
        )


def _text(found: dict[str, Any], key: str) -> str:
    value = found.get(key)
    return value if isinstance(value, str) else ""


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _answers(value: object) -> Answers:
    one, two, three = map(str, (*_list(value), "", "", "")[:3])
    return one, two, three
