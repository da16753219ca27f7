"""The words on the card of the day: a suggestion, or a pleasant page without one."""

from __future__ import annotations

from typing import Final, NamedTuple

from textual.content import Content

from store.rules.presence import Outside
from store.rules.suggestion import Pick
from store.today import Today
from tui.commands import key_of
from tui.screens.today.rows import COVERED, PRIVATE

Part = Content | str | tuple[str, str]

WARM: Final = {
    "thanks": "Done for today. It will have done someone good.",
    "": "Done for today. Small things carry a team.",
}
"""One line for what was done, by habit."""

PLACES: Final = {"office": "in the office", "remote": "from afar", "hybrid": "here and there"}
"""Where an action fits; most fit anywhere."""


KEPT: Final = 170
"""Characters of a thank-you of before."""


class NextStep(NamedTuple):
    """What follows naturally from a suggestion that was done: an action of the screen, and its words."""

    action: str
    words: str


def words_of(
    day: Today, unfolded: bool, hidden: bool, next_step: NextStep | None, outside: Outside | None
) -> Content:
    """The suggestion with its buttons. `outside` says that it is late where the person is, if it is."""
    pick = day.pick
    assert pick is not None
    covered = hidden and pick.trigger in PRIVATE
    minutes = "1 minute" if pick.minutes == 1 else f"{pick.minutes} minutes"
    action = day.words.catalogue.actions.get(pick.action)
    place = f" · {PLACES[action.setting]}" if action and action.setting in PLACES else ""
    parts: list[Part] = [
        "\n",
        (pick.title.upper(), "bold $primary"),
        (f" · {minutes}{place}", "$text-muted"),
        "\n\n",
        (COVERED.capitalize() + "." if covered else pick.text, "bold"),
        "\n",
    ]
    if pick.say:
        parts += ["\n", (f"“{pick.say}”", "italic $text-muted"), "\n"]
    if outside is not None and day.state == "open":
        late, _, when = outside.words.rpartition(": ")
        parts += ["\n", (f"{late}.", "$text-muted"), "\n", link("remind", when), "\n"]
    if unfolded and not covered:
        parts += ["\n", *((f"· {line}\n", "$secondary") for line in pick.why)]
    parts.append("\n")
    parts += _open(pick) if day.state == "open" else _done(day, next_step)
    parts.append("\n")
    return Content.assemble(*parts)


def _open(pick: Pick) -> list[Part]:
    parts: list[Part] = []
    for command, label in (("done", "Done"), ("another", "Another"), ("not_today", "Not today")):
        parts += [button(command, label), " "]
    parts.append(button("why", "Why?"))
    quiet = [link("person", "their card")] if pick.member else []
    quiet += [link("copy_phrase", "copy the words")] if pick.say else []
    quiet.append(link("wishes", "not for me"))
    return [*parts, "\n\n", Content("   ").join(quiet)]


def _done(day: Today, next_step: NextStep | None) -> list[Part]:
    assert day.pick is not None
    action = day.words.catalogue.actions.get(day.pick.action)
    warm = WARM.get(action.start_small if action else "", WARM[""])
    parts: list[Part] = [(warm, "bold $success")]
    if next_step is not None:
        parts += ["\n\n", button(next_step.action, f"{next_step.words}  ⏎")]
    return parts


def rest_of(day: Today, next_up: str, giver: str) -> Content:
    """A day without a suggestion: the reason, what is next, and words that someone once had for me."""
    reason = day.rest.reason if day.rest else "Nothing today, and that is fine."
    sentence, _, more = reason.partition(". ")
    parts: list[Part] = [(f"{sentence.rstrip('.')}.", "bold"), "\n\n"]
    parts += [(more or "See you next working day.", "$text-muted"), "\n"]
    parts += ["\n", next_up, "\n"] if next_up else []
    if day.keepsake is not None:
        parts += ["\n", (f"“{_short(day.keepsake.text)}”", "italic"), "\n", (giver, "$text-muted"), "\n"]
    if day.rest is not None and day.rest.kind == "silent":
        parts += ["\n", link("wishes", "change that"), "\n"]
    return Content.assemble(*parts)


def _short(text: str) -> str:
    line = text.replace("\n", " ")
    return line if len(line) <= KEPT else f"{line[: KEPT - 1].rstrip()}…"


def button(action: str, label: str) -> Content:
    """Something to click that runs an action of the screen; the label is ours, never someone's words."""
    return Content.from_markup(f"[bold on $panel @click=screen.{action}] {label} [/]")


def link(action: str, label: str) -> Content:
    """A quiet one, with its key; `action` is one of the screen unless it begins with "app."."""
    anywhere = action.startswith("app.")
    key = key_of(action.removeprefix("app.") if anywhere else f"today.{action}")
    run = action if anywhere else f"screen.{action}"
    shown = f"[@click={run}][bold $primary]$key[/] [$text-muted]$label[/][/]"
    return Content.from_markup(shown, key=key, label=label)
