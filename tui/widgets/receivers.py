"""Whom a kudos is for: names completed as one types, and those chosen as chips that can be removed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, OptionList
from textual.widgets.option_list import Option

from store.records import Member
from tui.widgets.chips import Chip, Chips
from tui.widgets.field import Field
from tui.widgets.names import Group, offers


class People(Chips):
    """The chosen people, a little apart from each other."""

    GAP = 1


class NameField(Field):
    """The line in which names are typed; the keys of the list of offers work in it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down", "offers(1)", "Next name", show=False),
        Binding("up", "offers(-1)", "Name before", show=False),
        Binding("comma", "take", "Take the name", show=False, priority=True),
        Binding("tab", "go_on", "Take the name and go on", show=False, priority=True),
        Binding("backspace", "delete_or_remove", "Remove the last", show=False),
    ]

    class Asked(Message):
        """A key for the list of offers: "next", "before", "take", "on" (with the name, if any), "remove"."""

        def __init__(self, what: str) -> None:
            super().__init__()
            self.what = what
            """Which one."""

    def action_offers(self, by: int) -> None:
        """Moves in the offers."""
        self.post_message(self.Asked("next" if by > 0 else "before"))

    def action_take(self) -> None:
        """Takes the offer and stays for the next name; with nothing typed, goes on."""
        self.post_message(self.Asked("take" if self.value.strip() else "on"))

    def action_go_on(self) -> None:
        """Takes the offer, if there is one, and goes on; what is typed next is for the next field."""
        self.post_message(self.Asked("on"))
        self.screen.focus_next()

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

        VerticalScroll { height: auto; max-height: 3; scrollbar-size-vertical: 1; }

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

    class Joined(Message):
        """A group was asked for: its people were added, unless they would be `too_many`."""

        def __init__(self, group: Group, too_many: bool) -> None:
            super().__init__()
            self.group = group
            """The group."""
            self.too_many = too_many
            """Whether nobody was added."""

    def __init__(self, chosen: Sequence[str] = (), *, limit: int, fixed: bool = False) -> None:
        super().__init__()
        self._limit = limit
        self._chosen = tuple(dict.fromkeys(chosen))
        self._fixed = fixed
        self._members: Mapping[str, Member] = {}
        self._groups: Mapping[str, Group] = {}
        self._me = ""
        self._offered_for = ""

    def compose(self) -> ComposeResult:
        """Chips above, then the field, then what it offers."""
        with VerticalScroll(can_focus=False):
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

    def know(self, members: Mapping[str, Member], groups: Sequence[Group], me: str) -> None:
        """Takes note of who there is, alone and together, and who I am."""
        self._members, self._me = members, me
        self._groups = {group.id: group for group in groups}
        self._chosen = tuple(member for member in self._chosen if member in members)
        self._show_chips()

    def choose(self, member: str) -> None:
        """Adds someone."""
        if member not in self._chosen:
            self._chosen += (member,)
            self._show_chips()
            self.post_message(self.Changed())

    def join(self, group: Group) -> None:
        """Adds the people of a group, as far as they may be thanked for all to see."""
        chosen = tuple(dict.fromkeys((*self._chosen, *group.members)))
        too_many = len(chosen) > self._limit
        if not too_many and chosen != self._chosen:
            self._chosen = chosen
            self._show_chips()
            self.post_message(self.Changed())
        self.post_message(self.Joined(group, too_many))

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
            self.query_one(VerticalScroll).scroll_end(animate=False)

    # Offers

    @on(Input.Changed)
    def _offer(self) -> None:
        self._show_offers(self._fitting(self.typed) if self.typed else ())

    def _fitting(self, typed: str) -> tuple[Member | Group, ...]:
        return offers(typed, self._members.values(), tuple(self._groups.values()), self._me, self._chosen)

    def _show_offers(self, found: Sequence[Member | Group]) -> None:
        options = [Option(self._offered(one), one.id) for one in found]
        if not options and self.typed:
            options = [Option(Content("Nobody here is called so."), disabled=True)]
        self._offered_for = self.typed
        self.offers.set_options(options)
        self.offers.highlighted = 0 if found else None
        self.set_class(bool(options), "-offering")

    def _offered(self, member: Member | Group) -> Content:
        if isinstance(member, Group):
            names = ", ".join(self._members[one].name for one in member.members)
            return Content.assemble(Content(member.name), "  ", Content.styled(names, "$text-muted"))
        return Content.assemble(Content(member.name), "  ", Content.styled(self.note(member), "$text-muted"))

    def note(self, member: Member) -> str:
        """What is said of someone who is offered."""
        note = f"@{member.handle}"
        if member.id == self._me:
            note += " · you"
        elif member.left is not None:
            note += " · has left"
        elif member.thanks == "private":
            note += " · likes thanks in private"
        elif member.thanks == "ask":
            note += " · likes to be asked first"
        return note

    def close_offers(self) -> bool:
        """Closes the list; False when it was not open."""
        was_open = self.has_class("-offering")
        self.remove_class("-offering")
        return was_open

    def _marked(self) -> str:
        """What is marked in the list for the letters that stand there now, however fast they were typed."""
        if self._offered_for != self.typed:
            self._offer()
        if not self.typed and not self.has_class("-offering"):
            return ""
        option = self.offers.highlighted_option
        return (option.id or "") if option is not None else ""

    @on(NameField.Asked)
    def _asked(self, event: NameField.Asked) -> None:
        open_now = self.has_class("-offering")
        match event.what:
            case "next" | "before" if not open_now:
                self._show_offers(self._fitting(""))
            case "next":
                self.offers.action_cursor_down()
            case "before":
                self.offers.action_cursor_up()
            case "take" | "on" if self.typed and (found := self._marked()):
                self._pick(found, goes_on=event.what == "on")
            case "remove" if self._chosen:
                self.drop(self._chosen[-1])
            case "take" | "on":
                self.close_offers()
                self.post_message(self.Left())

    @on(Input.Submitted)
    def _submitted(self) -> None:
        if found := self._marked():
            self._pick(found)
        elif not self.typed:
            self.close_offers()
            self.post_message(self.Left())

    @on(OptionList.OptionSelected)
    def _picked(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self._pick(event.option.id or "")

    def _pick(self, chosen: str, *, goes_on: bool = False) -> None:
        self.close_offers()
        self.field.value = ""
        if group := self._groups.get(chosen):
            self.join(group)
        elif chosen:
            self.choose(chosen)
        if goes_on:
            self.post_message(self.Left())
        else:
            self.field.focus()

    @on(Chips.Pressed)
    def _chip_pressed(self, event: Chips.Pressed) -> None:
        event.stop()
        if not self._fixed:
            self.drop(event.id)
            self.field.focus()
