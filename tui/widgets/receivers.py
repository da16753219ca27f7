"""Whom a kudos is for: names completed as one types, and those chosen as chips that can be removed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import ClassVar

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from store.records import Member
from store.text import fold
from tui.widgets.chips import Chip, Chips
from tui.widgets.field import Field

OFFERED = 6
"""Names offered at once."""


def complete(
    typed: str, members: Iterable[Member], me: str, without: Collection[str] = ()
) -> tuple[Member, ...]:
    """The members that the typed letters may mean, the likeliest first.

    A handle or name that begins so comes before a later word of the name, that before letters within, that
    before letters in the same order with others between. I myself and who left come last, and only when
    really named; with nothing typed everyone else is offered.
    """
    wanted = fold(typed.strip().lstrip("@"))
    ranked: list[tuple[bool, int, str, Member]] = []
    for member in members:
        rank = _rank(wanted, fold(member.handle), fold(member.name))
        apart = member.id == me or member.left is not None
        if member.id not in without and rank is not None and not (apart and (not wanted or rank > 2)):
            ranked.append((apart, rank, fold(member.name), member))
    return tuple(entry[-1] for entry in sorted(ranked, key=lambda entry: (*entry[:3], entry[3].id)))


def _rank(wanted: str, handle: str, name: str) -> int | None:
    if handle.startswith(wanted):
        return 0
    if name.startswith(wanted):
        return 1
    if any(word.startswith(wanted) for word in name.split()):
        return 2
    if wanted in name or wanted in handle:
        return 3
    return 4 if _in_order(wanted, name) or _in_order(wanted, handle) else None


def _in_order(letters: str, text: str) -> bool:
    rest = iter(text)
    return all(letter in rest for letter in letters)


class People(Chips):
    """The chosen people, a little apart from each other."""

    GAP = 1


class NameField(Field):
    """The line in which names are typed; the keys of the list of offers work in it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "offers(1)", "Next name", show=False),
        Binding("up", "offers(-1)", "Name before", show=False),
        Binding("tab,comma", "take", "Take the name", show=False, priority=True),
        Binding("backspace", "delete_or_remove", "Remove the last", show=False),
    ]

    class Asked(Message):
        """A key for the list of offers: "next", "before", "take", "on" (to the next field), "remove"."""

        def __init__(self, what: str) -> None:
            super().__init__()
            self.what = what
            """Which one."""

    def action_offers(self, by: int) -> None:
        """Moves in the offers."""
        self.post_message(self.Asked("next" if by > 0 else "before"))

    def action_take(self) -> None:
        """Takes the offer; with nothing typed, goes on."""
        self.post_message(self.Asked("take" if self.value.strip() else "on"))

    def action_delete_or_remove(self) -> None:
        """Deletes a letter, or the last chip when there is none."""
        if self.value:
            self.action_delete_left()
        else:
            self.post_message(self.Asked("remove"))


