"""Running commands for a benchmark: how long they take, how much memory, on which machine."""
import datetime
import os
import pathlib
import platform
import subprocess
import sys
import threading
import time


class MemoryWatch(threading.Thread):
    """Samples the proportional set size of a process and all its descendants; seldom, for it takes 0.1 s of a processor."""

    def __init__(self, pid, interval_in_seconds=1.0):
        super().__init__(daemon=True)
        self.pid, self.interval = pid, interval_in_seconds
        self.peak_in_bytes = 0
        self.ended = threading.Event()

    def run(self):
        while not self.ended.wait(self.interval):
            self.peak_in_bytes = max(self.peak_in_bytes, tree_memory(self.pid))


def tree_memory(root):
    children = {}
    for stat in pathlib.Path("/proc").glob("[0-9]*/stat"):
        try:
            after_name = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        children.setdefault(int(after_name[1]), []).append(int(stat.parent.name))
    total, pids = 0, [root]
    while pids:
        pid = pids.pop()
        pids += children.get(pid, [])
        try:
            lines = pathlib.Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        total += sum(1024 * int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return total


def measure(command):
    """Runs a command; returns its output, wall time and peak memory."""
    start = time.perf_counter()
    process = subprocess.Popen(
        [str(part) for part in command], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    watch = MemoryWatch(process.pid)
    watch.start()
    output, errors = process.communicate()
    seconds = time.perf_counter() - start
    watch.ended.set()
    watch.join()
    if process.returncode != 0:
        sys.exit(f"{' '.join(str(part) for part in command)}\nended with {process.returncode}:\n"
                 f"{errors.strip()[-2000:]}")
    return output, seconds, watch.peak_in_bytes


def busy_share(seconds=2):
    """The share of all processors' time that is not idle, over a moment."""
    def times():
        with open("/proc/stat", encoding="utf-8") as file:
            return [int(field) for field in file.readline().split()[1:9]]

    before = times()
    time.sleep(seconds)
    spent = [after - earlier for after, earlier in zip(times(), before)]
    return 1 - (spent[3] + spent[4]) / sum(spent)


def machine():
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        names = [line.split(":")[1].strip() for line in file if line.startswith("model name")]
    return (f"{datetime.date.today()}, {names[0] if names else platform.machine()}, "
            f"{len(os.sched_getaffinity(0))} cores, {platform.platform(terse=True)}")
