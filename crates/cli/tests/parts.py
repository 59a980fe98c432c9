"""Runs what the parts for pipelines run, with the powerlint that was built. Run by .ci/formats with a folder to work in and the binary."""

import os
import pathlib
import re
import subprocess
import sys

import yaml

work, powerlint = pathlib.Path(sys.argv[1]).resolve() / "parts", pathlib.Path(sys.argv[2]).resolve()
root = pathlib.Path(__file__).resolve().parents[3]
work.mkdir()


def run(script, **variables):
    """Runs a script of bash in the root of the project, as an agent does: it stops at the first command that fails."""
    environment = {**os.environ, "PATH": f"{powerlint.parent}{os.pathsep}{os.environ['PATH']}", **variables}
    return subprocess.run(["bash", "-e", "-o", "pipefail", "-c", script], cwd=root, env=environment, capture_output=True, text=True)


def check(condition, what, done):
    assert condition, f"{what}:\n{done.stdout}\n{done.stderr}"


# GitHub: the step that checks, with a name that has a blank and a sign of the shell.
action = yaml.safe_load((root / "action.yml").read_text("utf-8"))
step = next(step for step in action["runs"]["steps"] if step.get("id") == "check")
for paths, status in [("testdata/contoso", 1), ("testdata/contoso\nno such $(folder)", 2)]:
    output, summary, sarif = work / "output", work / "summary", work / "report.sarif"
    for file in (output, summary, sarif):
        file.unlink(missing_ok=True)
    done = run(
        step["run"], PATHS=paths, ARGS="--fail-on=warning\n", SARIF=str(sarif), RUNNER_TEMP=str(work),
        GITHUB_OUTPUT=str(output), GITHUB_STEP_SUMMARY=str(summary),
    )
    check(done.returncode == status, f"the action ends with {done.returncode}, not {status}", done)
    check(output.read_text() == f"exit-code={status}\n", "the output of the action", done)
    check("## powerlint" in summary.read_text("utf-8"), "the summary of the action", done)
    check(sarif.stat().st_size > 1000, "the SARIF of the action", done)
    check("::error" in done.stdout, "the annotations of the action", done)

# Azure Pipelines: the line of the template, filled in as the service does it.
template = yaml.safe_load((root / "ci/azure-pipelines.yml").read_text("utf-8"))
line = next(step["script"] for step in template["steps"] if step.get("displayName") == "Check solutions")
line = line.replace("${{ parameters.paths }}", "testdata/contoso").replace("${{ parameters.options }}", "--fail-on error")
line = line.replace("$(Agent.TempDirectory)", str(work))
done = run(line)
check(done.returncode == 1, f"the template ends with {done.returncode}, not 1", done)
attached = re.search(r"^##vso\[task\.uploadsummary\](.*)$", done.stdout, re.M)
check(attached and pathlib.Path(attached[1]).is_file(), "the summary of the template", done)
for file in ("powerlint.sarif", "powerlint.html", "powerlint.xml"):
    check((work / "powerlint" / file).stat().st_size > 500, file, done)

# GitLab: the line of the job.
job = yaml.safe_load((root / "ci/gitlab.yml").read_text("utf-8"))["powerlint"]
variables = {**job["variables"], "POWERLINT_PATHS": str(root / "testdata/contoso")}
done = run(f"cd '{work}'\n{job['script'][1]}", **variables)
check(done.returncode == 1, f"the job ends with {done.returncode}, not 1", done)
for file in job["artifacts"]["reports"].values():
    check((work / file).stat().st_size > 500, file, done)
print("action.yml, ci/azure-pipelines.yml and ci/gitlab.yml do what they say")
