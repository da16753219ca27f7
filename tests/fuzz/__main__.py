"""Runs the fuzzer: `python -m tests.fuzz FOLDER SECONDS`. What breaks lies in the folder as `crash-…`."""

from __future__ import annotations

import importlib
import random
import sys
from pathlib import Path
from typing import Any, Final

atheris: Any = importlib.import_module("atheris")  # not there in an ordinary set-up
with atheris.instrument_imports(include=["store"]):
    from store.sync.document import META, STAMPS, State, encode, key_of
    from tests.fuzz.target import FORMAT_1, FOUND, KNOWN, summed, take_in

TOKENS: Final = (
    *(
        '"_t":{',
        '"id":"',
        '"_meta": {',
        '"_tombstones": {',
        '"sum":"',
        '"team":"',
        '"min_reader":2',
        '"deleted":true',
    ),
    *(
        "\\n",
        "},\\n",
        ": {\\n",
        "null",
        "true",
        "1.0",
        "-0.0",
        "1e999",
        "9007199254740993",
        "[[[[[[[[",
        "{}",
        "[]",
    ),
    *("20261123T081211.234-0000-3ce33d7ee279", "89991231T235959.999-ffff-zzzzzz", "\\\\ud800", "\\\\u202e"),
)


def seeds() -> list[bytes]:
    """Real files, small enough that the fuzzer gets far with them."""
    files = [FORMAT_1.read_bytes(), *(path.read_bytes() for path in FOUND)]
    for name, table in KNOWN.items():
        for key, doc in table.items():
            if name != META:
                files.append(encode({META: KNOWN[META], name: {key: doc}}))
    newer: State = {**KNOWN, META: {"1": {**KNOWN[META]["1"], "format": 2, "min_reader": 2}}}
    odd = {
        "id": "x-1",
        STAMPS: {"": "", "a": {"b": "", "c": 7}, "d": []},
        "a": {"b": [1, True, 1.0]},
        "d": None,
    }
    newer["later"] = {key_of("x-1"): odd}
    return [*files, encode(newer), b"", b"{}", b"\xef\xbb\xbf" + encode({META: KNOWN[META]})]


def one(data: bytes) -> None:
    """One input: as it is, and with the checksum that a fuzzer cannot guess."""
    take_in(data)
    take_in(summed(data))


def mutate(data: bytes, limit: int, seed: int) -> bytes:
    """Half of the time whole lines move; else the fuzzer's own ways."""
    chance = random.Random(seed)
    if chance.random() < 0.5:
        return bytes(atheris.Mutate(data, limit))
    rows = data.split(b"\n")
    at, to = chance.randrange(len(rows)), chance.randrange(len(rows))
    match chance.randrange(4):
        case 0:
            rows.insert(to, rows[at])
        case 1:
            rows[at], rows[to] = rows[to], rows[at]
        case 2:
            rows[at] = bytes(atheris.Mutate(rows[at], max(16, 2 * len(rows[at]))))
        case _:
            rows[at:at] = chance.choice(SEEDS).split(b"\n")[:to]
    return b"\n".join(rows)[:limit]


SEEDS: Final = seeds()


def main() -> None:
    """Sets the fuzzer up with what the folder holds; it ends the process itself."""
    folder, seconds = Path(sys.argv[1]), int(sys.argv[2])
    learnt = folder / "corpus"
    learnt.mkdir(parents=True, exist_ok=True)
    for number, data in enumerate(SEEDS):
        (learnt / f"seed-{number}").write_bytes(data)
    words = folder / "tokens"
    words.write_text(
        "".join('"' + "".join(map(r"\x{:02x}".format, token.encode())) + '"\n' for token in TOKENS)
    )
    options = [
        f"-max_total_time={seconds}",
        f"-dict={words}",
        f"-artifact_prefix={folder}/",
        "-print_final_stats=1",
    ]
    atheris.Setup(
        [sys.argv[0], *options, "-max_len=16384", "-timeout=20", str(learnt)], one, custom_mutator=mutate
    )
    atheris.Fuzz()


if __name__ == "__main__":
    main()
