"""Real thanks to browse and to measure with: those that a git history holds in its trailers.

`python -m tests.bench.history REPOSITORY HOME` makes a team in HOME/Harbour, seen from HOME by whoever is in
most of it: `AMITY_HOME=HOME amity` opens it. Each `Helped-by`, `Reviewed-by` and so on is one kudos from the
author of the commit to the one who is named, with the subject line as its words, or the whole message
with `--messages`. Where there are fewer than `--least`, the history is repeated before its beginning.
"""

from __future__ import annotations

import argparse
import re
import subprocess
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from store.clock import Clock
from store.settings import Home, Membership, Settings
from store.sync.document import Doc, State, key_of, new_state
from store.sync.merge import edited
from store.team import Team
from store.text import NAME_LIMIT, TEXT_LIMIT, clean, handles_for

THEMES = {
    "help": re.compile(r"help|assist|mentor|guid|explain|teach"),
    "review": re.compile(r"review|ack|audit|comment"),
    "testing": re.compile(r"test"),
    "finding": re.compile(r"report|notic|found|spotted|diagnos|analy|point"),
    "ideas": re.compile(r"suggest|inspir|idea|propos|request|thanks|cc-to"),
    "craft": re.compile(r"patch|improv|contribut|author|written|message"),
}
"""What a kind of trailer thanks for."""

_TRAILER = re.compile(r"(?P<kind>[A-Za-z-]+-(?:by|to)):\s*(?P<name>[^<]*?)\s*(?:<(?P<mail>[^>]*)>.*)?")
_TEAM = "t-history"


class Thanks(NamedTuple):
    """One line of thanks in a commit. People are names."""

    giver: str
    to: str
    theme: str
    text: str
    given: datetime


def read(repository: Path, *, messages: bool = False) -> Iterator[Thanks]:
    """The thanks of a history, newest commits first."""
    fields = ("%aN", "%aE", "%aI", "%B" if messages else "%s", "%(trailers:only,unfold)")
    command = ["git", "-C", str(repository), "log", "--use-mailmap", "--encoding=UTF-8"]
    log = subprocess.run(
        [*command, f"--format={'%x00'.join(fields)}%x1e"], capture_output=True, check=True
    ).stdout.decode("utf-8", "replace")
    commits = [commit.strip("\n").split("\0") for commit in log.split("\x1e") if commit.strip()]
    names = {mail.casefold(): name for name, mail, *_ in reversed(commits)}
    for name, _, written, text, trailers in commits:
        for line in trailers.splitlines():
            found = _TRAILER.fullmatch(line)
            if found is None or found["kind"].casefold() in ("signed-off-by", "co-authored-by"):
                continue
            kind = found["kind"].casefold()
            theme = next((theme for theme, words in THEMES.items() if words.search(kind)), "")
            to = names.get((found["mail"] or "").casefold(), found["name"].strip('" '))
            if theme and clean(to, NAME_LIMIT) and clean(name, NAME_LIMIT) and to != name:
                yield Thanks(name, to, theme, text, datetime.fromisoformat(written).astimezone(UTC))


def repeated(thanks: Iterable[Thanks], least: int) -> list[Thanks]:
    """At least so many, newest first: the whole history over again before its beginning, if need be."""
    once = sorted(thanks, key=lambda one: one.given, reverse=True)
    if not once:
        raise SystemExit("There are no thanks in that history.")
    span, found = once[0].given - once[-1].given + timedelta(days=1), list(once)
    for turn in range(1, -(-least // len(once))):
        found += [one._replace(given=one.given - turn * span) for one in once]
    return found


def build(home: Path, thanks: list[Thanks]) -> Team:
    """A team of all who gave or got thanks, on its folder, seen by the one who is in most of them."""
    place, folder = Home(home / "config", home / "data"), home / "Harbour"
    folder.mkdir(parents=True, exist_ok=True)
    people = Counter(name for one in thanks for name in (one.giver, one.to))
    ids = {name: f"m-{number}" for number, (name, _) in enumerate(people.most_common())}
    Settings(place).remember(Membership(_TEAM, "History", folder, "m-0"))
    team = Team.open(place, Clock(), folder)
    first = thanks[-1].given
    state: State = new_state(_TEAM, "History", "amity", _stamp(first))
    taken: set[str] = set()
    members = []
    for name, identity in ids.items():
        shown = clean(name, NAME_LIMIT)
        handle = next(handle for handle in handles_for(shown) if handle not in taken)
        taken.add(handle)
        fields: Doc = {"name": shown, "handle": handle, "joined": first.date().isoformat()}
        members.append({**edited(None, fields, _stamp(first)), "id": identity})
    state["members"] = {key_of(member["id"]): member for member in members}
    state["kudos"] = {}
    for number, one in enumerate(thanks):
        text = clean(one.text, TEXT_LIMIT, lines=True) or "Thank you."
        fields = {"from": ids[one.giver], "to": [ids[one.to]], "text": text, "theme": one.theme}
        document = edited(None, {**fields, "given": one.given.isoformat()}, _stamp(one.given))
        state["kudos"][key_of(f"k-{number}")] = {**document, "id": f"k-{number}"}
    team.replica.absorb(state)
    team.sync(60)
    return team


def _stamp(moment: datetime) -> str:
    return f"{moment:%Y%m%dT%H%M%S}.000-0000-hist0r"


def main() -> None:
    """Makes the team, and says how to open it."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("repository", type=Path)
    parser.add_argument("home", type=Path)
    parser.add_argument("--messages", action="store_true", help="whole messages, not subject lines alone")
    parser.add_argument("--least", type=int, default=10_000, metavar="N")
    asked = parser.parse_args()
    thanks = repeated(read(asked.repository, messages=asked.messages), asked.least)
    team = build(asked.home.absolute(), thanks)
    members, count = len(team.snapshot().members), len(team.snapshot().kudos)
    print(f"{count:,} thanks among {members:,} people. Open them: AMITY_HOME={asked.home} amity")


if __name__ == "__main__":
    main()
