// The reports that the browser looks at, each from a run of the command.

import { spawnSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Every way out of a text that a page could have. */
export const HOSTILE = `"'><img src=x onerror=alert(1)><script>alert(2)</script></style></title><!--{{7*7}}&lt;`;

/** How many findings the big report has at least. */
export const MANY = 5000;

const escaped = (text) =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");

/** An unpacked solution. */
function solution(folder, name, references, flows) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(join(folder, "Workflows"), { recursive: true });
  const connector = "/providers/Microsoft.PowerApps/apis/shared_sharepointonline";
  writeFileSync(
    join(folder, "solution.xml"),
    `<ImportExportXml><SolutionManifest><UniqueName>${escaped(name)}</UniqueName><Version>1.0.0.0</Version>` +
      `<Managed>0</Managed></SolutionManifest></ImportExportXml>\n`,
  );
  const declared = references.map(
    (reference) =>
      `<connectionreference connectionreferencelogicalname="${escaped(reference)}">` +
      `<connectionreferencedisplayname>${escaped(reference)}</connectionreferencedisplayname>` +
      `<connectorid>${connector}</connectorid></connectionreference>`,
  );
  const listed = flows.map((flow, index) => {
    const id = `44444444-0000-0000-0000-${String(index).padStart(12, "0")}`;
    const file = `Workflows/Flow${index}-${id.toUpperCase()}.json`;
    const definition = {
      properties: {
        connectionReferences: {
          shared_sharepointonline: {
            runtimeSource: "embedded",
            connection: { connectionReferenceLogicalName: flow.reference },
            api: { name: "shared_sharepointonline" },
          },
        },
        definition: { triggers: {}, actions: {} },
      },
    };
    writeFileSync(join(folder, file), JSON.stringify(definition));
    return `<Workflow WorkflowId="{${id}}" Name="${escaped(flow.name)}"><JsonFileName>/${file}</JsonFileName><Category>5</Category></Workflow>`;
  });
  writeFileSync(
    join(folder, "customizations.xml"),
    `<ImportExportXml><Workflows>${listed.join("\n")}</Workflows>\n` +
      `<connectionreferences>\n${declared.join("\n")}\n</connectionreferences></ImportExportXml>\n`,
  );
}

/** Runs the command over a folder and gives the path of its report. */
function report(powerlint, work, name, paths) {
  const file = join(work, `${name}.html`);
  rmSync(file, { force: true });
  const run = spawnSync(powerlint, ["check", ...paths, "--quiet", "--output", file], { encoding: "utf8", maxBuffer: 1 << 28 });
  if (run.status > 1 || run.error) throw new Error(`${name}: exit status ${run.status}\n${run.stderr}`);
  return file;
}

/** Writes the reports: the sample's, one with hostile names, and a big one. */
export function reports(powerlint, work) {
  const folder = (name) => join(work, "input", name);
  const owned = "con_" + HOSTILE;
  solution(folder("hostile"), HOSTILE, [owned, `${owned}2`], [{ name: HOSTILE, reference: owned }, { name: "x", reference: HOSTILE }]);
  const names = Array.from({ length: MANY }, (_, index) => `con_sharepoint_${index}`);
  const flows = Array.from({ length: 300 }, (_, index) => ({ name: `Flow ${index}`, reference: `con_sharepoint_${index}` }));
  // Nothing uses the others.
  solution(folder("many"), "Contoso", [...names, ...names.slice(0, 300).map((name) => `${name}_old`)], flows);
  const bare = ["--no-config"];
  // As many findings as there are, which is more than one rule may have in one file otherwise.
  const unbounded = join(work, "input", "unbounded.toml");
  writeFileSync(unbounded, `[limits]\nfindings = ${10 * MANY}\n`);
  return {
    sample: report(powerlint, work, "sample", ["testdata/contoso"]),
    hostile: report(powerlint, work, "hostile", [folder("hostile"), ...bare]),
    many: report(powerlint, work, "many", [folder("many"), "--config", unbounded]),
  };
}
