"""Runs the emulator with three changes: it never outlives the process that started it, it tells what functions write, and its
schedules come at their second and say when they were due."""

import logging
import os
import shutil
import signal
import sys
import threading
from datetime import datetime, timezone

from ministack.app import main
from ministack.core.lambda_runtime import Worker
from ministack.services import eventbridge, scheduler


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


invoke_target = eventbridge._invoke_target


def tell_time(target, event, rule, *args, **kwargs):
    """Puts the time into what a schedule sends, where it asks for it; the emulator would send the question."""
    if event["Source"] == "aws.scheduler" and "Input" in target:
        due = datetime.fromtimestamp(int(event["Time"]), tz=timezone.utc)
        said = due.strftime("%Y-%m-%dT%H:%M:%SZ")
        asked = target["Input"].replace("<aws.scheduler.scheduled-time>", said)
        target = {**target, "Input": asked}
    return invoke_target(target, event, rule, *args, **kwargs)


scheduler._SCHEDULE_TICK_INTERVAL = 0.2  # seconds; it would look every ten
eventbridge._invoke_target = tell_time
Worker._read_stderr = tell_lines
logging.getLogger("lambda").setLevel(logging.WARNING)  # it would tell some of the lines again
threading.Thread(target=follow_parent, daemon=True).start()
main()
