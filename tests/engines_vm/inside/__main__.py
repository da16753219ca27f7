"""The first program of the guest: does what the words say, reports on the serial line, turns itself off."""

from __future__ import annotations

import sys
import traceback

from tests.engines_vm.inside import cuts, shares
from tests.engines_vm.inside.lines import report, run


def main() -> None:
    """Never ends without a word: whoever started the guest waits for `done` or `failed`."""
    what, *words = sys.argv[1:]
    try:
        if what == "share":
            shares.measure(*words)
        elif what == "change":
            cuts.change()
        else:
            cuts.check()
    except BaseException:
        report(failed=traceback.format_exc())
    else:
        report(done=True)
    run("busybox", "poweroff", "-f")


if __name__ == "__main__":
    main()
