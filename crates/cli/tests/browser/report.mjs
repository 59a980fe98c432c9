// The HTML report in a real browser: node report.mjs <powerlint> <folder for reports and screenshots, with node_modules>

import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { HOSTILE, MANY, reports } from "./inputs.mjs";

const [powerlint, folder] = process.argv.slice(2).map((path) => resolve(path));
const require = createRequire(join(folder, "package.json"));
const { chromium } = require("playwright-core");
const { HtmlValidate, FileSystemConfigLoader } = require("html-validate");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

const files = reports(powerlint, folder);
const WIDE = { width: 1300, height: 900 };
const NARROW = { width: 390, height: 800 };

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: [
    "--no-sandbox",
    "--disable-gpu",
    // Containers have little shared memory, and a picture of a whole page needs more.
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
  ],
});

/** Opens a report and watches it: any request, message of the console or dialog fails the test. */
async function open(file, options, look) {
  const context = await browser.newContext({ viewport: WIDE, ...options });
  const page = await context.newPage();
  const said = [];
  page.on("console", (message) => said.push(`${message.type()}: ${message.text()}`));
  page.on("pageerror", (error) => said.push(`error: ${error}`));
  page.on("dialog", (dialog) => {
    said.push(`dialog: ${dialog.message()}`);
    return dialog.dismiss();
  });
  const own = pathToFileURL(file).href;
  page.on("request", (request) => {
    if (request.url().split("#")[0] !== own) said.push(`request: ${request.url()}`);
  });
  try {
    await page.goto(own);
    await look(page);
    assert.deepEqual(said, []);
  } finally {
    await context.close();
  }
}

const shown = (page) => page.locator("#shown").textContent();
const visible = (page) => page.locator(".finding:visible").count();
const shoot = (page, name, fullPage = true) => page.screenshot({ path: join(folder, `${name}.png`), fullPage, timeout: 120_000 });

/** Everything that axe knows of WCAG 2.2 AA and good practice. */
async function accessible(page, name) {
  await page.evaluate(axe);
  const { violations, passes } = await page.evaluate(() => window.axe.run());
  assert.ok(passes.some((one) => one.id === "color-contrast"), "contrasts were measured");
  const words = violations.map((one) => `${one.id}: ${one.help}: ${one.nodes.slice(0, 3).map((node) => `${node.html} ${node.failureSummary}`).join(" | ")}`);
  assert.deepEqual(words, [], name);
}

