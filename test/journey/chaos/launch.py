"""Runs the proxy as long as the process that started it."""

import os
import signal
import threading

from microburst.cli import main


def follow_parent() -> None:
    """Ends with whoever holds the other end of stdin, however that one ends."""
    while os.read(0, 1):
        pass
    os.kill(os.getpid(), signal.SIGKILL)


threading.Thread(target=follow_parent, daemon=True).start()
main()
