// Builds the bundle that the package ships: static/app.js, app.css, index.html. `--check` compares instead.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, readdirSync, writeFileSync, existsSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const out = join(here, "..", "src", "xinyong", "show", "explore", "static");
const check = process.argv.includes("--check");

/** The digest of all sources: for each file of src, by its path with "/", then package-lock.json:
 *  path, NUL, bytes, NUL. A Python test computes the same, so that a stale bundle is found without Node. */
function digest() {
  const files = walk(join(here, "src")).map((file) => relative(here, file).split(sep).join("/"));
  const hash = createHash("sha256");
  for (const file of [...files.sort(), "package-lock.json"]) {
    hash.update(file).update("\0").update(readFileSync(join(here, file))).update("\0");
  }
  return hash.digest("hex");
}

function walk(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((each) =>
    each.isDirectory() ? walk(join(folder, each.name)) : [join(folder, each.name)],
  );
}

/** Both languages say the same things, with the same blanks to fill. */
async function sameWords() {
  const made = await build({
    stdin: {
      contents: 'export { en } from "./src/words/en.ts"; export { zh } from "./src/words/zh.ts";',
      resolveDir: here,
      loader: "ts",
    },
    bundle: true, format: "esm", write: false,
  });
  const { en, zh } = await import(`data:text/javascript;base64,${Buffer.from(made.outputFiles[0].contents).toString("base64")}`);
  const blanks = (text) => [...text.matchAll(/\{(\w+)\}/g)].map((each) => each[1]).sort().join();
  const faults = [
    ...Object.keys(en).filter((key) => !(key in zh)).map((key) => `zh lacks ${key}`),
    ...Object.keys(zh).filter((key) => !(key in en)).map((key) => `en lacks ${key}`),
    ...Object.keys(en).filter((key) => key in zh && blanks(en[key]) !== blanks(zh[key])).map((key) => `${key}: blanks differ`),
  ];
  if (faults.length) throw new Error(`the two dictionaries differ:\n  ${faults.join("\n  ")}`);
}

async function made() {
  const common = { bundle: true, minify: true, write: false, legalComments: "none", charset: "utf8", logLevel: "warning" };
  const banner = `/* sources ${digest()} */`;
  const script = await build({
    ...common, entryPoints: [join(here, "src", "app.tsx")], format: "iife", target: "es2022",
    jsx: "automatic", jsxImportSource: "preact", banner: { js: banner },
  });
  const style = await build({ ...common, entryPoints: [join(here, "src", "css", "app.css")], target: "es2022" });
  return {
    "app.js": script.outputFiles[0].text,
    "app.css": style.outputFiles[0].text,
    "index.html": readFileSync(join(here, "src", "index.html"), "utf8"),
  };
}

await sameWords();
const files = await made();
mkdirSync(out, { recursive: true });
for (const [name, text] of Object.entries(files)) {
  const path = join(out, name);
  if (!check) writeFileSync(path, text);
  else if (!existsSync(path) || readFileSync(path, "utf8") !== text) {
    console.error(`${name}: the committed bundle is not what the sources give; run node build.mjs`);
    process.exitCode = 1;
  }
  console.log(`${name} ${(text.length / 1024).toFixed(0)} kB`);
}
