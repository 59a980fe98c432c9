#!/usr/bin/env node
// Writes the npm packages: node packaging/npm/build.js FOLDER [PLATFORM=BINARY …]
//
// FOLDER gets `powerlint`, which has only a launcher, and for each binary that is given a package for its platform. npm installs the one
// package that fits, as an optional dependency.
"use strict";
const fs = require("node:fs");
const path = require("node:path");

const PLATFORMS = {
  "linux-x64": { os: "linux", cpu: "x64" },
  "linux-arm64": { os: "linux", cpu: "arm64" },
  "darwin-x64": { os: "darwin", cpu: "x64" },
  "darwin-arm64": { os: "darwin", cpu: "arm64" },
  "win32-x64": { os: "win32", cpu: "x64" },
  "win32-arm64": { os: "win32", cpu: "arm64" },
};

const [folder, ...binaries] = process.argv.slice(2);
if (!folder) {
  console.error("usage: build.js FOLDER [PLATFORM=BINARY …]");
  process.exit(2);
}
const top = path.join(__dirname, "..", "..");
const version = /^version = "(.+)"$/m.exec(fs.readFileSync(path.join(top, "Cargo.toml"), "utf8"))[1];
const shared = {
  version,
  description: "A fast, offline linter for exported Microsoft Power Platform solutions",
  license: "MIT OR Apache-2.0",
  keywords: ["power-platform", "power-automate", "dataverse", "linter"],
};

function write(name, manifest, files) {
  const target = path.join(folder, name);
  fs.mkdirSync(path.join(target, "bin"), { recursive: true });
  const whole = JSON.stringify({ ...manifest, ...shared }, null, 2) + "\n";
  fs.writeFileSync(path.join(target, "package.json"), whole);
  for (const licence of ["LICENSE-MIT", "LICENSE-APACHE"]) {
    fs.copyFileSync(path.join(top, licence), path.join(target, licence));
  }
  for (const [from, to] of files) {
    fs.copyFileSync(from, path.join(target, to));
  }
  fs.chmodSync(path.join(target, files[0][1]), 0o755);
}

write(
  "powerlint",
  {
    name: "powerlint",
    bin: { powerlint: "bin/powerlint.js" },
    engines: { node: ">=18" },
    files: ["bin", "LICENSE-MIT", "LICENSE-APACHE"],
    optionalDependencies: Object.fromEntries(Object.keys(PLATFORMS).map((name) => [`@powerlint/${name}`, version])),
  },
  [
    [path.join(__dirname, "powerlint.js"), "bin/powerlint.js"],
    [path.join(top, "README.md"), "README.md"],
  ],
);
for (const given of binaries) {
  const [name, binary] = given.split(/=(.*)/s);
  const platform = PLATFORMS[name];
  if (!platform || !binary) {
    console.error(`${given} is not PLATFORM=BINARY; the platforms are ${Object.keys(PLATFORMS).join(", ")}`);
    process.exit(2);
  }
  const file = platform.os === "win32" ? "bin/powerlint.exe" : "bin/powerlint";
  write(name, { name: `@powerlint/${name}`, os: [platform.os], cpu: [platform.cpu], files: ["bin"], preferUnplugged: true }, [[binary, file]]);
}
