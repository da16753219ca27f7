"""People from a git history: the authors of its commits."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import tempfile
import threading
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Final, NamedTuple

from store.errors import UsageError
from store.exchange.people import Found, known_as
from store.team.people import NewMember
from store.text import NAME_LIMIT, clean

GIT_SECONDS: Final = 20.0
"""How long reading a history may take."""

_BOT_NAME = re.compile(
    r"\[bot\]|[-_]bot\b"
    r"|^(?:dependabot|renovate|github[ -]actions?|greenkeeper|pre-commit[. -]ci|(?:hosted )?weblate|mergify"
    r"|semantic-release|snyk|codecov|all-?contributors|transifex|crowdin|imgbot|travis(?:[ -]ci)?|jenkins"
    r"|circleci|gitlab|github|web-flow|copilot)(?:[ -](?:bot|preview|ci))?$",
    re.IGNORECASE,
)
_BOT_MAIL = re.compile(r"\[bot\]@|^bot@|[-_+]bot@|^actions?@github\.com$|@dependabot\.")
_MAYBE_BOT = re.compile(r"\bbots?$", re.IGNORECASE)
_NOBODY = re.compile(r"^(?:root|unknown|nobody|\(?no author\)?|your name|user|ubuntu)$", re.IGNORECASE)
_NO_ADDRESS = re.compile(r"^(?:root|you|your\.?email|your\.?name|none|nobody|no-?reply)?@|localhost")
"""Addresses that several people may have left as they were."""


class Author(NamedTuple):
    """Who wrote a commit, after the mailmap: a name, safe to show, and an address."""

    name: str
    mail: str


def read_history(repository: Path, since: str | None = None, seconds: float = GIT_SECONDS) -> list[Found]:
    """The authors of a repository's commits, most commits first; the mailmap honoured, bots left out.

    Commits of one address are one person's, and so are those of one name: who writes from two machines is
    rarely two people, and would get two turns where others get one. `since` is an ISO date. Raises
    `UsageError` with a sentence when git is missing, refuses, or takes longer than `seconds`.
    """
    if not repository.is_dir():
        raise UsageError(f"There is no folder {repository}. Give the path of a clone of the repository.")
    commits: Counter[Author] = Counter()
    with _log(repository, since, seconds) as lines:
        for line in lines:
            name, _, mail = line.decode("utf-8", "replace").rstrip("\n").partition("\0")
            commits[Author(_shown(name), mail.casefold())] += 1
    return [Found(NewMember(name)) for name in _people(commits)]


def _shown(name: str) -> str:
    """The name, safe and short; of an address in its place the part before the @."""
    name = name[: NAME_LIMIT * 8]
    return clean(name.partition("@")[0] if re.fullmatch(r"\S+@\S+", name.strip()) else name, NAME_LIMIT)


def is_bot(author: Author) -> bool:
    """Whether a program wrote it. Bot is a surname too: there the address decides."""
    if _BOT_NAME.search(author.name) or _BOT_MAIL.search(author.mail):
        return True
    return _MAYBE_BOT.search(author.name) is not None and (
        " " not in author.name or "bot" in author.mail.partition("@")[2] or author.name.endswith("bot")
    )


def _people(commits: Counter[Author]) -> list[str]:
    """One name for each person, most commits first: the one that they used most."""
    leader: dict[str, str] = {}

    def find(node: str) -> str:
        while (above := leader.setdefault(node, node)) != node:
            leader[node] = node = leader.setdefault(above, above)
        return node

    authors = {a: n for a, n in commits.items() if a.name and not is_bot(a) and not _NOBODY.search(a.name)}
    for author in authors:
        name = f"name {known_as(author.name)}"
        find(name)
        if "@" in author.mail and not _NO_ADDRESS.search(author.mail):
            leader[find(f"mail {author.mail}")] = find(name)
    names: dict[str, Counter[str]] = defaultdict(Counter)
    for author, count in authors.items():
        names[find(f"name {known_as(author.name)}")][author.name] += count
    people = sorted(names.values(), key=lambda used: (-used.total(), min(used)))
    return [max(used, key=lambda name: (used[name], name)) for used in people]


@contextmanager
def _log(repository: Path, since: str | None, seconds: float) -> Iterator[IO[bytes]]:
    """What `git log` writes, a line a commit: name, NUL, address. git has ended when this does."""
    # What the repository's own settings could make git run or show is switched off.
    command = ["git", "-C", str(repository), "-c", "core.fsmonitor=false", "--no-pager", "log"]
    command += [
        "--use-mailmap",
        "--no-show-signature",
        "--no-color",
        "--encoding=UTF-8",
        "--format=%aN%x00%aE",
    ]
    if since:
        command.append(f"--since={since}T00:00:00")
    # A hook's or a shell's GIT_DIR would make git read another repository than the one that was named.
    environment = {k: v for k, v in os.environ.items() if not k.startswith("GIT_")}
    environment |= {"LC_ALL": "C", "GIT_TERMINAL_PROMPT": "0", "GIT_NO_LAZY_FETCH": "1"}
    with tempfile.TemporaryFile() as said:
        git = _started(command, environment, said)
        late = threading.Event()

        def stop() -> None:
            late.set()
            _end(git)

        timer = threading.Timer(seconds, stop)
        timer.start()
        assert git.stdout is not None
        try:
            with git.stdout:
                yield git.stdout
            git.wait()
        finally:
            timer.cancel()
            _end(git)
            git.wait()
        said.seek(0)
        reason = said.read(4000).decode("utf-8", "replace")
    if late.is_set():
        raise UsageError(f"git took longer than {seconds:g} seconds; ask for less with --since.")
    if git.returncode:
        raise UsageError(_sentence(repository, reason))


def _started(command: list[str], environment: dict[str, str], said: IO[bytes]) -> subprocess.Popen[bytes]:
    try:
        return subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=said,
            env=environment,
            start_new_session=True,
        )
    except FileNotFoundError:
        raise UsageError("git is not installed here; install it, or import people with --csv.") from None
    except OSError as error:
        raise UsageError(f"git cannot be started: {(error.strerror or str(error)).lower()}.") from None


def _end(git: subprocess.Popen[bytes]) -> None:
    """Ends git and what it started, if it still runs."""
    if git.poll() is not None:
        return
    with suppress(ProcessLookupError):
        if os.name == "posix":
            os.killpg(git.pid, signal.SIGKILL)
        else:
            git.kill()


def _sentence(repository: Path, said: str) -> str:
    if "not a git repository" in said:
        return f"{repository} is no git repository."
    if "does not have any commits" in said:
        return f"{repository} has no commits yet."
    return f"git cannot read {repository}: {clean(said, 300) or 'it did not say why'}"
