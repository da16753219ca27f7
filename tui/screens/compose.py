"""The composer: whom to thank, the words, and what the card will look like."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual import events, getters, on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.timer import Timer
from textual.widgets import Label, Select, Static, TextArea

from store.content import starters, themes
from store.errors import StoreError
from store.records import Kudos, Member
from store.text import TEXT_LIMIT, clean
from tui.commands import bindings, commands
from tui.screens.base import AmityScreen
from tui.widgets.card import Reader
from tui.widgets.frame import KeyBar
from tui.widgets.receivers import NameField, Receivers
from tui.widgets.words import Preview, Words, slots_of, word_count

if TYPE_CHECKING:
    from tui.app import AmityApp

FEW_WORDS = 6
"""Thanks with fewer words get one gentle hint."""

DRAFT_PAUSE = 2.0
"""Seconds without a key after which the draft is kept, whatever happens next."""

_PLACE = "compose"
_REASSURANCE = "Such words please people more than one expects."
_RESTORED = "Your draft is back. Empty it to throw it away."
_SHORT = "Short and kind. What did they do, and what changed? Send again to keep it as it is."
_SLOT_LEFT = "There is still a [slot] to fill in. Send again if it is meant to stay."


def listed(names: Sequence[str]) -> str:
    """Names as one says them: "Dee, Ben and Chi"."""
    return " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)


class Draft(NamedTuple):
    """What was left unfinished. Kept as lines of text: "to" and member ids, "for" and a theme, the words."""

    to: tuple[str, ...] = ()
    theme: str = ""
    text: str = ""

    def __str__(self) -> str:
        return f"to {' '.join(self.to)}\nfor {self.theme}\n{self.text}"

    @classmethod
    def read(cls, kept: str) -> Draft:
        """The draft that was kept so."""
        to, theme, text = (*kept.split("\n", 2), "", "")[:3]
        return cls(tuple(to.split()[1:]), theme.partition(" ")[2], text)


class ComposeScreen(ModalScreen[None]):
    """Writes a kudos, to those in `to` if any; with `kudos` it changes the words of one of mine.

    Closing it keeps the text as a draft, which is there again next time; sending throws the draft away.
    """

    CSS_PATH = "compose.tcss"
    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = bindings("compose")
    HORIZONTAL_BREAKPOINTS = AmityScreen.HORIZONTAL_BREAKPOINTS
    VERTICAL_BREAKPOINTS = AmityScreen.VERTICAL_BREAKPOINTS

    receivers = getters.query_one(Receivers)
    words = getters.query_one(Words)
    preview = getters.query_one(Preview)
    hint = getters.query_one("#hint", Static)

    if TYPE_CHECKING:

        @property
        def app(self) -> AmityApp:  # type: ignore[override]
            """The app, with its own type."""

    def __init__(self, to: Sequence[str] = (), kudos: Kudos | None = None) -> None:
        super().__init__()
        self._kudos = kudos
        self._to = kudos.to if kudos else tuple(to)
        self._place = f"edit {kudos.id}" if kudos else " ".join([_PLACE, *sorted(self._to)])
        self._hinted: set[str] = set()
        self._starter = -1
        self._started = ""  # the starter as it was put in
        self._example = ""  # what it may become
        self._copied = ""  # the text that was copied for a direct message
        self._sending = False
        self._restored = False
        self._default = _REASSURANCE
        self._pause: Timer | None = None

    def compose(self) -> ComposeResult:
        """To, the words and the card, what it is for, one line of advice, the keys."""
        with Vertical(id="window") as window:
            window.border_title = "Change your words" if self._kudos else "Thank someone"
            with Horizontal(id="to"):
                yield Label("To")
                yield Receivers(self._to, fixed=self._kudos is not None)
            with Vertical(id="middle"):
                yield Words(
                    placeholder=Content("When …\nyou …\nso that …"), compact=True, highlight_cursor_line=False
                )
                yield Preview()
            if self._kudos is None:
                with Horizontal(id="for"):
                    yield Label("For")
                    yield Select(
                        [(Content(theme), theme) for theme in themes()],
                        prompt="anything, or choose a theme",
                        compact=True,
                    )
            yield Static(id="hint", markup=False)
            yield KeyBar(commands("compose"))

    def on_mount(self) -> None:
        """Fills in what is known, and begins where something is missing."""
        texts = (f"{s.situation} {s.behaviour} {s.impact}" for s in starters())
        self.words.slots = frozenset(slot for text in texts for slot in slots_of(text))
        if self._to:
            self.words.focus()
        else:
            self.query_one(NameField).focus()
        self.watch(self.app, "view", self._take_team)

    def _take_team(self) -> None:
        if self.app.snapshot is not None and self.app.team is not None:
            self.receivers.know(self.app.snapshot.members, self._me)
            if not self._restored:
                self._restored = True
                self._restore()
            self._update()

    @property
    def _me(self) -> str:
        return self.app.team.me if self.app.team else ""

    # The draft

    def _restore(self) -> None:
        """Puts back what was left unfinished: for these people, or whatever it was when none are named."""
        drafts = self.app.private.drafts if self.app.private else {}
        if self._place == _PLACE and _PLACE not in drafts:
            self._place = next((place for place in drafts if place.startswith(_PLACE)), _PLACE)
        draft = Draft.read(drafts.get(self._place, ""))
        if self._kudos is None:
            for member in draft.to:
                if self.app.snapshot and member in self.app.snapshot.members:
                    self.receivers.choose(member)
            if draft.theme in themes():
                self.query_one(Select).value = draft.theme
        self.words.text = draft.text or (self._kudos.text if self._kudos else "")
        self.words.move_cursor(self.words.document.end)
        if draft.text:
            self._default = _RESTORED
            self.words.focus()

    def _save_draft(self) -> None:
        """Keeps the unfinished text privately; nothing unfinished throws the draft away."""
        notebook = self.app.notebook
        if notebook is None or self.app.team is None or self._sending:
            return
        settled = {"", self._copied, self._started, self._kudos.text if self._kudos else ""}
        draft = (
            str(Draft(self.receivers.chosen, self._theme, self._text)) if self._text not in settled else None
        )
        before = self.app.private.drafts if self.app.private else {}
        if draft != before.get(self._place):
            self.app.do(partial(notebook.set_draft, self._place, draft))

    def _pause_then_save(self) -> None:
        if self._pause is not None:
            self._pause.stop()
        self._pause = self.set_timer(DRAFT_PAUSE, self._save_unasked)

    def _save_unasked(self) -> None:
        """Keeps the draft, but not what is to stay between two people: that is kept only when I say so."""
        if not self._private():
            self._save_draft()

    # What is written so far

    @property
    def _text(self) -> str:
        return clean(self.words.text, TEXT_LIMIT * 2, lines=True)

    @property
    def _theme(self) -> str:
        if self._kudos is not None:
            return self._kudos.theme
        value = self.query_one(Select).value
        return value if isinstance(value, str) else ""

    def _members(self) -> list[Member]:
        known = self.app.snapshot.members if self.app.snapshot else {}
        return [known[member] for member in self.receivers.chosen if member in known]

    def _private(self) -> list[str]:
        """Names of those chosen who would rather be thanked in private."""
        return [member.name for member in self._members() if member.thanks == "private"]

    @on(TextArea.Changed)
    @on(Select.Changed)
    @on(Receivers.Changed)
    def _update(self) -> None:
        """Shows the card as it is now, and what to know about those it is for."""
        if self.app.snapshot is None or not self._restored:
            return
        reader = Reader(self.app.snapshot.members, self._me, self.app.clock.now(), self.app.timezone)
        to = self.receivers.chosen or ("",)
        card = Kudos("", reader.me, to, self._text or "…", reader.now, self._theme)
        self.preview.card = (card, reader)
        self._pause_then_save()

    @on(TextArea.Changed)
    @on(Receivers.Changed)
    def _advise(self) -> None:
        example = self._example if self._started and self._text == self._started else ""
        self._say(example or self._about_receivers() or self._default)

    def _about_receivers(self) -> str:
        """What to know before sending: who is no one to thank here, who wants it otherwise. "" if nothing."""
        people = self._members() if self._kudos is None else []
        for member in people:
            if refusal := self._refusal(member):
                return refusal
        private = self._private() if people else []
        if private:
            rest = " Take them off to thank the others on the wall." if len(private) < len(people) else ""
            return (
                f"{listed(private)} would rather be thanked in private: sending copies your words "
                f"for a direct message and stores nothing.{rest}"
            )
        asked = [member.name for member in people if member.thanks == "ask"]
        if asked:
            return f"{listed(asked)} would like to be asked first whether thanks may go on the wall."
        return ""

    def _refusal(self, member: Member) -> str:
        """Why that member cannot be thanked here; "" if they can."""
        if member.id == self._me:
            return "It is good to be content with yourself; the wall is for thanking others."
        if member.left is not None:
            return f"{member.name} has left the team and would not see it; write to them directly."
        return ""

    def _say(self, words: str, *, firmly: bool = False) -> None:
        """Puts one piece of advice below the text."""
        self.hint.update(Content.styled(words, "$text-warning" if firmly else "$text-muted"))

    @on(Receivers.Left)
    def _to_words(self) -> None:
        self.words.focus()

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Offers of names belong to the field alone."""
        if not isinstance(event.widget, NameField):
            self.receivers.close_offers()

    # Commands

    def action_starter(self) -> None:
        """Selects the next slot of a starter, or puts in the next starter; own words are left alone."""
        untouched = self._text in ("", self._started)
        if self.words.has_slot and not untouched:
            self.words.select_slot()
            return
        offered = [s for s in starters() if s.theme == self._theme] or list(starters())
        self._starter = (self._starter + 1) % len(offered)
        starter = offered[self._starter]
        self._example = f"For example: {starter.example}"
        if untouched:
            text = f"{starter.situation}, {starter.behaviour}, {starter.impact}."
            self._started = clean(text, lines=True)
            self.words.begin(self._started)
        self.words.focus()
        self._say(self._example)

    def action_leave(self) -> None:
        """Closes the offers, else the composer; what was written stays as a draft."""
        if not self._sending and not self.receivers.close_offers():
            self._save_draft()
            self._close()

    def _close(self) -> None:
        if self._pause is not None:
            self._pause.stop()
        if self.is_attached:
            self.dismiss(None)

    def action_send(self) -> None:
        """Sends what is ready; says what is missing otherwise."""
        if self._sending:
            return
        missing = self._missing()
        if missing:
            self._say(missing, firmly=True)
        elif self._kudos is not None:
            self._change(self._kudos)
        elif self._private():
            self._copy()
        else:
            self._give()

    def _missing(self) -> str:
        """Why it cannot be sent yet, with the cursor where to go on; each gentle hint is given once."""
        if self._kudos is None:
            if self.receivers.typed or not self.receivers.chosen:
                self.query_one(NameField).focus()
                typed = "Choose the name that you mean first, or clear the field."
                return typed if self.receivers.typed else "Say whom you want to thank."
            if any(self._refusal(member) for member in self._members()):
                return self._about_receivers()
        self.words.focus()
        if not self._text:
            return "Write a few words first."
        if len(self._text) > TEXT_LIMIT:
            return f"That is longer than {TEXT_LIMIT} characters; please shorten it."
        if self.words.has_slot and self._is_new("slot"):
            return _SLOT_LEFT
        if word_count(self._text) < FEW_WORDS and self._is_new("short"):
            return _SHORT
        return ""

    def _is_new(self, hint: str) -> bool:
        """Whether this hint is still to be given; it then counts as given."""
        is_new = hint not in self._hinted
        self._hinted.add(hint)
        return is_new

    def _copy(self) -> None:
        """Copies the words for a direct message. Nothing is stored, and the text stays to be copied again."""
        self.app.copy_to_clipboard(self.words.text)
        self._copied = self._text
        self._save_draft()
        to = listed(self._private())
        self._say(f"Copied. Paste it into a direct message to {to}; nothing was stored.", firmly=True)

    def _give(self) -> None:
        to, text, theme = self.receivers.chosen, self.words.text, self._theme
        names = listed([member.name for member in self._members()])
        assert self.app.team is not None
        self._send(
            partial(self.app.team.give_kudos, to, text, theme),
            f"Your words for {names} are on the wall. That was kind.",
        )

    def _change(self, kudos: Kudos) -> None:
        assert self.app.team is not None
        self._send(partial(self.app.team.edit_kudos, kudos.id, self.words.text), "Your words are changed.")

    def _send(self, store: partial[Kudos], words: str) -> None:
        """Stores it, throws the draft away and closes; what is refused stays, and the app says why."""
        team, notebook = self.app.team, self.app.notebook
        assert team is not None
        assert notebook is not None
        drafts = self.app.private.drafts if self.app.private else {}
        self._sending = True

        def job() -> None:
            try:
                store()
            except StoreError:
                self._sending = False
                raise
            if self._place in drafts:
                notebook.set_draft(self._place, None)

        def then(_: None) -> None:
            self._close()
            self.app.notify(words, markup=False)

        self.app.do(job, then, undo=team.undo)

    @on(KeyBar.Pressed)
    async def _run_command(self, event: KeyBar.Pressed) -> None:
        await self.run_action(event.command.id)
