"""A small window to pick one person: type a few letters of the name, or click."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, NamedTuple

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from store.text import fold
from tui.widgets.field import Field


class Choice(NamedTuple):
    """Someone to pick: member id, name, a few quiet words about them, and a handle that also finds them."""

    member: str
    person: str
    note: str = ""
    handle: str = ""


class PickPersonScreen(ModalScreen[str | None]):
    """Asks for one of the people; the result is a member id, None when it was left.

    `title` says what the person is picked for. The first choice is ready to be taken with Enter.
    """

    CSS_PATH = "pick_person.tcss"
    AUTO_FOCUS = "Input"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Back", show=False),
        Binding("up", "move(-1)", "Up", show=False, priority=True),
        Binding("down", "move(1)", "Down", show=False, priority=True),
    ]

    people = getters.query_one(OptionList)

    def __init__(self, title: str, choices: Sequence[Choice]) -> None:
        super().__init__()
        self._for = title
        self._choices = tuple(choices)

    def compose(self) -> ComposeResult:
        """A line to type in, and the people who fit."""
        with Vertical() as window:
            window.border_title = Content(self._for)
            window.border_subtitle = "enter choose · esc back"
            yield Field(placeholder="type to find", compact=True)
            people = OptionList(markup=False, compact=True)
            people.can_focus = False  # the arrow keys move in it while one types
            yield people

    def on_mount(self) -> None:
        """Shows everyone."""
        self._show("")

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        self._show(event.value)

    def _show(self, typed: str) -> None:
        """Shows those with a word, or a handle, that begins with what was typed."""
        wanted = fold(typed.strip().lstrip("@"))
        found = [c for c in self._choices if _fits(c, wanted)]
        options = [
            Option(Content.assemble(Content(c.person), "  ", Content.styled(c.note, "$text-muted")), c.member)
            for c in found
        ]
        self.people.set_options(
            options or [Option(Content("Nothing to choose by that name."), disabled=True)]
        )
        self.people.highlighted = 0 if options else None

    def action_move(self, by: int) -> None:
        """Moves to the person above or below."""
        if by < 0:
            self.people.action_cursor_up()
        else:
            self.people.action_cursor_down()

    @on(Input.Submitted)
    def _take_highlighted(self) -> None:
        self.people.action_select()

    @on(OptionList.OptionSelected)
    def _take(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option.id)

    def action_leave(self) -> None:
        """Goes back without picking anyone."""
        self.dismiss(None)


def _fits(choice: Choice, wanted: str) -> bool:
    person = fold(choice.person)
    return (
        person.startswith(wanted)
        or any(word.startswith(wanted) for word in person.split())
        or fold(choice.handle).startswith(wanted)
    )
