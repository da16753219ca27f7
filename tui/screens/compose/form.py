"""The composer's form: what is written in it, how the card will look, and the draft that is kept of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from textual import events, getters, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.timer import Timer
from textual.widgets import Input, Label, Select, Static, TextArea

from store.content import starters
from store.records import Kudos, Member
from store.rules.sentence import sentence
from store.team.kudos import RECEIVERS_LIMIT
from store.text import LINK_LIMIT, TEXT_LIMIT, clean
from tui.commands import commands
from tui.screens.base import AmityScreen
from tui.screens.compose import advice
from tui.screens.compose.draft import NO_ANSWERS, Answers, Draft
from tui.widgets.card import Reader
from tui.widgets.chips import Chip, Chips
from tui.widgets.field import Field
from tui.widgets.frame import KeyBar
from tui.widgets.names import groups_of
from tui.widgets.prompts import Prompts
from tui.widgets.receivers import NameField, Receivers
from tui.widgets.words import Preview, Words, slots_of

if TYPE_CHECKING:
    from tui.app import AmityApp

DRAFT_PAUSE = 2.0
"""Seconds after which what was typed is kept, whatever happens next."""

_PLACE = "compose"
_OTHER = "another theme"
"""The entry below the themes; no theme has a line break."""


class ThanksForm(ModalScreen[None]):
    """Whom to thank, the words in one text or in three answers, what for, and where the work can be seen."""

    CSS_PATH = "compose.tcss"
    AUTO_FOCUS = ""
    HORIZONTAL_BREAKPOINTS = AmityScreen.HORIZONTAL_BREAKPOINTS
    VERTICAL_BREAKPOINTS = AmityScreen.VERTICAL_BREAKPOINTS

    receivers = getters.query_one(Receivers)
    words = getters.query_one("#words", Words)
    prompts = getters.query_one(Prompts)
    theme = getters.query_one("#theme", Select)
    link = getters.query_one("#link", Field)
    preview = getters.query_one(Preview)
    hint = getters.query_one("#hint", Static)
    emoji = getters.query_one("#emoji", Chips)

    if TYPE_CHECKING:

        @property
        def app(self) -> AmityApp:  # type: ignore[override]
            """The app, with its own type."""

    def __init__(
        self,
        to: Sequence[str] = (),
        kudos: Kudos | None = None,
        reply: Kudos | None = None,
        begin: Draft | None = None,
    ) -> None:
        super().__init__()
        self._first = begin or Draft()
        self._kudos = kudos
        self._reply = reply
        self._to = tuple(to)
        self._place = " ".join([_PLACE, *sorted(to)])
        if kudos or reply:
            self._place = f"edit {kudos.id}" if kudos else f"reply {reply.id if reply else ''}"
        self._copied = ""  # the text that was copied for a direct message
        self._asked: tuple[object, ...] = ()  # what receivers were asked about
        self._composed: tuple[str, Answers] = ("", NO_ANSWERS)  # the free text, and the answers it says
        self._advice = advice.REASSURANCE
        self._theme_before = ""  # while another one is looked for
        self._sending = False
        self._restored = False
        self._pause: Timer | None = None
        self._unsaved: str | None = None  # the draft as it is now, unless it is to stay between two people

    def compose(self) -> ComposeResult:
        """To, the words and the card, what it is for, one line of advice, the keys."""
        with Vertical(id="window") as window:
            window.border_title = "Change your words" if self._kudos else "Thank someone"
            with Horizontal(id="to"):
                yield Label("To")
                yield Receivers(self._to, limit=RECEIVERS_LIMIT, fixed=self._kudos is not None)
            yield Static(id="answered", markup=False)
            with Vertical(id="middle"):
                with Vertical(id="text"):
                    yield Words(
                        placeholder=Content("When …\nyou …\nso that …"),
                        compact=True,
                        highlight_cursor_line=False,
                        id="words",
                    )
                    yield Prompts()
                yield Preview()
            with Horizontal(id="for"):
                yield Label("For")
                yield Select[str]([], prompt="choose a theme", compact=True, id="theme")
                yield Label("Link", id="linked")
                yield Field(
                    placeholder="https:// … to the work", compact=True, id="link", max_length=LINK_LIMIT
                )
            yield Chips(id="emoji")
            yield Static(id="hint", markup=False)
            yield KeyBar(commands("compose"))

    def on_mount(self) -> None:
        """Fills in what is known, and begins where something is missing."""
        texts = (f"{s.situation} {s.behaviour} {s.impact}" for s in starters())
        slots = frozenset(slot for text in texts for slot in slots_of(text))
        for words in self.query(Words):
            words.slots = slots
        if self._to:
            self.words.focus()
        else:
            self.query_one(NameField).focus()
        self.watch(self.app, "view", self._take_team)

    def _take_team(self) -> None:
        snapshot = self.app.snapshot
        if snapshot is None or self.app.team is None:
            return
        groups = groups_of(snapshot, self._me, self.app.clock.today(self.app.timezone))
        self.receivers.know(snapshot.members, groups, self._me)
        self._show_answered()
        if not self._restored:
            self._restore()
            self._restored = True
        else:
            self._offer_themes(self._theme)
        self._update()

    def _show_answered(self) -> None:
        """The kudos that this one answers, in a quiet line."""
        shown = self.query_one("#answered", Static)
        shown.display = self._reply is not None
        if self._reply is not None:
            words = " ".join(self._reply.text.split())
            line = f"In reply to {self._reader.name(self._reply.giver)}: “{words}”"
            shown.update(Content.styled(line, "$text-muted"))

    @property
    def _me(self) -> str:
        return self.app.team.me if self.app.team else ""

    @property
    def _reader(self) -> Reader:
        members = self.app.snapshot.members if self.app.snapshot else {}
        return Reader(members, self._me, self.app.clock.now(), self.app.timezone)

    # The draft

    def _restore(self) -> None:
        """Puts back what was left unfinished: for these people, or whatever it was when none are named."""
        drafts = self.app.private.drafts if self.app.private else {}
        if self._place == _PLACE and _PLACE not in drafts:
            self._place = next((place for place in drafts if place.startswith(_PLACE)), _PLACE)
        kept = drafts.get(self._place, "")
        draft = Draft.read(kept) if kept else self._first
        if not kept and self._kudos is not None:
            draft = Draft(theme=self._kudos.theme, text=self._kudos.text, link=self._kudos.link)
        if self._kudos is None:
            for member in draft.to:
                if self.app.snapshot and member in self.app.snapshot.members:
                    self.receivers.choose(member)
        self._offer_themes(draft.theme)
        self.link.value = draft.link
        self.words.text = draft.text
        self.words.move_cursor(self.words.document.end)
        self.prompts.fill(draft.answers)
        self._composed = (sentence(*draft.answers), draft.answers)
        self._open(prompts=draft.prompts)
        if kept:
            self._advice = advice.RESTORED
            self._asked = self._to_ask_about if draft.asked else ()
            self.focus_words()

    def _save_draft(self) -> None:
        """Keeps the unfinished text privately; nothing unfinished throws the draft away."""
        notebook = self.app.notebook
        if notebook is None or self.app.team is None or self._sending or not self._restored:
            return
        draft = str(self._draft) if self._is_unfinished else None
        before = self.app.private.drafts if self.app.private else {}
        if draft != before.get(self._place):
            self.app.do(partial(notebook.set_draft, self._place, draft))

    @property
    def _draft(self) -> Draft:
        return Draft(
            self.receivers.chosen,
            self._theme,
            clean(self.words.text, TEXT_LIMIT * 2, lines=True),
            self.prompts.answers,
            self.has_class("-prompts"),
            self._link,
            bool(self._asked) and self._asked == self._to_ask_about,
        )

    @property
    def _is_unfinished(self) -> bool:
        """Whether there are words that would be missed."""
        kept = (self._kudos.text, self._kudos.theme, self._kudos.link) if self._kudos else None
        if kept is not None and (self._text, self._theme, self._link) == kept:
            return False
        return self._text not in ("", self._copied)

    def _keep_soon(self) -> None:
        """Keeps the draft in a moment, also while one goes on typing."""
        if self._pause is None:
            self._pause = self.set_timer(DRAFT_PAUSE, self._save_unasked)

    def _save_unasked(self) -> None:
        """Keeps the draft, but not what is to stay between two people: that is kept only when I say so."""
        self._pause = None
        if not self._private():
            self._save_draft()

    def on_unmount(self) -> None:
        """Keeps the draft when the whole program is left."""
        notebook = self.app.notebook
        drafts = self.app.private.drafts if self.app.private else {}
        if notebook is not None and self._unsaved not in (None, drafts.get(self._place)):
            self.app.finish(partial(notebook.set_draft, self._place, self._unsaved))

    # What is written so far

    @property
    def fields(self) -> tuple[Words, ...]:
        """Where one writes now: the free text, or the three answers."""
        return self.prompts.fields if self.has_class("-prompts") else (self.words,)

    def _open(self, *, prompts: bool) -> None:
        """Shows the three answers or the one text; the key bar names the other."""
        self.set_class(prompts, "-prompts")
        self.query_one(KeyBar).keys = tuple(
            replace(command, bar="One text") if prompts and command.id == "prompts" else command
            for command in commands("compose")
        )

    def focus_words(self) -> None:
        """Goes to where one writes."""
        (self.prompts.current if self.has_class("-prompts") else self.words).focus()

    @property
    def _text(self) -> str:
        written = sentence(*self.prompts.answers) if self.has_class("-prompts") else self.words.text
        return clean(written, TEXT_LIMIT * 2, lines=True)

    @property
    def _theme(self) -> str:
        value = self.theme.value
        if value == _OTHER:
            return self._theme_before
        return value if isinstance(value, str) else ""

    @property
    def _link(self) -> str:
        return clean(self.link.value, LINK_LIMIT)

    def _members(self) -> list[Member]:
        known = self.app.snapshot.members if self.app.snapshot else {}
        return [known[member] for member in self.receivers.chosen if member in known]

    def _private(self) -> list[str]:
        """Names of those chosen who would rather be thanked in private."""
        return advice.wishing(self._members(), "private") if self._kudos is None else []

    @property
    def _to_ask_about(self) -> tuple[object, ...]:
        """Who is to be asked before the words go on the wall, and about what; () for nobody."""
        people = [m.id for m in self._members() if m.thanks == "ask"] if self._kudos is None else []
        return (tuple(sorted(people)), self._text, self._link) if people else ()

    @on(TextArea.Changed)
    @on(Input.Changed, "#link")
    @on(Receivers.Changed)
    def _update(self) -> None:
        """Shows the card as it is now, and what to know about those it is for."""
        if self.app.snapshot is None or not self._restored:
            return
        reader = self._reader
        to = self.receivers.chosen or ("",)
        card = Kudos("", reader.me, to, self._text or "…", reader.now, self._theme, self._link)
        self.preview.card = (card, reader)
        self._unsaved = str(self._draft) if self._is_unfinished and not self._private() else None
        self._keep_soon()

    @on(TextArea.Changed)
    @on(Receivers.Changed)
    def _advise(self) -> None:
        self._say(self._example or self._about_receivers() or self._advice)

    @property
    def _example(self) -> str:
        """An example that stands in place of the advice; "" if none."""
        return ""

    def _about_receivers(self) -> str:
        people = self._members() if self._kudos is None else []
        return advice.about(people, self._me, bool(self._asked) and self._asked == self._to_ask_about)

    def _say(self, words: str, *, firmly: bool = False) -> None:
        """Puts one piece of advice below the text."""
        self.hint.update(Content.styled(words, "$text-warning" if firmly else "$text-muted"))

    # Receivers, themes and emoji

    @on(Receivers.Left)
    def _to_words(self) -> None:
        self.focus_words()

    @on(Receivers.Joined)
    def _say_who_joined(self, event: Receivers.Joined) -> None:
        names = [self._reader.name(member) for member in event.group.shy]
        if words := advice.about_group(names, event.too_many, RECEIVERS_LIMIT):
            self._say(words, firmly=True)

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Offers of names belong to the field alone."""
        if not isinstance(event.widget, NameField):
            self.receivers.close_offers()

    def _offer_themes(self, theme: str) -> None:
        """The team's themes to choose from, with that one chosen, whether or not it is on the list."""
        known = self.app.snapshot.themes if self.app.snapshot else ()
        themes = list(dict.fromkeys([*known, *([theme] if theme else [])]))
        with self.prevent(Select.Changed):
            self.theme.set_options([*((Content(t), t) for t in themes), (Content("Another theme …"), _OTHER)])
            if theme:
                self.theme.value = theme
        self._theme_before = theme

    @on(Select.Changed)
    def _theme_chosen(self, event: Select.Changed) -> None:
        if event.value != _OTHER:
            self._theme_before = self._theme
            self._update()
            return
        from tui.screens.pick_theme import PickThemeScreen

        known = self.app.snapshot.themes if self.app.snapshot else ()

        def then(theme: str | None) -> None:
            self._theme_before = theme or self._theme_before
            self._offer_themes(self._theme_before)
            self._update()

        self.app.push_screen(PickThemeScreen(known), then)

    @on(Words.Offered)
    def _offer_emoji(self, event: Words.Offered) -> None:
        """Shows, in place of the advice, the emoji that a name being typed may mean."""
        words = event.words
        self.emoji.chips = tuple(
            Chip(
                str(index),
                f"{'▸' if index == words.marked else ' '}{emoji.sign} {emoji.name}  ",
                "bold" if index == words.marked else "$text-muted",
                "Tab or enter takes the marked one",
            )
            for index, emoji in enumerate(words.offered)
        )
        self.set_class(bool(words.offered), "-emoji")

    @on(Chips.Pressed)
    def _take_emoji(self, event: Chips.Pressed) -> None:
        event.stop()
        for words in self.query(Words):
            if words.offered:
                words.take(int(event.id))
                words.focus()
