"""The ways to every window, from anywhere in the dashboard. Each is imported when it is first asked for."""

from __future__ import annotations

from functools import partial

from store.team.kudos import NO_WALL
from tui.moving import Moves


class Rooms(Moves):
    """What opens something."""

    async def action_kind_words(self) -> None:
        """Goes to all that was ever said to me, and nothing else."""
        if self.team is not None:
            from tui.screens.kudos import KudosScreen

            await self.switch_mode("kudos")
            for screen in self.screen_stack:
                if isinstance(screen, KudosScreen):
                    screen.show_kind_words()

    def action_another_team(self) -> None:
        """Starts or joins a team in another folder."""
        if self.team is not None:
            from tui.screens.setup import SetupScreen

            self.push_screen(SetupScreen())

    def action_notes(self) -> None:
        """Opens the notebook."""
        if self.team is not None and self.snapshot is not None:
            from tui.screens.notes import NotesScreen

            self.push_screen(NotesScreen())

    def action_note(self, member: str = "") -> None:
        """Opens a small window for a note about someone, who is asked for if `member` names nobody."""
        from tui.screens.notes.write import write_note

        write_note(self, member)

    def action_promises(self) -> None:
        """Shows my promises."""
        if self.team is not None:
            from tui.screens.promises import PromisesScreen

            if not isinstance(self.screen, PromisesScreen):
                self.push_screen(PromisesScreen())

    def action_promise(self, text: str = "") -> None:
        """Shows my promises, ready to keep another one, with that text to begin with."""
        if self.team is not None:
            from tui.screens.promises import PromisesScreen

            if isinstance(self.screen, PromisesScreen):
                self.screen.begin(text)
            else:
                self.push_screen(PromisesScreen(text))

    def action_thank(self, to: str = "") -> None:
        """Opens the composer, with someone filled in if `to` names a member."""
        if self.snapshot is not None and not self.snapshot.kudos_on:
            self.notify(NO_WALL, markup=False)
        elif self.team is not None:
            from tui.screens.compose import ComposeScreen

            self.push_screen(ComposeScreen([to] if to else []))

    def action_coffee(self) -> None:
        """Shows whom I meet for a coffee this round."""
        if self.team is not None:
            from tui.screens.coffee import CoffeeScreen

            self.push_screen(CoffeeScreen())

    def action_sync_details(self) -> None:
        """Says how the shared folder stands, what to do, and what the doctor finds."""
        if self.team is not None:
            from tui.screens.folder import FolderScreen

            self.push_screen(FolderScreen())

    def action_backups(self) -> None:
        """Shows what this machine keeps of earlier days."""
        if self.team is not None:
            from tui.screens.backups import BackupsScreen

            self.push_screen(BackupsScreen())

    def action_hand(self) -> None:
        """Shows who could use a hand, and who can lend one."""
        if self.team is not None:
            from tui.screens.hand import HandScreen

            self.push_screen(HandScreen())

    def action_question(self) -> None:
        """Shows this week's question, and the opener of my next meeting."""
        if self.team is not None:
            from tui.screens.question import QuestionScreen

            self.push_screen(QuestionScreen())

    def action_own_words(self) -> None:
        """Shows the actions and questions that the team made for itself."""
        if self.team is not None:
            from store.content.folder import own_words
            from tui.screens.own_words import own_words_page

            folder = self.team.folder
            job = partial(own_words, folder, fresh=True)
            self.do(job, lambda words: self.push_screen(own_words_page(folder, words)))

    def action_look_back(self) -> None:
        """Shows which principles I practised lately."""
        if self.team is not None and self.snapshot is not None and self.private is not None:
            from tui.screens.look_back import look_back_page

            me, now = self.snapshot.members[self.team.me], self.clock.now()
            known = self.day.words.catalogue if self.day is not None else None
            self.push_screen(look_back_page(self.snapshot, self.private, me, now, self.hidden, known))

    def show_person(self, member: str) -> None:
        """Shows the card of a member."""
        if self.snapshot is not None and member in self.snapshot.members:
            from tui.screens.people.person import PersonScreen

            self.push_screen(PersonScreen(member))

    def action_settings(self) -> None:
        """Opens the settings of this machine."""
        if self.team is not None and self.snapshot is not None:
            from tui.screens.settings import SettingsScreen

            self.push_screen(SettingsScreen())

    def action_people(self) -> None:
        """Shows everyone in the team, who is here and who is not."""
        if self.snapshot is not None:
            from tui.screens.people.everyone import PeopleScreen

            self.push_screen(PeopleScreen())

    def action_my_card(self) -> None:
        """Opens the form of my own card."""
        if self.snapshot is not None and self.team is not None:
            from tui.screens.people.my_card import MyCardScreen

            self.push_screen(MyCardScreen())

    def action_away(self) -> None:
        """Asks from when to when I am away."""
        if self.snapshot is not None and self.team is not None:
            from tui.screens.people.away import AwayScreen

            self.push_screen(AwayScreen(self.team.me))

    async def show_meeting(self, meeting: str) -> None:
        """Goes to the roles of a meeting."""
        from tui.screens.meeting import MeetingScreen
        from tui.screens.roles import RolesScreen

        await self.switch_mode("roles")
        if isinstance(self.screen, MeetingScreen):
            await self.pop_screen()
        if isinstance(self.screen, RolesScreen):
            self.screen.open_meeting(meeting)
