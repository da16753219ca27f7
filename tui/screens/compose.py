"""The composer: thanks in ten seconds, from anywhere."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import getters, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.suggester import Suggester
from textual.widgets import Input, Static, TextArea

from store import content
from store.errors import UsageError
from store.records import Kudos, Member
from store.text import fold

if TYPE_CHECKING:
    from tui.app import AmityApp

_DRAFT = "compose"
_SHORT = 6


class Names(Suggester):
    """Completes the last of several names, separated by commas."""

    def __init__(self, people: list[Member]) -> None:
        super().__init__(use_cache=False, case_sensitive=True)
        self._people = people

    async def get_suggestion(self, value: str) -> str | None:
        """The value with its last name whole."""
        head, comma, last = value.rpartition(",")
        wanted = fold(last.strip().lstrip("@"))
        if not wanted:
            return None
        for person in self._people:
            if fold(person.name).startswith(wanted):
                return f"{head}{comma}{' ' if comma else ''}{person.name}"
        return None


class ComposeScreen(ModalScreen[None]):
    """Writes a kudos, or changes one. Turning back keeps a draft."""

    DEFAULT_CSS = """
    ComposeScreen { align: center middle; }
    ComposeScreen #frame {
        width: 74; max-width: 98%; height: auto; max-height: 98%;
        border: round $primary; background: $surface; padding: 0 1;
    }
    ComposeScreen Input { border: round $border; background: $surface; height: 3; }
    ComposeScreen TextArea { border: round $border; background: $surface; height: 8; }
    ComposeScreen Input:focus, ComposeScreen TextArea:focus { border: round $primary; }
    ComposeScreen #hint { height: auto; color: $text-muted; padding: 0 1; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+enter,ctrl+s", "send", "Send", priority=True),
        Binding("ctrl+t", "starter", "A starter", priority=True),
        Binding("escape", "leave", "Keep as a draft"),
    ]

    to = getters.query_one("#to", Input)
    words = getters.query_one(TextArea)
    hint = getters.query_one("#hint", Static)

    if TYPE_CHECKING:

        @property
        def app(self) -> AmityApp:  # type: ignore[override]
            """The app, with its own type."""

    def __init__(self, to: list[str], kudos: Kudos | None = None) -> None:
        super().__init__()
        self._to = to
        self._kudos = kudos
        self._starter = 0
        self._hinted = False

    def compose(self) -> ComposeResult:
        """To whom, and the words."""
        snapshot = self.app.snapshot
        me = self.app.team.me if self.app.team else ""
        people = [m for m in snapshot.members.values() if m.left is None and m.id != me] if snapshot else []
        drafts = self.app.private.drafts if self.app.private else {}
        draft_to, _, draft_text = drafts.get(_DRAFT, "").partition("\n")
        names = ", ".join(m.name for m in people if m.id in self._to) or draft_to
        with Vertical(id="frame") as frame:
            frame.border_title = Content("Change your words" if self._kudos else "Thank someone")
            frame.border_subtitle = Content("ctrl+s sends · ctrl+t a starter · esc keeps a draft")
            yield Input(names, placeholder="To: names, with commas between", suggester=Names(people), id="to")
            yield TextArea(self._kudos.text if self._kudos else draft_text, id="words")
            yield Static(id="hint", markup=False)

    def on_mount(self) -> None:
        """Begins where something is missing."""
        self.to.disabled = self._kudos is not None
        (self.words if self.to.value else self.to).focus()
        self._look()

    def _receivers(self) -> list[Member]:
        """The people named. Raises `UsageError` for a name that nobody has, or several."""
        snapshot = self.app.snapshot
        people = list(snapshot.members.values()) if snapshot else []
        found: list[Member] = []
        for part in self.to.value.split(","):
            wanted = fold(part.strip().lstrip("@"))
            if not wanted:
                continue
            exact = [m for m in people if wanted in (fold(m.name), m.handle)]
            fits = exact or [m for m in people if fold(m.name).startswith(wanted) and m.left is None]
            if len(fits) != 1:
                what = "More than one person fits" if fits else "Nobody here is called"
                raise UsageError(f"{what} “{part.strip()}”.")
            found += fits
        return found

    @on(Input.Changed)
    @on(TextArea.Changed)
    def _look(self) -> None:
        """Says beforehand what will happen."""
        try:
            people = self._receivers()
        except UsageError:
            people = []
        private = [m.name for m in people if m.thanks == "private"]
        asking = [m.name for m in people if m.thanks == "ask"]
        count = len(self.words.text.split())
        if private:
            names = ", ".join(private)
            said = f"{names} would rather be thanked in private: the words are copied, nothing is stored."
        elif asking:
            said = f"{', '.join(asking)} would like to be asked before it goes on the wall."
        elif 0 < count < _SHORT:
            said = "What happened, what they did, what changed by it: one more sentence makes it theirs."
        else:
            said = "When … you … so …  Kind words land better than one thinks."
        self.hint.update(Content(said))

    def action_starter(self) -> None:
        """Puts the next starter into the words, if they are empty or a starter."""
        starters = content.starters()
        shown = {f"{s.situation} {s.behaviour} {s.impact}." for s in starters}
        if not self.words.text.strip() or self.words.text in shown:
            starter = starters[self._starter % len(starters)]
            self.words.text = f"{starter.situation} {starter.behaviour} {starter.impact}."
            self._starter += 1

    def action_leave(self) -> None:
        """Turns back; what was written is kept."""
        notebook = self.app.notebook
        if notebook is not None and self._kudos is None:
            text = f"{self.to.value}\n{self.words.text}" if self.words.text.strip() or self.to.value else None
            self.app.do(partial(notebook.set_draft, _DRAFT, text))
        self.dismiss()

    def action_send(self) -> None:
        """Puts the thanks on the wall, or copies them for someone who wants them in private."""
        team, notebook, text = self.app.team, self.app.notebook, self.words.text
        if team is None or notebook is None:
            return
        try:
            people = self._receivers()
        except UsageError as error:
            self.notify(str(error), severity="error", markup=False)
            return
        if self._kudos is not None:
            self.app.do(partial(team.edit_kudos, self._kudos.id, text), self._sent, undo=team.undo)
        elif any(m.thanks == "private" for m in people):
            self.app.copy_to_clipboard(text)
            self.notify("Copied: send it in a direct message. Nothing was stored.", markup=False)
            self.dismiss()
        else:
            to = [m.id for m in people]

            def job() -> None:
                team.give_kudos(to, text)
                notebook.set_draft(_DRAFT, None)

            self.app.do(job, self._sent, undo=team.undo)

    def _sent(self, _: object) -> None:
        self.notify("On the wall. That was kind.", markup=False)
        self.dismiss()
