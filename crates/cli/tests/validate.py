"""Validates reports by what others say of their formats. Run by .ci/formats with the folder that they lie in."""

import json
import pathlib
import re
import sys

import jsonschema
import yaml
from lxml import etree

work = pathlib.Path(sys.argv[1])
here = pathlib.Path(__file__).parent
root = here.parents[2]

junit = etree.XMLSchema(etree.parse(here / "schemas" / "junit-10.xsd"))
for name in ("sample.xml", "cases.xml"):
    junit.assertValid(etree.parse(work / name))
    print(f"{name}: valid JUnit")

output = jsonschema.Draft202012Validator(json.loads((root / "docs/schema/powerlint-output-1.json").read_text("utf-8")))
for name in ("sample.json", "cases.json"):
    output.validate(json.loads((work / name).read_text("utf-8")))
    print(f"{name}: valid by its schema")

# What GitLab's documentation asks of each entry: https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
quality = jsonschema.Draft202012Validator(
    {
        "type": "array",
        "items": {
            "type": "object",
            "required": ["description", "check_name", "fingerprint", "severity", "location"],
            "properties": {
                "description": {"type": "string", "minLength": 1},
                "check_name": {"type": "string", "minLength": 1},
                "fingerprint": {"type": "string", "minLength": 1},
                "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
                "location": {
                    "type": "object",
                    "required": ["path", "lines"],
                    "properties": {
                        "path": {"type": "string", "pattern": r"^(?!\./)."},
                        "lines": {"type": "object", "required": ["begin"], "properties": {"begin": {"type": "integer", "minimum": 1}}},
                    },
                },
            },
        },
    }
)
for name in ("gitlab.json", "gitlab-cases.json"):
    entries = json.loads((work / name).read_text("utf-8"))
    quality.validate(entries)
    fingerprints = [entry["fingerprint"] for entry in entries]
    assert len(fingerprints) == len(set(fingerprints)), f"{name}: GitLab would drop entries"
    print(f"{name}: {len(entries)} entries as GitLab wants them")

configuration = json.loads((root / "docs/schema/powerlint-toml.json").read_text("utf-8"))
jsonschema.Draft7Validator.check_schema(configuration)
print("powerlint-toml.json: a valid schema")

# The parts for pipelines, and every block of YAML in the documentation.
texts = [(path, path.read_text("utf-8")) for path in [root / "action.yml", *(root / "ci").glob("*.yml"), *(root / ".github").rglob("*.yml")]]
for page in sorted((root / "docs").glob("*.md")):
    texts += [(page, block) for block in re.findall(r"```ya?ml\n(.*?)```", page.read_text("utf-8"), re.S)]
for path, text in texts:
    assert yaml.safe_load(text), f"{path}: no YAML"
print(f"{len(texts)} pieces of YAML can be read")
