#!/usr/bin/env node
// Runs the binary of this platform, which npm has installed as an optional dependency.
"use strict";
const { spawnSync } = require("node:child_process");

const name = `@powerlint/${process.platform}-${process.arch}`;
const file = process.platform === "win32" ? "powerlint.exe" : "powerlint";
let binary;
try {
  binary = require.resolve(`${name}/bin/${file}`);
} catch {
  console.error(`powerlint: the package ${name} is not installed. Either there is none for this platform, or npm ran with --omit=optional.`);
  process.exit(2);
}
const { status, signal, error } = spawnSync(binary, process.argv.slice(2), { stdio: "inherit" });
if (error) {
  console.error(`powerlint: cannot run ${binary}: ${error.message}`);
  process.exit(2);
}
if (signal) {
  // As the binary ended, so does this.
  process.kill(process.pid, signal);
} else {
  process.exit(status);
}
