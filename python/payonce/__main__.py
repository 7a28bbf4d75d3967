"""The command `payonce`, as `python -m payonce`."""

from __future__ import annotations

import signal
import sys

from payonce._native import command


def main() -> None:
    """Runs the command with the arguments of this process, and ends the process with its exit code."""
    # Python would notice Ctrl-C only after the command has ended. The default action ends the process at once, and the
    # simulator installs a handler of its own.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    sys.exit(command(sys.argv[1:], [sys.executable, "-m", "payonce"]))


if __name__ == "__main__":
    main()
