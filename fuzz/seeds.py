"""Makes seeds for the fuzz targets from testdata/ and the rules' pages: python3 fuzz/seeds.py writes fuzz/seeds/<target>/."""

import hashlib
import io
import pathlib
import re
import shutil
import sys
import zipfile

root = pathlib.Path(__file__).resolve().parents[1]
out = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else root / "fuzz/seeds"
# Inputs that are larger make a fuzzer slow and teach it nothing.
MOST = 24_000


def seed(target, data):
    data = data.encode() if isinstance(data, str) else data
    if data and len(data) <= MOST:
        folder = out / target
        folder.mkdir(parents=True, exist_ok=True)
        (folder / hashlib.sha1(data).hexdigest()).write_bytes(data)


def package(files):
    """One package: as the target `package` reads it, and as an archive."""
    parts = [b"\x1c" + name.encode() + b"\n" + data for name, data in sorted(files.items())]
    seed("package", b"".join(parts))
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as writer:
        for name, data in sorted(files.items()):
            writer.writestr(name, data)
    seed("archive", archive.getvalue())


shutil.rmtree(out, ignore_errors=True)
for path in sorted(root.glob("testdata/**/*")):
    if not path.is_file():
        continue
    data, name = path.read_bytes(), path.name.lower()
    if name.endswith(".json"):
        seed("json", data)
    elif name.endswith(".xml"):
        seed("xml", data)
    elif name.endswith((".yml", ".yaml")) or name == "data":
        seed("yaml", data)
    elif name.endswith(".robin"):
        seed("robin", data)
    elif name.endswith(".zip"):
        seed("archive", data)
    elif name == "powerlint.toml":
        seed("config", data)
    if "inventory" in path.parts or "settings" in path.parts:
        extensions = [".json", ".toml", ".csv", ".txt", ".tfstate"]
        if path.suffix in extensions:
            seed("inventory", bytes([extensions.index(path.suffix)]) + data)
    for text in re.findall(rb'"(@(?:[^"\\]|\\.)*)"', data):
        seed("expr", text)
    for text in re.findall(rb'(?m)^\s*"?InvariantScript"?: "((?:[^"\\]|\\.)*)"', data):
        seed("powerfx", text)
for path in sorted(root.glob("crates/inventory/testdata/**/*")):
    extensions = [".json", ".toml", ".csv", ".txt", ".tfstate"]
    if path.is_file() and path.suffix in extensions:
        seed("inventory", bytes([extensions.index(path.suffix)]) + path.read_bytes())
for case in sorted(root.glob("testdata/rules/*/*")):
    if case.is_dir():
        for top in sorted(path for path in case.iterdir() if path.is_dir() and path.name not in ("inventory", "settings")):
            package({str(path.relative_to(top)): path.read_bytes() for path in sorted(top.glob("**/*")) if path.is_file()})
for page in sorted(root.glob("rules/src/*/*.md")):
    text = page.read_text("utf-8")
    for language, block in re.findall(r"```(\w+) file=\S+\n(.*?)```", text, re.S):
        seed({"toml": "config", "json": "json", "xml": "xml", "yaml": "yaml"}.get(language, "robin"), block)
for page in sorted(root.glob("docs/*.md")):
    for block in re.findall(r"```toml\n(.*?)```", page.read_text("utf-8"), re.S):
        seed("config", block)
# Formulas stand inside the JSON of an app's controls.
for path in sorted(root.glob("testdata/rules/app-*/**/*.json")):
    for text in re.findall(r'InvariantScript\\?"\s*:\s*\\?"((?:[^"\\]|\\.)*)', path.read_text("utf-8", "replace")):
        seed("powerfx", text.replace('\\"', '"'))
for folder in sorted(out.iterdir()):
    print(folder.name, len(list(folder.iterdir())))
