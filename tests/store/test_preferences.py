"""What one can choose: values that make sense, values that make none, and the page about them."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.theme import BUILTIN_THEMES

from store.errors import StoreError, UsageError
from store.preferences import PREFERENCES, THEMES, find, problems, read_value, shown, template, values
from store.settings import Home, Settings
from tui import themes

PAGE = Path(__file__).parents[2] / "docs/settings.md"


def test_every_theme_is_there_and_no_other() -> None:
    assert set(THEMES) == {*BUILTIN_THEMES, *(theme.name for theme in themes.OWN)}


def test_a_new_file_names_every_setting_and_sets_none() -> None:
    assert tomllib.loads(template()) == {"preferences": {}}


@pytest.mark.parametrize("preference", PREFERENCES, ids=lambda p: p.id)
def test_the_page_tells_what_it_means(preference: object) -> None:
    assert isinstance(preference, type(PREFERENCES[0]))
    (row,) = [
        line for line in PAGE.read_text("utf-8").splitlines() if line.startswith(f"| `{preference.id}`")
    ]
    assert preference.meaning in row
    assert row.index(f"`{shown(preference.default)}`") > 0
    if preference.id != "theme":
        assert all(f"`{shown(value)}`" in row for value in preference.values)
    assert f"\n# {preference.id} = {shown(preference.default)}\n" in template()


@given(
    st.dictionaries(
        st.sampled_from([*(p.id for p in PREFERENCES), "x"]),
        st.one_of(
            st.booleans(),
            st.integers(-1, 2),
            st.text(max_size=8),
            st.sampled_from(THEMES),
            st.lists(st.integers(), max_size=1),
        ),
    )
)
def test_whatever_the_file_says_each_value_is_one_that_is_allowed(found: dict[str, object]) -> None:
    held = values(found)
    odd = problems(found)
    for preference in PREFERENCES:
        value = held[preference.id]
        assert any(value is v or (value == v and isinstance(v, str)) for v in preference.values)
        taken = preference.id not in found or (
            held[preference.id] == found[preference.id]
            and type(found[preference.id]) is type(preference.default)
        )
        assert taken != any(f"preferences.{preference.id} " in words for words in odd)
    assert any(words.startswith("preferences.x ") for words in odd) == ("x" in found)


@pytest.mark.parametrize(
    ("name", "typed", "value"),
    [
        ("clock_24h", " Off", False),
        ("ascii", "yes", True),
        ("date_format", "nov 23", "Nov 23"),
        ("theme", "NORD", "nord"),
    ],
)
def test_what_is_typed(name: str, typed: str, value: object) -> None:
    assert read_value(find(name), typed) is value or read_value(find(name), typed) == value


def test_what_cannot_be_is_refused_with_what_can() -> None:
    with pytest.raises(UsageError, match="true or false, not “1”"):
        read_value(find("clock_24h"), "1")
    with pytest.raises(UsageError, match="There are: theme"):
        find("colour")


def test_nothing_in_the_file_is_lost(tmp_path: Path) -> None:
    home = Home(tmp_path / "config", tmp_path / "data")
    home.config.mkdir()
    before = (
        '# mine\n[preferences]\ntheme = "moon" # why\nlater = 3\n'
        '\n\n[keys]\nroles.swap = "w"\n[other]\na = [1]\n'
    )
    (home.config / "settings.toml").write_text(before, "utf-8")
    settings = Settings(home)
    assert settings.values["theme"] == "amity-dark"
    assert [words.split()[0] for words in settings.problems] == ["preferences.theme", "preferences.later"]
    settings.prefer("clock_24h", False)
    after = settings.path.read_text("utf-8")
    assert all(line in after.splitlines() for line in before.splitlines())
    settings.prefer("clock_24h", None)
    assert "clock_24h" not in settings.path.read_text("utf-8")


def test_what_is_no_table_is_said_and_left_alone(tmp_path: Path) -> None:
    home = Home(tmp_path / "config", tmp_path / "data")
    home.config.mkdir()
    (home.config / "settings.toml").write_text("preferences = 5\n", "utf-8")
    settings = Settings(home)
    assert "write [preferences]" in settings.problems[0]
    with pytest.raises(StoreError, match="Mend that first"):
        settings.prefer("theme", "nord")
    assert settings.path.read_text("utf-8") == "preferences = 5\n"
