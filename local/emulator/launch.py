"""Runs the emulator with two changes: it never outlives the process that started it, and it tells what functions write."""

import logging
import os
import shutil
import signal
import sys
import threading

from ministack.app import main
from ministack.core.lambda_runtime import Worker


workers: list[Worker] = []


def follow_parent() -> None:
    """Ends with whoever holds the other end of stdin, however that one ends."""
    while os.read(0, 1):
        pass
    for worker in workers:  # they write into the folder as long as they live
        worker._proc.kill()
        worker._proc.wait()
    shutil.rmtree(os.environ["TMPDIR"], ignore_errors=True)
    os.killpg(0, signal.SIGKILL)


def tell_lines(worker: Worker) -> None:
    """Passes on each line of a function when it is written; the emulator keeps those of API calls and failed starts to itself."""
    workers.append(worker)
    try:
        for line in worker._proc.stderr:
            worker._stderr_queue.put(line.rstrip("\n"))
            sys.stdout.write(f"function {worker.func_name}: {line}")
    except ValueError:
        pass  # the pipe was closed with its process


Worker._read_stderr = tell_lines
logging.getLogger("lambda").setLevel(logging.WARNING)  # it would tell some of the lines again
threading.Thread(target=follow_parent, daemon=True).start()
main()
