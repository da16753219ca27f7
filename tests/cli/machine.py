"""The program on one machine, run as a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import orjson

from tests.conftest import NOW


class Machine:
    """One `AMITY_HOME` and what is typed there."""

    def __init__(self, home: Path, folder: Path, **environment: str) -> None:
        self.folder = folder
        self.environment = {
            **{k: v for k, v in os.environ.items() if not k.startswith(("AMITY_", "PYTHONDONT"))},
            "AMITY_HOME": str(home),
            "AMITY_NOW": NOW,
            **environment,
        }

    def start(self, *words: str | bytes, **more: Any) -> subprocess.Popen[str]:
        pipes: dict[str, Any] = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
        command: Sequence[str | bytes] = [sys.executable, "-m", "tui", *words]
        return subprocess.Popen(command, **{"env": self.environment, "encoding": "utf-8", **pipes, **more})

    def run(self, *words: str | bytes, code: int = 0, stdin: str = "") -> subprocess.CompletedProcess[str]:
        program = self.start(*words)
        out, err = program.communicate(stdin, timeout=60)
        done = subprocess.CompletedProcess(words, program.returncode, out, err)
        assert done.returncode == code, (words, done.returncode, err)
        assert "Traceback" not in err
        return done

    def json(self, *words: str) -> Any:
        done = self.run(*words, "--json")
        assert done.stdout.endswith("\n")
        return orjson.loads(done.stdout)
