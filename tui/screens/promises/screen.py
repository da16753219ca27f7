"""My promises: a line to keep another one, those still open, those just kept, and what was promised to me."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any, ClassVar

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from store.promises import MyPromises
from store.records import Promise
from store.rules.promises import (
    PromiseLine,
    done_lately,
    in_words,
    open_promises,
    others,
    promised_to,
    read_promise,
)
from store.text import LINE_LIMIT, clean
from tui.commands import bindings, commands, hint
from tui.screens.promises.entries import Entries, head, mine, theirs
from tui.screens.promises.form import Parts, PromiseForm
from tui.screens.promises.line import Line
from tui.screens.window import Window
from tui.widgets.frame import KeyBar

_EMPTY = (
    "Nothing promised, nothing owed.\n\nWrite one line above, such as “figures for Ben by fri”.\n"
    "It is yours alone until you share it."
)
_HINT = "Such as “figures for Ben by fri”. Yours alone until you share it."
_NOBODY = "nobody"
_PLACE = "promises"


class PromisesScreen(Window[None]):
    """All that I promised. With `text` the line begins with it, else with the draft of last time."""

    place = _PLACE
    CSS_PATH = "promises.tcss"
    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        *bindings(_PLACE),
    ]

    line = getters.query_one(Line)
    said = getters.query_one("#said", Static)
    entries = getters.query_one(Entries)

    def __init__(self, text: str = "") -> None:
        super().__init__()
        self._begin_with = self._typed = text
        self._messages: dict[str, str] = {}
        """The message that was made when a promise was moved, by its id: for `c` to copy again."""

    def compose(self) -> ComposeResult:
        """The line, what it says, the list, the keys."""
        with Vertical(id="window") as window:
            window.border_title = "Promises"
            yield Line(placeholder="What did you promise?", max_length=LINE_LIMIT, compact=True, id="line")
            yield Static(id="said", markup=False)
            yield Entries(markup=False)
            yield KeyBar([c for c in commands(_PLACE) if c.bar])

    def on_mount(self) -> None:
        """Puts back what was left unfinished, and follows what changes."""
        self.line.value = self._begin_with or self._draft
        self.watch(self.app, "view", self._show)
        self.watch(self.app, "hidden", self._show, init=False)
        to_type = self._begin_with or self.line.value or self._first is None
        self.set_focus(self.line if to_type else self.entries)

    def begin(self, text: str = "") -> None:
        """Goes to the line, with that text to begin with."""
        if text:
            self.line.value = text
        self.set_focus(self.line)

    @property
    def _draft(self) -> str:
        return self.app.private.drafts.get(_PLACE, "") if self.app.private else ""

    @property
    def _my(self) -> MyPromises:
        assert self.app.team is not None
        assert self.app.notebook is not None
        return MyPromises(self.app.team, self.app.notebook, self.app.clock)

    # What is shown

    def _show(self) -> None:
        private, snapshot, hidden = self.app.private, self.app.snapshot, self.app.hidden
        if private is None or snapshot is None:
            return
        reader, today = self.reader, self.today
        before = self.entries.highlighted_option
        place = self.entries.highlighted
        options: list[Option] = []
        groups = (
            ("Open", open_promises(private.promises)),
            ("Kept lately", done_lately(private.promises, today)),
        )
        for words, promises in groups:
            if promises:
                options.append(Option(head(words, first=not options), disabled=True))
                options += [
                    Option(mine(p, reader, today, self._is_shared(p), hidden), p.id) for p in promises
                ]
        if not options:
            options.append(Option(Content.styled(_EMPTY, "$text-muted"), disabled=True))
        if to_me := promised_to(snapshot.promises, reader.me, today):
            options.append(Option(head("Promised to you", first=False), disabled=True))
            options += [Option(theirs(p, reader, today, hidden), f"@{p.id}") for p in to_me]
        self.entries.set_options(options)
        chosen = before.id if before is not None and before.id else ""
        places: dict[str, int | None] = {o.id: number for number, o in enumerate(options) if o.id}
        near = min(filter(None, places.values()), key=lambda n: abs(n - (place or 0)), default=None)
        self.entries.highlighted = places.get(chosen, near)
        self.line.password = hidden
        self._preview()

    @property
    def _first(self) -> str | None:
        return next((option.id for option in self.entries.options if option.id), None)

    def _is_shared(self, promise: Promise) -> bool:
        team, snapshot = self.app.team, self.app.snapshot
        return team is not None and team.shared_promise(promise.id, snapshot) is not None

    def _read(self, but: tuple[str, ...] = ()) -> PromiseLine:
        """What the line says, if those members are not meant."""
        assert self.app.snapshot is not None
        me = self.app.snapshot.members[self.reader.me]
        people = [m for m in others(self.app.snapshot, me.id, self.today) if m.id not in but]
        return read_promise(self.line.value, people, self.today, me.week, me.week_start)

    @on(Input.Changed)
    def _preview(self) -> None:
        """Shows how the line is understood."""
        self._typed = self.line.value
        words, style, self.line.marks.spans = _HINT, "$text-muted", ()
        if self.line.value.strip() and self.app.hidden:
            words = "Private text is covered; h in the list shows it."
        elif self.line.value.strip():
            found = self._read()
            self.line.marks.spans = found.spans
            words = in_words(found.text, self.reader.name(found.to) if found.to else "", found.by, self.today)
            words += " · for whom? enter asks" if found.namesakes else ""
            style = "$text-success"
        self.said.update(Content.styled(words, style))

    # Keeping another one

    @on(Input.Submitted)
    def _submitted(self) -> None:
        found = self._read()
        if not found.text:
            return
        if found.namesakes:
            from tui.screens.pick_person import Choice, PickPersonScreen

            people = [self.reader.members[member] for member in found.namesakes]
            choices = [Choice(m.id, m.name, f"@{m.handle}", m.handle) for m in people]
            choices.append(Choice(_NOBODY, "Nobody of them", "leaves the words as they are"))
            self.app.push_screen(
                PickPersonScreen("Who is meant?", choices), partial(self._meant, found.namesakes)
            )
        else:
            self._add(Parts(found.text, found.to, found.by))

    def _meant(self, namesakes: tuple[str, ...], chosen: str | None) -> None:
        """Keeps the promise, once it is known whom it is for."""
        if chosen is not None:
            found = self._read(tuple(member for member in namesakes if member != chosen))
            self._add(Parts(found.text, found.to, found.by))

    def action_by_parts(self) -> None:
        """Shows the line in a form, part by part."""
        found = self._read()
        self.app.push_screen(PromiseForm(Parts(found.text, found.to, found.by)), self._add)

    def _add(self, parts: Parts | None) -> None:
        if parts is None:
            return
        my, added = self._my, list[str]()

        def job() -> None:
            added.append(my.notebook.add_promise(*parts).id)
            my.notebook.set_draft(_PLACE, None)

        def undo() -> str:
            my.remove(added[0])
            return "keep a promise"

        self.line.value = ""
        self.app.do(job, lambda _: self._go_to(added[0]), undo=undo)

    def _go_to(self, promise: str) -> None:
        if self.is_attached:
            self.entries.highlighted = self.entries.get_option_index(promise)

    # What becomes of one

    @property
    def _chosen(self) -> Promise | None:
        """The promise of mine that is chosen; says why there is none."""
        option, private = self.entries.highlighted_option, self.app.private
        if option is None or option.id is None or private is None:
            self.notify("There is no promise here yet.", markup=False)
        elif self.app.hidden:
            self.notify("Private text is covered; h shows it.", markup=False)
        elif option.id.startswith("@"):
            self.notify("Only whoever made a promise can change it.", markup=False)
        else:
            return next((p for p in private.promises if p.id == option.id), None)
        return None

    def _do(
        self,
        promise: Promise,
        what: str,
        job: Callable[[MyPromises], Any],
        said: str = "",
        *,
        removed: bool = False,
    ) -> None:
        """Does something to a promise that can be taken back, and says so."""
        my, shared = self._my, self._is_shared(promise)

        def undo() -> str:
            my.put_back(promise, shared, removed=removed)
            return what

        def then(message: object) -> None:
            if isinstance(message, str):
                self._messages[promise.id] = message
                self.app.copy(message, "Moved. The message is copied: paste it in your chat.")
            elif said:
                self.app.notify(said, markup=False)

        self.app.do(partial(job, my), then, undo=undo)

    def action_edit(self) -> None:
        """Corrects the chosen promise."""
        promise = self._chosen
        if promise is not None:

            def then(parts: Parts | None) -> None:
                if parts is not None:
                    self._do(promise, "edit a promise", lambda my: my.change(promise.id, *parts))

            self.app.push_screen(PromiseForm(Parts(promise.text, promise.to, promise.by)), then)

    @on(OptionList.OptionSelected)
    def _selected(self) -> None:
        self.action_edit()

    def action_finish(self) -> None:
        """Marks the chosen promise as kept."""
        promise = self._chosen
        if promise is not None and promise.done is None:
            self._do(
                promise,
                "mark a promise as kept",
                lambda my: my.finish(promise.id),
                "Kept. That is a good feeling.",
            )

    def action_reopen(self) -> None:
        """Opens the chosen promise again."""
        promise = self._chosen
        if promise is not None and promise.done is not None:
            self._do(promise, "open a promise again", lambda my: my.reopen(promise.id))

    def action_move(self) -> None:
        """Asks for a new day of the chosen promise, and copies the message about it."""
        promise = self._chosen
        if promise is None:
            return
        if promise.done is not None:
            self.notify("It is kept. u opens it again.", markup=False)
            return
        from tui.screens.promises.ask import MoveScreen

        def then(day: date | None) -> None:
            if day is not None:
                self._do(promise, "move a promise", lambda my: my.move(promise.id, day)[1])

        self.app.push_screen(MoveScreen(promise), then)

    def action_share(self) -> None:
        """Shows the chosen promise to the team once that is confirmed, or keeps it to myself again."""
        promise = self._chosen
        if promise is None:
            return
        if self._is_shared(promise):
            said = "It is yours alone again."
            self._do(promise, "keep a promise to yourself", lambda my: my.unshare(promise.id), said)
            return
        from tui.screens.promises.ask import ShareScreen

        def then(yes: bool | None) -> None:
            if yes:
                said = "Shared: the team can see it."
                self._do(promise, "share a promise", lambda my: my.share(promise.id), said)

        self.app.push_screen(ShareScreen(promise), then)

    def action_remove(self) -> None:
        """Removes the chosen promise for good."""
        promise = self._chosen
        if promise is not None:
            said = hint("Removed for good. Until you quit, {undo} brings it back.")
            self._do(promise, "remove a promise", lambda my: my.remove(promise.id), said, removed=True)

    def action_copy_message(self) -> None:
        """Copies the message about the new day of the chosen promise once more."""
        promise = self._chosen
        if promise is None:
            return
        if known := self._messages.get(promise.id):
            self.app.copy(known)
        else:
            self.app.do(partial(self._my.message, promise), self._copy)

    def _copy(self, message: str) -> None:
        if message:
            self.app.copy(message)
        else:
            self.notify("It was not moved, so there is nothing to tell.", markup=False)

    def action_new(self) -> None:
        """Goes to the line on top."""
        self.begin()

    def action_leave(self) -> None:
        """Goes back; what was typed is kept."""
        self.dismiss(None)

    def on_unmount(self) -> None:
        """Keeps what was typed, also when the whole program is left."""
        notebook, text = self.app.notebook, clean(self._typed, LINE_LIMIT)
        if notebook is not None and text != self._draft:
            keep = self.app.do if self.app.is_running else self.app.finish
            keep(partial(notebook.set_draft, _PLACE, text or None))
