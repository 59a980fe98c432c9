#!/usr/bin/env python3
"""Measures whole runs of powerlint, and the floor beside them.

    python3 crates/bench/measure.py [--runs N] [--only NAME]... [FOLDER]...

Builds powerlint, generates its inputs (small, large, tenant and their doubles), and runs each several times in turns with the floor: a
program that only finds the files, inflates what powerlint inflates and parses it once. Prints time, throughput, peak memory and ratios,
and for the small input the instructions, where valgrind is installed. Folders are measured besides. Needs Python 3 on Linux or macOS.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

TOP = Path(__file__).resolve().parents[2]
# As real ones are on average: see generate.rs.
SOLUTION = ["--actions", "12", "--references", "6", "--keys", "3"]
TENANT = ["--flows", "10", *SOLUTION, "--tables", "5"]
INPUTS = {
    "small": ["--solutions", "1", "--flows", "5", *SOLUTION],
    "large": ["--solutions", "1", "--flows", "500", *SOLUTION],
    "tenant": ["--solutions", "2000", *TENANT, "--connections", "20000"],
    "twice": ["--solutions", "4000", *TENANT, "--connections", "40000"],
    "actions": ["--actions", "50000"],
    "actions-twice": ["--actions", "100000"],
    "references": ["--references", "50000"],
    "references-twice": ["--references", "100000"],
}
# How many times more often the small input is run: some milliseconds are soon measured, and soon disturbed.
QUICK = 10


class Run:
    """The best of several runs: seconds on the wall, seconds of all processors, and the most memory in megabytes."""

    def __init__(self):
        self.wall, self.cpu, self.peak = float("inf"), float("inf"), 0.0

    def once(self, command):
        start = time.perf_counter()
        child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
        said = child.stderr.read()
        _, status, usage = os.wait4(child.pid, 0)
        wall = time.perf_counter() - start
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode not in (0, 1) or b"panicked" in said:
            sys.exit(f"{' '.join(map(str, command))} ended with {child.returncode}:\n{said.decode()}")
        unit = 1 if sys.platform == "darwin" else 1024
        self.wall = min(self.wall, wall)
        self.cpu = min(self.cpu, usage.ru_utime + usage.ru_stime)
        self.peak = max(self.peak, usage.ru_maxrss * unit / 1e6)


def target_folder():
    said = subprocess.run(
        ["cargo", "metadata", "--no-deps", "--format-version", "1"], cwd=TOP, check=True, capture_output=True, text=True
    ).stdout
    return Path(re.search(r'"target_directory":"([^"]+)"', said)[1])


class Programs:
    def __init__(self):
        subprocess.run(["cargo", "build", "--release", "--quiet", "-p", "powerlint", "-p", "powerlint-bench"], cwd=TOP, check=True)
        built = target_folder() / "release"
        self.powerlint, self.floor, self.plan, self.generate = (
            str(built / name) for name in ("powerlint", "floor", "plan", "generate")
        )


def commands(programs, folder, work, name):
    """What is measured of one folder, by name."""
    plan = work / f"{name}.plan"
    with open(plan, "w") as file:
        subprocess.run([programs.plan, str(folder)], check=True, stdout=file)
        facts = folder / "inventory.json"
        if facts.exists():
            file.write(f"text\t{facts}\n")
    inventory = ["--inventory", str(facts)] if facts.exists() else []
    check = [programs.powerlint, "check", str(folder), "--no-config", *inventory]
    floor = [programs.floor, str(plan), str(folder)]
    one = ["--jobs", "1"]
    return {
        "floor": floor,
        "default": check,
        "all": [*check, "--preset", "all"],
        "floor, one job": [*floor, *one],
        "default, one job": [*check, *one],
        "all, one job": [*check, "--preset", "all", *one],
    }


def texts_size(programs, work, name, folder):
    said = subprocess.run([programs.floor, str(work / f"{name}.plan"), str(folder)], check=True, capture_output=True, text=True).stdout
    return int(re.search(r"(\d+) bytes", said)[1]) / 1e6


def instructions(command):
    """Counted by callgrind; None where it is not installed."""
    if not shutil.which("valgrind"):
        return None
    with tempfile.TemporaryDirectory() as folder:
        said = subprocess.run(
            ["valgrind", "--tool=callgrind", f"--callgrind-out-file={folder}/out", *command], capture_output=True, text=True
        ).stderr
    found = re.search(r"Collected : (\d+)", said)
    return int(found[1]) if found else None


def measure(programs, folder, work, name, runs):
    parts = commands(programs, folder, work, name)
    measured = {part: Run() for part in parts}
    # Of what is only there to be compared with its half, one run of each kind is enough.
    few = name.endswith("twice")
    for turn in range(runs):
        for part, command in parts.items():
            if not few or part == "default" or turn == 0 and "job" not in part:
                measured[part].once(command)
    return measured, texts_size(programs, work, name, folder)


def table(results):
    print("| input | texts | floor | default | all | ratio, default | ratio, all | one job to all jobs | memory | texts a second |")
    print("|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|")
    for name, (run, size) in results.items():
        floor, default, everything = run["floor"], run["default"], run["all"]
        cells = [
            name,
            f"{size:.1f} MB",
            f"{floor.wall * 1000:.0f} ms",
            f"{default.wall * 1000:.0f} ms",
            f"{everything.wall * 1000:.0f} ms",
            f"{default.wall / floor.wall:.2f}",
            f"{everything.wall / floor.wall:.2f}",
            "" if name.endswith("twice") else f"{run['default, one job'].wall / default.wall:.2f}",
            f"{default.peak:.0f} MB",
            f"{size / default.wall:.0f} MB/s",
        ]
        print("| " + " | ".join(cells) + " |")


def targets(results, start_up):
    """Every target with what was measured; those that were not measured are left out."""

    def wall(name, part="default"):
        return results[name][0][part].wall

    def peak(name):
        return results[name][0]["default"].peak

    checks = []
    for name in results:
        if name == "tenant" or "/" in name:
            checks.append((f"{name}: default to floor", wall(name) / wall(name, "floor"), "<=", 1.5))
            checks.append((f"{name}: all to floor", wall(name, "all") / wall(name, "floor"), "<=", 2.0))
        if name in ("large", "tenant"):
            checks.append((f"{name}: one job to two", wall(name, "default, one job") / wall(name), ">=", 1.7))
    for once, twice in (("tenant", "twice"), ("actions", "actions-twice"), ("references", "references-twice")):
        if once in results and twice in results:
            checks.append((f"{twice} to {once}: time", wall(twice) / wall(once), "<=", 2.1))
    if "tenant" in results:
        checks.append(("tenant: memory in MB", peak("tenant"), "<=", 200))
        if "twice" in results:
            checks.append(("twice: memory in MB", peak("twice"), "<=", 1.2 * 200))
            checks.append(("twice to tenant: memory", peak("twice") / peak("tenant"), "<=", 1.2))
    if "small" in results:
        checks.append(("small: ms", wall("small") * 1000, "<=", 5))
    checks.append(("nothing to do: ms", start_up * 1000, "<=", 2))
    print("\n| target | bound | measured | |")
    print("|---|--:|--:|---|")
    for what, value, sign, bound in checks:
        holds = value <= bound if sign == "<=" else value >= bound
        print(f"| {what} | {sign} {bound} | {value:.2f} | {'holds' if holds else '**does not hold**'} |")


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("folders", nargs="*", metavar="FOLDER", help="packages of your own")
    arguments.add_argument("--runs", type=int, default=3, help="how often each is run; the best counts")
    arguments.add_argument("--only", action="append", choices=list(INPUTS), help="generate just these")
    arguments.add_argument("--no-generated", action="store_true", help="measure the folders alone")
    chosen = arguments.parse_args()
    programs = Programs()
    results = {}
    with tempfile.TemporaryDirectory() as work:
        work = Path(work)
        for name in [] if chosen.no_generated else chosen.only or INPUTS:
            folder = work / name
            subprocess.run([programs.generate, str(folder), *INPUTS[name]], check=True)
            results[name] = measure(programs, folder, work, name, chosen.runs * (QUICK if name == "small" else 1))
            if name == "small":
                counted = {part: instructions(command) for part, command in commands(programs, folder, work, name).items() if "one job" in part}
            shutil.rmtree(folder)
        for folder in chosen.folders:
            path = Path(folder).resolve()
            name = f"{path.name}/"
            results[name] = measure(programs, path, work, path.name, chosen.runs)
        start_up = Run()
        for _ in range(20):
            start_up.once([programs.powerlint, "--version"])
    print(f"{os.cpu_count()} processors; each is the best of {chosen.runs} runs, small of {chosen.runs * QUICK}\n")
    table(results)
    targets(results, start_up.wall)
    if "small" in results and all(counted.values()):
        print(f"\ninstructions of small: {', '.join(f'{part} {number:,}' for part, number in counted.items())}")


if __name__ == "__main__":
    main()
