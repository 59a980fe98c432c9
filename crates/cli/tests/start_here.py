"""Follows docs/start-here.md from the top, to the letter, as a newcomer does: types every command, writes every file, and then runs the
steps of the pipelines as their agents do. Run by .ci/wheel with an empty folder and a folder that holds the wheel, which stands for PyPI."""

import os
import pathlib
import re
import shutil
import subprocess
import sys
import venv

import yaml

work, wheels = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
root = pathlib.Path(__file__).resolve().parents[3]
page = (root / "docs/start-here.md").read_text("utf-8")

# The newcomer's copy of the repository, as far as the page needs it: what is built is built in the repository itself.
here = work / "powerlint"
shutil.copytree(root / "testdata/contoso", here / "testdata/contoso")
python = work / "python"
venv.create(python, with_pip=True)
environment = {
    **os.environ,
    "CARGO_INSTALL_ROOT": str(work / "cargo"),
    "PATH": os.pathsep.join([str(work / "cargo/bin"), os.environ["PATH"]]),
    "GIT_CONFIG_GLOBAL": str(work / "gitconfig"), "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_AUTHOR_NAME": "Ada", "GIT_AUTHOR_EMAIL": "ada@contoso.com",
    "GIT_COMMITTER_NAME": "Ada", "GIT_COMMITTER_EMAIL": "ada@contoso.com",
}
# An agent has Python, and installs powerlint itself.
agent = {
    **environment,
    "PATH": os.pathsep.join([str(python / "bin"), os.environ["PATH"]]),
    "PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(wheels), "PIP_DISABLE_PIP_VERSION_CHECK": "1",
}
statuses = {}


def fail(what, done):
    sys.exit(f"start here: {what}\n{done.stdout}\n{done.stderr}")


def type_in(command, cwd):
    """Types one command of the page, in the folder that the newcomer is in. `src` and the zip of section 6 are the newcomer's own."""
    moved = re.fullmatch(r"cd (\S+)", command)
    if moved:
        return (cwd / moved[1]).resolve()
    if command.startswith("cp -r "):
        source, target = command.split()[2:]
        shutil.copytree(cwd / source, cwd / target)
        return cwd
    where = root if command.startswith("cargo ") else cwd
    done = subprocess.run(command, shell=True, cwd=where, env=environment, capture_output=True, text=True)
    statuses.setdefault(command, []).append(done)
    if done.returncode > 1 or "panicked" in done.stderr or (done.returncode and not command.startswith("powerlint ")):
        fail(f"`{command}` ended with exit status {done.returncode}", done)
    return cwd


def run_pipeline(file, key):
    """Runs the steps of a pipeline as its agent does: each in bash, which stops at what fails. Gives the step that made it red."""
    pipeline = yaml.safe_load((work / "contoso" / file).read_text("utf-8"))
    steps = pipeline.get("steps") or next(iter(pipeline["jobs"].values()))["steps"]
    for step in steps:
        if key not in step:
            assert step["uses"].startswith("actions/checkout@"), step
            continue
        script = ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", step[key]]
        done = subprocess.run(script, cwd=work / "contoso", env=agent, capture_output=True, text=True)
        if done.returncode:
            return step[key], done
    sys.exit(f"start here: {file} is green")


cwd, named, pipelines = here, None, []
for part in re.split(r"(^```\w+\n.*?^```$)", page, flags=re.M | re.S):
    block = re.fullmatch(r"```(\w+)\n(.*?)```", part, flags=re.S)
    if not block:
        # The file that a block is: named by the sentence before it.
        names = re.findall(r"file `([^`]+)`", part.strip().rsplit("\n\n", 1)[-1])
        named = names[-1] if names else None
        if "## 6." in part:
            shutil.copy(root / "testdata/contoso/ContosoHR_1_0_2_0.zip", cwd / "Contoso_1_0_0_0.zip")
            shutil.copytree(root / "testdata/contoso/ContosoFinance", cwd / "src")
    elif block[1] == "console":
        for command in block[2].splitlines():
            cwd = type_in(command, cwd)
    elif named:
        file = cwd / named
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(block[2], "utf-8")
        if block[1] == "yaml":
            key, mark = ("run", "::error ") if ".github" in named else ("script", "##vso[task.logissue type=error")
            step, done = run_pipeline(named, key)
            if done.returncode != 1 or "powerlint check" not in step or mark not in done.stdout:
                fail(f"{named} does not end red with findings", done)
            pipelines.append(named)
    elif block[1] == "text":
        # What the page shows is what came out.
        shown = statuses["powerlint check testdata/contoso"][-1]
        if block[2].rstrip() not in shown.stdout:
            fail("the page shows what powerlint does not print", shown)

assert pipelines == [".github/workflows/powerlint.yml", "azure-pipelines.yml"], pipelines
for command, status in [("powerlint check testdata/contoso", 1), ("powerlint check . --format github", 1), ("powerlint check . --fail-on error", 0)]:
    done = statuses[command][-1]
    if done.returncode != status:
        fail(f"`{command}` ended with exit status {done.returncode}, not {status}", done)
first = statuses["powerlint check testdata/contoso"][0].stdout
summary = {"error": "one error", "warning": "three warnings", "note": "three notes"}
for severity, words in summary.items():
    count = len(re.findall(rf"^{severity}\[", first, re.M))
    assert words in page and {"one": 1, "three": 3}[words.split()[0]] == count, (severity, count)
print("docs/start-here.md leads to a red pipeline, and to a green one")
