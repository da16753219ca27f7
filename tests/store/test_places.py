"""Where folders are shared on this machine, as each program leaves it, and the teams that are there."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from store.clock import Clock
from store.exchange.people import names_in
from store.exchange.places import DEPTH, Place, folders_with_a_file, shared_places, subfolders, teams_at
from store.settings import Home
from store.team import Team

SYNCTHING = """<configuration version="37">
  <folder id="a" path="{0}/Crew" type="sendreceive"></folder>
  <folder id="b" path="~/Notes"></folder>
  <folder id="c" path="{0}/Photos" type="sendonly"></folder>
  <folder id="d" path="relative" type="sendreceive"></folder>
</configuration>"""


def write(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOME", str(tmp_path))
    return tmp_path


@pytest.mark.parametrize(
    ("product", "folder"),
    [
        ("Dropbox", "Dropbox (Harbour)"),
        ("Dropbox", "Library/CloudStorage/Dropbox-Harbour"),
        ("OneDrive", "OneDrive - Harbour Ltd"),
        ("OneDrive", "Library/CloudStorage/OneDrive-Harbour"),
        ("Nextcloud", "Nextcloud"),
        ("Google Drive", "Library/CloudStorage/GoogleDrive-a@example.org/My Drive"),
        ("Google Drive", "Library/CloudStorage/GoogleDrive-a@example.org/Shared drives/Crew"),
        ("iCloud Drive", "Library/Mobile Documents/com~apple~CloudDocs"),
        ("iCloud Drive", "iCloudDrive"),
        ("Syncthing", "Sync"),
    ],
)
def test_the_usual_folder_of_each_program(own: Path, product: str, folder: str) -> None:
    (own / folder).mkdir(parents=True)
    assert shared_places(own, {}, "linux") == [Place(product, own / folder)]


@pytest.mark.parametrize(
    ("system", "settings", "environment"),
    [
        ("linux", ".config", {}),
        ("linux", "elsewhere", {"XDG_CONFIG_HOME": "{own}/elsewhere"}),
        ("linux", ".local/state", {}),
        ("darwin", "Library/Application Support", {}),
        ("darwin", "Library/Preferences", {}),
        ("win32", "AppData/Roaming", {"APPDATA": "{own}/AppData/Roaming"}),
        ("win32", "AppData/Local", {"LOCALAPPDATA": "{own}/AppData/Local"}),
    ],
)
def test_what_the_programs_say_themselves(
    own: Path, system: str, settings: str, environment: dict[str, str]
) -> None:
    for folder in ("Box of drops", "Cloud", "Old cloud", "Crew", "Notes", "Photos"):
        (own / folder).mkdir()
    place = own / settings
    write(place / "Dropbox" / "info.json", json.dumps({"personal": {"path": f"{own}/Box of drops"}}))
    cfg = f"[Accounts]\n0\\Folders\\1\\localPath={own}/Cloud/\n0\\url=https://example.org\n"
    write(place / "Nextcloud" / "nextcloud.cfg", cfg)
    placeholders = f"0\\FoldersWithPlaceholders\\12\\localPath={own}/Old cloud\n"
    write(place / "ownCloud" / "owncloud.cfg", placeholders)
    write(place / "syncthing" / "config.xml", SYNCTHING.format(own))
    found = shared_places(own, {k: v.format(own=own) for k, v in environment.items()}, system)
    assert found == [
        Place("Dropbox", own / "Box of drops"),
        Place("Nextcloud", own / "Cloud"),
        Place("ownCloud", own / "Old cloud"),
        Place("Syncthing", own / "Crew", shared=True),
        Place("Syncthing", own / "Notes", shared=True),
    ]


def test_all_of_ones_own_is_no_place(own: Path) -> None:
    assert shared_places(own, {"OneDrive": str(own)}, "win32") == []


def test_dropbox_on_linux_and_onedrive_on_windows(own: Path) -> None:
    (own / "D").mkdir()
    (own / "Work").mkdir()
    write(own / ".dropbox" / "info.json", json.dumps({"business": {"path": str(own / "D")}}))
    environment = {"OneDriveCommercial": str(own / "Work"), "OneDrive": str(own / "Work")}
    found = shared_places(own, environment, "linux")
    assert found == [Place("Dropbox", own / "D"), Place("OneDrive", own / "Work")]


@pytest.mark.parametrize(
    "text", ["", "[", "[" * 100_000, "[1]", '{"personal": 1}', '{"personal": {"path": "\\u202ex"}}', "<a>"]
)
def test_settings_that_make_no_sense_are_passed_over(own: Path, text: str) -> None:
    for name in ("Dropbox/info.json", "syncthing/config.xml", "Nextcloud/nextcloud.cfg"):
        write(own / ".config" / name, text)
    assert shared_places(own, {}, "linux") == []


def test_teams_are_found_up_to_two_folders_below(
    own: Path, make_home: Callable[[str], Home], clock: Clock
) -> None:
    place = own / "Dropbox"
    for name, folder in (("Near", "Near"), ("Far", "work/Far"), ("Too far", "a/b/c")):
        Team.begin(make_home(name), clock, place / folder, name, "Ana")
    write(place / "broken" / "amity.json", "{")
    (own / "elsewhere").mkdir()
    (place / "link").symlink_to(own / "elsewhere")
    write(own / "elsewhere" / "amity.json", "{}")
    (place / ".hidden").mkdir()
    found = teams_at([Place("Dropbox", place), Place("Dropbox", place / "Near"), Place("No", own / "no")])
    assert [(team.folder, team.team.name) for team in found] == [
        (place / "Near", "Near"),
        (place / "work" / "Far", "Far"),
    ]
    assert DEPTH == 2
    assert place / "broken" in folders_with_a_file(place)
    assert [folder.name for folder in subfolders(place)] == ["a", "broken", "Near", "work"]
    assert subfolders(own / "no") == []


@pytest.mark.parametrize(
    ("pasted", "names"),
    [
        ("Ana, Ben;Dee\tEli\n\nZoë Krüger", ["Ana", "Ben", "Dee", "Eli", "Zoë Krüger"]),
        ("Ana Petrović <ana@example.org>, 'Ben' <b@x.org>", ["Ana Petrović", "Ben"]),
        (
            "Brandt, Ilse <ilse@example.org>\nPetrović, Ana <a@x.org>; Okoro, Ben <b@x.org>",
            ["Ilse Brandt", "Ana Petrović", "Ben Okoro"],
        ),
        ('"Brandt, Ilse" <ilse@example.org>', ["Ilse Brandt"]),
        ("- Ana\n* Ben\n• 李 雷\n12. Dee\n3) Eli", ["Ana", "Ben", "李 雷", "Dee", "Eli"]),
        ("ana@example.org, Ben (ben@example.org)", ["Ben"]),
        ("Zoë Krüger\nzoe kruger", ["Zoë Krüger"]),
        ("Ana \x1b[31m\u202eBen\r\nDee", ["Ana [31mBen", "Dee"]),
        (" , ;;\n - \n…", []),
    ],
)
def test_names_in_what_was_pasted(pasted: str, names: list[str]) -> None:
    assert names_in(pasted) == names
