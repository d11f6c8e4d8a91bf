// Drives a running explorer through every view, in two sizes, both languages, light and dark: pictures, axe-core, console.
//   node check.mjs http://127.0.0.1:8765 [--shots shots] [--chromium /usr/bin/chromium] [--run] [--looks 1,2] [--only run,claims]
// Exits 1 on an error in the console, a serious or critical finding of axe, a page wider than its window, a request
// that leaves the machine, or a share link that shows something else in a new profile.
import { mkdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

const here = dirname(fileURLToPath(import.meta.url));
const given = process.argv.slice(2);
const option = (name, otherwise) => (given.includes(`--${name}`) ? given[given.indexOf(`--${name}`) + 1] : otherwise);
const base = (given.find((each) => /^https?:/.test(each)) ?? "http://127.0.0.1:8765").replace(/\/$/, "");
const shots = join(here, option("shots", "shots"));
const only = option("only", "")?.split(",").filter(Boolean) ?? [];
const axe = readFileSync(join(here, "node_modules", "axe-core", "axe.min.js"), "utf8");
const faults = [];
mkdirSync(shots, { recursive: true });

/** Each view: its link, and what must be there before it is looked at. */
const VIEWS = [
  ["run", "#/run", ".sides li"],
  ["claims", "#/claims?id=D04", ".claim-card .facts dd:nth-of-type(2)"],
  ["lives", "#/lives", ".timeline .row:nth-child(3)"],
  ["systems", "#/systems?month=2019-06&book=rongcheng", ".book section h3"],
  ["portrayal", "#/portrayal", "svg.bars"],
  ["headline", "#/headline?reform=no-points", ".reform-list button"],
  ["assess", "#/assess", ".score .big"],
  ["build", "#/build", ".checks .fine"],
].filter(([name]) => !only.length || only.includes(name));
/** `--looks 1,2`: only these; the first two between them have both sizes, languages and shades. */
const LOOKS = [
  { width: 1280, height: 900, colorScheme: "light", locale: "en-GB" },
  { width: 390, height: 844, colorScheme: "dark", locale: "zh-CN" },
  { width: 1280, height: 900, colorScheme: "dark", locale: "zh-CN" },
  { width: 390, height: 844, colorScheme: "light", locale: "en-GB" },
].filter((_, k) => option("looks", "1,2,3,4").split(",").includes(String(k + 1)));

const browser = await chromium.launch({ executablePath: option("chromium", "/usr/bin/chromium"), args: ["--no-sandbox"] });

async function opened(look, link) {
  const context = await browser.newContext({
    viewport: { width: look.width, height: look.height }, colorScheme: look.colorScheme, locale: look.locale, bypassCSP: false,
  });
  const page = await context.newPage();
  const where = `${link} ${look.width} ${look.colorScheme} ${look.locale}`;
  page.on("console", (message) => ["error", "warning"].includes(message.type()) && faults.push(`${where}: console: ${message.text()}`));
  page.on("pageerror", (error) => faults.push(`${where}: ${error.message}`));
  page.on("request", (request) => {
    const url = new URL(request.url());
    if (/^(https?|wss?):$/.test(url.protocol) && url.host !== new URL(base).host) faults.push(`${where}: a request to ${url.host}`);
  });
  await page.goto(`${base}/${link}`).catch((error) => faults.push(`${where}: ${String(error).split("\n")[0]}`));
  return { context, page, where };
}

async function accessible(page, where) {
  // axe is evaluated by the debugger, which the page's policy does not bind
  await page.evaluate(axe);
  const found = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
  for (const each of found.violations) {
    const line = `${where}: axe ${each.impact} ${each.id}: ${each.nodes.length} × ${each.nodes[0]?.target.join(" ")} ${each.nodes[0]?.any[0]?.message ?? ""}`;
    if (each.impact === "serious" || each.impact === "critical") faults.push(line);
    else console.log(line);
  }
}

for (const look of LOOKS) {
  for (const [name, link, ready] of VIEWS) {
    const { context, page, where } = await opened(look, link);
    try {
      await page.waitForSelector(ready, { timeout: 45_000 });
      await page.waitForTimeout(300);
      const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      if (over > 0) faults.push(`${where}: ${over} px wider than the window`);
      await page.screenshot({ path: join(shots, `${name}-${look.width}-${look.colorScheme}-${look.locale}.png`), fullPage: true });
      await accessible(page, where);
      console.log(`looked at ${where}`);
    } catch (error) {
      faults.push(`${where}: ${String(error).split("\n")[0]}`);
      await page.screenshot({ path: join(shots, `${name}-${look.width}-failed.png`) }).catch(() => undefined);
    }
    await context.close();
  }
}

if (given.includes("--run")) await aRun();

/** A reader moves a slider, runs, cancels, runs again, and shares: the link gives the same numbers elsewhere. */
async function aRun() {
  const look = LOOKS[0];
  const { context, page, where } = await opened(look, "#/run?scheme=china-2020&against=status-quo-2012&citizens=5000&frame=national&start=2014-01&months=24&seed=3");
  try {
    const fresh = page.locator(".strip-text", { hasText: "Shown: your run." });
    await fresh.waitFor({ timeout: 300_000 });
    await page.locator(".knobs input[type=search]").fill("shunning");
    await page.locator(".knob input[type=range]").first().focus();
    for (let k = 0; k < 5; k++) await page.keyboard.press("ArrowRight");
    await page.locator(".strip.stale").waitFor();
    await page.locator(".strip button.main").click();
    await page.locator(".strip button.stop").waitFor();
    await page.locator(".strip button.stop").click();
    await page.locator(".strip.stale button.main").waitFor();
    await page.locator(".strip button.main").click();
    await fresh.waitFor({ timeout: 300_000 });
    const numbers = () => page.locator(".sides .figures").allInnerTexts();
    const mine = await numbers();
    const url = page.url();
    await context.close();
    const again = await opened(look, url.slice(base.length + 1));
    await again.page.locator(".strip-text", { hasText: "Shown: your run." }).waitFor({ timeout: 300_000 });
    const theirs = await again.page.locator(".sides .figures").allInnerTexts();
    if (JSON.stringify(mine) !== JSON.stringify(theirs)) faults.push("a shared link shows other numbers in a new profile");
    if (await again.page.locator(".warn").count()) faults.push("a shared link says that its results differ");
    await again.context.close();
    console.log("ran, cancelled, ran, shared");
  } catch (error) {
    faults.push(`${where}: ${String(error).split("\n")[0]}`);
    await page.screenshot({ path: join(shots, "a-run-failed.png") }).catch(() => undefined);
  }
}

await browser.close();
for (const each of faults) console.error(each);
console.log(`${VIEWS.length * LOOKS.length} looks, ${faults.length} faults`);
process.exitCode = faults.length ? 1 : 0;
