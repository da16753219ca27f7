"""Giving thanks: links to the work, replies, changes to what one gave, and the team's own themes."""

from __future__ import annotations

import pytest

from store.content import themes
from store.errors import UsageError
from store.sync.replica import Edit
from store.team import Team
from store.wall import answers

LINK = "https://example.org/changes/12?tab=files#top"


def test_a_link_is_kept_and_anything_else_refused(team: Team) -> None:
    ben = team.find_member("ben").id
    assert team.give_kudos([ben], "Thank you", link=f"  {LINK}\n").link == LINK
    for link in (
        "example.org",
        "javascript:alert(1)",
        "ftp://example.org",
        "file:///etc/passwd",
        "https://",
        "https://ana:secret@example.org",
        "https://example.org/a b",
        'https://example.org/"onclick=x',
        "https://example.org/" + "a" * 400,
    ):
        with pytest.raises(UsageError, match="link"):
            team.give_kudos([ben], "Thank you", link=link)
    assert len(team.snapshot().kudos) == 1


@pytest.mark.parametrize(
    "link", ["javascript:alert(1)", "https://a b", "https://" + "a" * 400, 7, None, ["x"]]
)
def test_what_stands_for_a_link_in_the_file_and_is_none_is_not_shown(team: Team, link: object) -> None:
    given = team.give_kudos([team.find_member("ben").id], "Thank you", link=LINK)
    team.replica.apply(lambda _: [Edit("kudos", given.id, {"link": link})])
    assert team.snapshot().kudos[0].link == ""


def test_a_reply_names_what_it_answers(team: Team, ben: Team) -> None:
    first = team.give_kudos([ben.me], "Thank you")
    team.sync()
    ben.sync()
    reply = ben.give_kudos([team.me], "And thank you", reply=first.id)
    again = ben.give_kudos([team.me], "Once more", reply=first.id)
    assert reply.reply == first.id
    ben.sync()
    team.sync()
    wall = team.snapshot().kudos
    assert {kudos.id for kudos in answers(wall, first.id)} == {reply.id, again.id}
    assert answers(tuple(wall), first.id) == answers(wall, first.id)
    assert answers(wall, reply.id) == answers(wall, "") == []
    with pytest.raises(UsageError, match="taken back"):
        team.give_kudos([ben.me], "To nothing", reply="k-gone")


def test_words_theme_and_link_of_ones_own_can_be_changed(team: Team) -> None:
    given = team.give_kudos([team.find_member("ben").id], "Thank you", "craft", LINK)
    changed = team.edit_kudos(given.id, "Thank you", theme="help", link="")
    assert (changed.text, changed.theme, changed.link, changed.edited) == ("Thank you", "help", "", None)
    changed = team.edit_kudos(given.id, "Thank you, Ben")
    assert (changed.text, changed.theme) == ("Thank you, Ben", "help")
    assert changed.edited is not None
    assert team.edit_kudos(given.id, "Thank you, Ben", theme="").theme == ""
    with pytest.raises(UsageError, match="link"):
        team.edit_kudos(given.id, "Thank you, Ben", link="nowhere")
    assert [team.undo() for _ in range(3)] == ["change a kudos"] * 3
    assert team.snapshot().kudos[0] == given


def test_the_team_has_its_own_themes(team: Team, ben: Team) -> None:
    assert team.snapshot().themes == themes()
    assert team.add_theme("  Mentoring ") == "Mentoring"
    assert team.add_theme("mentoring") == "Mentoring"
    assert team.add_theme("Brot & Salz") == "Brot & Salz"
    assert team.snapshot().themes == (*themes(), "Brot & Salz", "Mentoring")
    assert team.remove_theme("CRAFT") == "craft"
    assert team.remove_theme("Mentoring") == "Mentoring"
    rest = tuple(theme for theme in themes() if theme != "craft")
    assert team.snapshot().themes == (*rest, "Brot & Salz")
    assert team.undo() == "remove the theme Mentoring"
    assert "Mentoring" in team.snapshot().themes
    team.sync()
    ben.sync()
    assert ben.snapshot().themes == team.snapshot().themes
    assert ben.add_theme("craft") == "craft"
    assert ben.snapshot().themes[: len(themes())] == themes()


def test_a_theme_that_left_the_list_stays_on_the_cards(team: Team) -> None:
    given = team.give_kudos([team.find_member("ben").id], "Thank you", "craft")
    team.remove_theme("craft")
    assert team.snapshot().kudos[0] == given
    with pytest.raises(UsageError, match="no theme “craft”"):
        team.remove_theme("craft")


@pytest.mark.parametrize("word", ["", " \n", "x" * 31])
def test_a_theme_is_a_word_or_two(team: Team, word: str) -> None:
    with pytest.raises(UsageError):
        team.add_theme(word)
