"""Becomes another command that ends when the process which started it ends, even by kill -9: no orphans.

    python -m bot.supervise.child SIGNAL COMMAND …

SIGNAL is what the kernel sends when the parent dies. Only Linux can do this; elsewhere the command simply runs.
"""

import ctypes
import os
import signal
import sys
from collections.abc import Sequence

# Not WAYMARK_…: it is no setting.
PARENT = "SUPERVISE_PARENT_PID"
_PR_SET_PDEATHSIG = 1


def main(arguments: Sequence[str]) -> None:
    """Tie this process to its parent, then become the command."""
    name, *command = arguments
    die_with_parent(signal.Signals[f"SIG{name}"])
    # A parent that died before the kernel knew of our wish is noticed by its id.
    parent = os.environ.get(PARENT)
    if parent is not None and int(parent) != os.getppid():
        sys.exit(f"The parent process {parent} is gone.")
    os.environ[PARENT] = str(os.getpid())
    os.execvp(command[0], command)  # noqa: S606 - our own command, no shell


def die_with_parent(number: signal.Signals) -> None:
    """Ask the kernel to send this signal when the parent dies; it stays in force when another program is executed."""
    if sys.platform != "linux":
        return
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_PR_SET_PDEATHSIG, int(number), 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "prctl")


if __name__ == "__main__":
    main(sys.argv[1:])