const tests = {
  async "every page is valid HTML"() {
    const validator = new HtmlValidate(new FileSystemConfigLoader({ root: true, extends: ["html-validate:recommended"] }));
    for (const file of [files.sample, files.hostile]) {
      const { results } = await validator.validateFile(file);
      const messages = results.flatMap((result) => result.messages);
      assert.deepEqual(messages.map((one) => `${file}:${one.line}:${one.column} ${one.ruleId} ${one.message}`), []);
    }
  },

  async "it is accessible in light and dark, wide and narrow"() {
    for (const [colorScheme, viewport] of [["light", WIDE], ["dark", WIDE], ["light", NARROW], ["dark", NARROW]]) {
      const name = `sample-${colorScheme}-${viewport === WIDE ? "wide" : "narrow"}`;
      await open(files.sample, { colorScheme, viewport }, async (page) => {
        await shoot(page, name);
        await page.evaluate(() => document.querySelectorAll("details").forEach((details) => (details.open = true)));
        await accessible(page, name);
        const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
        assert.ok(over <= 0, `${name} is ${over} pixels wider than the window`);
      });
    }
  },

  async "the colours follow the system and the switch"() {
    const ground = (page) => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
    await open(files.sample, { colorScheme: "light" }, async (page) => {
      const light = await ground(page);
      await page.getByLabel("Dark").check();
      const dark = await ground(page);
      assert.notEqual(dark, light);
      await page.emulateMedia({ colorScheme: "dark" });
      await page.getByLabel("Light", { exact: true }).check();
      assert.equal(await ground(page), light);
      await page.getByLabel("Auto").check();
      assert.equal(await ground(page), dark);
    });
  },

  async "the picture tells who holds what, with words beside the colours"() {
    await open(files.sample, {}, async (page) => {
      const lane = page.locator(".lane", { hasText: "contoso_DataverseFinance" });
      const words = (await lane.innerText()).replace(/\s+/g, " ");
      for (const part of ["ada@contoso.com", "warning: personal account", "fine: open to the deployer", "Finance | Approve invoice"]) {
        assert.ok(words.includes(part), `${part} in ${words}`);
      }
      await lane.getByRole("link", { name: "personal account" }).click();
      const target = page.locator(".finding:target");
      assert.ok((await target.innerText()).includes("contoso_DataverseFinance"));
      await page.waitForFunction(() => document.querySelector(".finding:target").getBoundingClientRect().top < window.innerHeight);
    });
  },

  async "findings are searched and filtered, and the number is announced"() {
    await open(files.sample, {}, async (page) => {
      const all = await visible(page);
      assert.equal(await shown(page), `${all} findings`);
      assert.equal(await page.locator("#shown").getAttribute("aria-live"), "polite");
      await page.getByLabel("Search").fill("HANDS grace");
      await page.waitForFunction(() => document.getElementById("shown").textContent.includes(" of "));
      assert.equal(await visible(page), 1);
      assert.equal(await shown(page), `1 of ${all} findings`);
      await page.getByLabel("Search").fill("there is no such word");
      await page.getByText("No finding fits.").waitFor();
      await page.getByRole("button", { name: "Clear" }).click();
      assert.equal(await visible(page), all);
      await page.getByLabel("Rule", { exact: true }).selectOption("several-owners");
      const rules = await page.locator(".finding:visible").evaluateAll((some) => some.map((one) => one.dataset.rule));
      assert.ok(rules.length > 0 && rules.every((rule) => rule === "several-owners"), `${rules}`);
      await page.getByLabel("Rule", { exact: true }).selectOption("");
      await page.getByLabel("Solution", { exact: true }).selectOption({ index: 2 });
      assert.equal(await page.locator(".solution:visible").count(), 1);
      await page.getByLabel("Solution", { exact: true }).selectOption("");
      await page.getByLabel("Notes").uncheck();
      assert.equal(await page.locator(".finding.note:visible").count(), 0);
      // A link to what is filtered out shows it.
      await page.locator('.lane a[href^="#finding-"]', { hasText: "personal account" }).last().click();
      await page.locator(".finding.note:target").waitFor();
      await shoot(page, "sample-target");
    });
  },

  async "a keyboard is enough"() {
    await open(files.sample, {}, async (page) => {
      const focused = () => page.evaluate(() => document.activeElement.id || document.activeElement.textContent.trim());
      await page.keyboard.press("Tab");
      assert.equal(await focused(), "Skip to the report");
      await page.keyboard.press("Enter");
      assert.equal(await focused(), "main");
      await page.keyboard.press("/");
      assert.equal(await focused(), "filter-text");
      await page.keyboard.type("teams");
      await page.waitForFunction(() => document.getElementById("shown").textContent.includes(" of "));
      await page.keyboard.press("Escape");
      assert.equal(await page.getByLabel("Search").inputValue(), "");
      for (const id of ["filter-solution", "filter-rule"]) {
        await page.keyboard.press("Tab");
        assert.equal(await focused(), id);
      }
      const summary = page.locator(".page summary").first();
      await summary.focus();
      await page.keyboard.press("Enter");
      assert.equal(await page.locator(".page[open]").count(), 1);
    });
  },

  async "a link leads to the page of the rule"() {
    await open(files.sample, {}, async (page) => {
      await page.locator(".finding .rulename").first().click();
      const prose = page.locator(".prose:target");
      await prose.waitFor();
      assert.ok((await prose.innerText()).length > 200);
      await shoot(page, "sample-rule");
    });
  },

  async "it prints unfolded and without controls"() {
    await open(files.sample, { colorScheme: "dark" }, async (page) => {
      await page.evaluate(() => window.dispatchEvent(new Event("beforeprint")));
      assert.equal(await page.locator("details:not([open])").count(), 0);
      await page.evaluate(() => window.dispatchEvent(new Event("afterprint")));
      assert.ok((await page.locator("details:not([open])").count()) > 0);
      await page.emulateMedia({ media: "print" });
      assert.equal(await page.locator(".screen:visible, .skip:visible, button:visible").count(), 0);
      const ground = await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
      assert.equal(ground, "rgb(255, 255, 255)");
      await page.pdf({ path: join(folder, "sample.pdf"), format: "A4" });
      assert.ok(statSync(join(folder, "sample.pdf")).size > 50_000);
    });
  },

  async "without scripts everything is there but the filter"() {
    await open(files.sample, { javaScriptEnabled: false }, async (page) => {
      assert.ok((await visible(page)) > 0);
      assert.equal(await page.locator("#filter:visible").count(), 0);
      await page.emulateMedia({ media: "print" });
      // Also what is folded on the screen is printed.
      assert.ok(await page.locator(".page .prose").first().isVisible());
    });
  },

  async "hostile names are text"() {
    await open(files.hostile, {}, async (page) => {
      assert.equal(await page.locator("img, script").count(), 1, "our own script and nothing else");
      const texts = await page.locator(".finding h5, .solution h3, .lane .title").allTextContents();
      assert.ok(texts.filter((text) => text.includes(HOSTILE)).length >= 3, texts.join("\n"));
      await page.getByLabel("Search").fill("<script>alert(2)");
      await page.waitForTimeout(200);
      assert.ok((await visible(page)) > 0);
      await shoot(page, "hostile");
    });
  },

  async "thousands of findings stay usable"() {
    await open(files.many, {}, async (page) => {
      // Elements are counted by their attributes: asking whether what lies in something folded is seen makes Chromium lay all of it out.
      const all = await page.locator(".finding").count();
      assert.ok(all >= MANY, `${all} findings`);
      assert.ok((await page.locator("#picture > .lanes > .lane > .hanging > .references > li").count()) <= 40);
      const start = Date.now();
      await page.getByLabel("Search").fill("con_sharepoint_4999");
      await page.waitForFunction(() => document.getElementById("shown").textContent.includes(" of "));
      const searched = Date.now() - start;
      // The reference itself, and those in whose excerpts it stands.
      const found = await page.locator(".finding:not([hidden])").count();
      assert.ok(found >= 1 && found <= 5, `${found} findings`);
      // Far above what it takes, far below what anybody would wait for.
      assert.ok(searched < 5000, `a search took ${searched} ms`);
      await shoot(page, "many", false);
    });
  },
};

let failed = 0;
for (const [name, test] of Object.entries(tests)) {
  const start = Date.now();
  try {
    await test();
    console.log(`ok      ${name} (${((Date.now() - start) / 1000).toFixed(1)} s)`);
  } catch (error) {
    failed += 1;
    console.error(`FAILED  ${name}\n${error.stack}`);
  }
}
await browser.close();
console.log(`${Object.keys(tests).length - failed} of ${Object.keys(tests).length} tests passed; screenshots are in ${folder}`);
process.exitCode = failed === 0 ? 0 : 1;