class Receivers(Vertical):
    """Chips, the field and the offers below it."""

    DEFAULT_CSS = """
    Receivers {
        height: auto;

        NameField { background: $panel; }

        OptionList {
            overlay: screen;
            constrain: none inside;
            width: 1fr;
            height: auto;
            max-height: 8;
            padding: 0;
            background: $surface;
            border: round $border;
            display: none;
            text-wrap: nowrap;
            text-overflow: ellipsis;
        }

        &.-offering OptionList { display: block; border: round $border; }
    }
    """

    chips = getters.query_one(People)
    field = getters.query_one(NameField)
    offers = getters.query_one(OptionList)

    class Changed(Message):
        """Someone was added or taken away."""

    class Left(Message):
        """One has finished here and wants to go on."""

    def __init__(self, chosen: Sequence[str] = (), *, fixed: bool = False) -> None:
        super().__init__()
        self._chosen = tuple(dict.fromkeys(chosen))
        self._fixed = fixed
        self._members: Mapping[str, Member] = {}
        self._me = ""

    def compose(self) -> ComposeResult:
        """Chips above, then the field, then what it offers."""
        yield People()
        if not self._fixed:
            yield NameField(placeholder="a name or @handle", compact=True)
            offers = OptionList(markup=False)
            offers.can_focus = False  # one goes on typing
            yield offers

    def on_mount(self) -> None:
        """Shows who was chosen beforehand."""
        self._show_chips()

    @property
    def chosen(self) -> tuple[str, ...]:
        """Ids of the chosen members."""
        return self._chosen

    @property
    def typed(self) -> str:
        """What stands in the field and is nobody yet."""
        return "" if self._fixed else self.field.value.strip()

    def know(self, members: Mapping[str, Member], me: str) -> None:
        """Takes note of who there is, and who I am."""
        self._members, self._me = members, me
        self._chosen = tuple(member for member in self._chosen if member in members)
        self._show_chips()

    def choose(self, member: str) -> None:
        """Adds someone."""
        if member not in self._chosen:
            self._chosen += (member,)
            self._show_chips()
            self.post_message(self.Changed())

    def drop(self, member: str) -> None:
        """Takes someone away."""
        if member in self._chosen and not self._fixed:
            self._chosen = tuple(other for other in self._chosen if other != member)
            self._show_chips()
            self.post_message(self.Changed())

    def _show_chips(self) -> None:
        if self.is_mounted:
            mark, tip = ("", "") if self._fixed else (" ✕", "Click to take this name off")
            people = (self._members[member] for member in self._chosen if member in self._members)
            self.chips.chips = tuple(Chip(m.id, f" {m.name}{mark} ", "on $panel", tip) for m in people)
            self.chips.display = bool(self.chips.chips)

    # Offers

    @on(Input.Changed)
    def _offer(self) -> None:
        found = complete(self.typed, self._members.values(), self._me, self._chosen)[:OFFERED]
        self._show_offers(found if self.typed else ())

    def _show_offers(self, found: Sequence[Member]) -> None:
        options = [Option(self._offered(member), member.id) for member in found]
        if not options and self.typed:
            options = [Option(Content("Nobody here is called so."), disabled=True)]
        self.offers.set_options(options)
        self.offers.highlighted = 0 if found else None
        self.set_class(bool(options), "-offering")

    def _offered(self, member: Member) -> Content:
        note = f"@{member.handle}"
        if member.id == self._me:
            note += " · you"
        elif member.left is not None:
            note += " · has left"
        elif member.thanks == "private":
            note += " · likes thanks in private"
        elif member.thanks == "ask":
            note += " · likes to be asked first"
        return Content.assemble(Content(member.name), "  ", Content.styled(note, "$text-muted"))

    def close_offers(self) -> bool:
        """Closes the list; False when it was not open."""
        was_open = self.has_class("-offering")
        self.remove_class("-offering")
        return was_open

    @on(NameField.Asked)
    def _asked(self, event: NameField.Asked) -> None:
        open_now = self.has_class("-offering")
        match event.what:
            case "next" | "before" if not open_now:
                self._show_offers(complete("", self._members.values(), self._me, self._chosen))
            case "next":
                self.offers.action_cursor_down()
            case "before":
                self.offers.action_cursor_up()
            case "take" if open_now and self.offers.highlighted is not None:
                self.offers.action_select()
            case "remove" if self._chosen:
                self.drop(self._chosen[-1])
            case "take" | "on":
                self.close_offers()
                self.post_message(self.Left())

    @on(Input.Submitted)
    def _submitted(self) -> None:
        if self.has_class("-offering") and self.offers.highlighted is not None:
            self.offers.action_select()
        elif not self.typed:
            self.close_offers()
            self.post_message(self.Left())

    @on(OptionList.OptionSelected)
    def _picked(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.close_offers()
        self.field.value = ""
        self.field.focus()
        if event.option.id is not None:
            self.choose(event.option.id)

    @on(Chips.Pressed)
    def _chip_pressed(self, event: Chips.Pressed) -> None:
        event.stop()
        if not self._fixed:
            self.drop(event.id)
            self.field.focus()
