#!/usr/bin/env python3
"""Runs what docs/shards.md shows for DuckDB and Spark, word for word, over the sample.

    python3 crates/cli/tests/lake.py duckdb|spark POWERLINT

The queries' answers are compared with the JSON report of the same packages, and the report that the Spark program writes with that of a
single run.
"""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections import Counter
from pathlib import Path

TOP = Path(__file__).resolve().parents[3]
PAGE = (TOP / "docs" / "shards.md").read_text(encoding="utf-8")
TODAY = "2026-11-30"


def blocks(language):
    return re.findall(rf"^```{language}\n(.*?)^```", PAGE, re.M | re.S)


def powerlint(folder, *arguments):
    run = subprocess.run([PROGRAM, *map(str, arguments)], cwd=folder, capture_output=True, text=True)
    if run.returncode not in (0, 1):
        sys.exit(f"powerlint {arguments} ended with {run.returncode}:\n{run.stderr}")
    return run.stdout


def lay_out(work):
    """Packages in folders of a lake; the facts beside it."""
    sample = TOP / "testdata" / "contoso"
    lake, facts = work / "lake" / "solutions", work / "inventory"
    for team, package in [("common", "ContosoCommon_1_0_0_3.zip"), ("people", "ContosoHR_1_0_2_0.zip"), ("people", "Remind-me-of-expenses_20260105093012.zip")]:
        (lake / team).mkdir(parents=True, exist_ok=True)
        shutil.copy(sample / package, lake / team)
    shutil.copytree(sample / "inventory" / "development", facts)
    return lake, facts


def same(one, other, what):
    if one != other:
        sys.exit(f"{what} differ:\n{one}\n{other}")
    print(f"{what} agree: {len(one)}")


def duck(work):
    import duckdb

    lake, _ = lay_out(work)
    for number in (1, 2):
        powerlint(lake, "check", ".", "--shard", f"{number}/2", "--preset", "all", "--today", TODAY, "--output", work / "shards" / f"{number}.jsonl")
    whole = json.loads(powerlint(lake, "check", ".", "--preset", "all", "--today", TODAY, "--format", "json"))
    os.chdir(work)
    by_rule, by_reference, by_finding = (duckdb.sql(query).fetchall() for query in blocks("sql"))
    # The report has the findings about all packages together, too: those of which a shard tells are compared.
    told = {row[0] for row in by_finding}
    findings = [finding for finding in whole["findings"] if finding["fingerprint"] in told]
    counted = Counter((finding["rule"], finding["severity"]) for finding in findings)
    same(sorted(by_rule), sorted((rule, severity, count) for (rule, severity), count in counted.items()), "DuckDB's counts of findings")
    same(sorted(by_finding), sorted((f, r, TODAY, TODAY) for f, r in {(x["fingerprint"], x["rule"]) for x in findings}), "DuckDB's findings by day")
    flows = Counter()
    for archive in lake.rglob("*.zip"):
        with zipfile.ZipFile(archive) as opened:
            names = [name for name in opened.namelist() if re.fullmatch(r"Workflows/.+\.json", name)]
            texts = [opened.read(name).decode("utf-8-sig") for name in names]
        for text in texts:
            connections = [key["connection"] for key in json.loads(text)["properties"]["connectionReferences"].values()]
            names = [connection.get("connectionReferenceLogicalName") for connection in connections]
            flows.update({name.lower() for name in names if name})
    same({reference: count for reference, count, _ in by_reference}, dict(flows), "DuckDB's flows by reference")


def spark(work):
    lake, facts = lay_out(work)
    report = work / "report.json"
    (program,) = blocks("python")
    settings = {"LAKE": f"file://{lake}", "FACTS": str(facts), "REPORT": str(report), "PARTITIONS": 2}
    for name, value in settings.items():
        program, found = re.subn(rf"^{name} = .*$", f"{name} = {value!r}", program, flags=re.M)
        if found != 1:
            sys.exit(f"docs/shards.md: {name} is not set in one line")
    written = work / "program.py"
    written.write_text(program, encoding="utf-8")
    # As in a cluster, the workers find powerlint by its name.
    (work / "bin").mkdir()
    (work / "bin" / "powerlint").symlink_to(PROGRAM)
    surroundings = {
        **os.environ,
        "PATH": f"{work / 'bin'}{os.pathsep}{os.environ['PATH']}",
        "PYSPARK_PYTHON": sys.executable,
        "SPARK_LOCAL_IP": "127.0.0.1",
        "PYSPARK_SUBMIT_ARGS": "--master local[2] --conf spark.ui.enabled=false pyspark-shell",
    }
    run = subprocess.run([sys.executable, written], cwd=work, env=surroundings, capture_output=True, text=True)
    if run.returncode:
        sys.exit(f"the Spark program ended with {run.returncode}:\n{run.stdout}{run.stderr}")
    powerlint(lake, "check", ".", "--inventory", facts, "--output", work / "single.json", "--quiet", "--fail-on", "never")
    merged, single = (json.loads(path.read_text(encoding="utf-8")) for path in (report, work / "single.json"))
    same(merged["packages"], single["packages"], "Spark's packages")
    same(merged["findings"], single["findings"], "Spark's findings")
    same(merged["coverage"], single["coverage"], "Spark's coverage")


if __name__ == "__main__":
    PROGRAM = Path(sys.argv[2]).resolve()
    with tempfile.TemporaryDirectory() as folder:
        {"duckdb": duck, "spark": spark}[sys.argv[1]](Path(folder).resolve())
