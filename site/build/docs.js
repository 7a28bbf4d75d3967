// Builds the documentation: `node build/docs.js MODULE OUTPUT`, with the folder of the wasm module and that of the pages.
import { cp, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join, posix, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import Eleventy from "@11ty/eleventy";
import { build } from "esbuild";
import { brokenLinks } from "./links.js";
import { markdown } from "./markdown.js";
import { payonceModule } from "./module.js";
import { navigation } from "./navigation.js";
import { pythonPages } from "./python_reference.js";
import { errorPages } from "./reference.js";
import { searchIndex } from "./search.js";
import { typescriptPages } from "./typescript_reference.js";

const [module, output] = process.argv.slice(2).map((folder) => resolve(folder));
if (module === undefined || output === undefined) {
  throw new Error("pass the folder of the wasm module and the folder of the pages");
}
const site = resolve(import.meta.dirname, "..");
const checkout = resolve(site, "..");
const built = join(site, "built");

/** Documents outside of `docs` that are pages too. */
const others = {
  "CHANGELOG.md": "changelog",
  "CONTRIBUTING.md": "contributing",
  "SECURITY.md": "security",
  "STYLE.md": "style",
  "js/README.md": "npm-package",
  "python/README.md": "python-package",
};

const sources = new Map(Object.entries(others));
for (const entry of await readdir(join(checkout, "docs"), { recursive: true })) {
  const path = posix.join("docs", entry);
  if (entry.endsWith(".md")) {
    sources.set(path, entry === "README.md" ? "index" : entry.replace(/(\/README)?\.md$/, ""));
  }
}

const reference = await playgroundReference();
const pages = [];
for (const [path, name] of sources) {
  const text = await readFile(join(checkout, path), "utf8");
  pages.push({ path, name, text: text.replace(/<!--[\s\S]*?-->\n?/g, "") });
}
const python = await pythonPages(checkout);
const typescript = await typescriptPages(checkout, reference);
const nav = navigation(pages.find(({ name }) => name === "index").text, sources, reference);
const places = nav.find(({ title }) => title === "Reference");
places.items.push({
  title: "TypeScript API",
  items: typescript.map(({ navigation, name }) => ({ title: navigation, name })),
});
places.items.push({ title: "Rust API", href: "https://docs.rs/payonce" });
places.items.push({
  title: "Python API",
  items: python.map(({ text, name }) => ({ title: text.slice(2, text.indexOf("\n")), name })),
});
const rendered = [];

const eleventy = new Eleventy(join(site, "theme"), output, {
  quietMode: true,
  configPath: false,
  config(eleventy) {
    eleventy.setOutputDirectory(output);
    eleventy.setIncludesDirectory("layouts");
    eleventy.setLayoutsDirectory("layouts");
    eleventy.setTemplateFormats(["11ty.js"]);
    for (const page of [...pages.map(ofDocument), ...errorPages(reference), ...python, ...typescript]) {
      const render = markdown(page.source, sources, reference);
      const { html, headings, title } = render(page.text);
      const root = posix.relative(posix.dirname(page.name), ".") || ".";
      rendered.push({ name: page.name, title: page.title ?? title, html });
      eleventy.addTemplate(
        `${page.name}.11ty.js`,
        class {
          data() {
            return {
              layout: "page.njk",
              permalink: `${page.name}.html`,
              name: page.name,
              title: page.title ?? title,
              isHome: page.name === "index",
              root,
              nav,
              headings: headings.length > 1 ? headings : [],
              source: page.source,
            };
          }
          render() {
            return html;
          }
        },
      );
    }
  },
});
await eleventy.write();

await mkdir(output, { recursive: true });
await build({
  entryPoints: ["docs.ts", "docs.css", "theme.ts"].map((file) => join(site, "theme", file)),
  outdir: output,
  bundle: true,
  format: "iife",
  target: ["es2022"],
  minify: true,
  legalComments: "none",
  logLevel: "warning",
});
await writeFile(join(output, "search-index.js"), searchIndex(rendered));
await cp(join(site, "theme", "icon.svg"), join(output, "icon.svg"));
await cp(join(checkout, "docs", "pictures"), join(output, "pictures"), { recursive: true });

const broken = await brokenLinks(output);
if (broken.length > 0) {
  console.error(`${broken.length} links lead nowhere:\n${broken.join("\n")}`);
  process.exitCode = 1;
}

function ofDocument({ path, name, text }) {
  const provider = reference.find(({ id }) => name === `errors/${id}`);
  // The site has a page for each name in place of the sections.
  const shown = provider === undefined ? text : `${text.split("\n## Names\n")[0]}\n${namesOf(provider)}`;
  return {
    source: path,
    name,
    text: name === "index" ? shown.replace(/^# .*\n/, "# Documentation\n") : shown,
  };
}

function namesOf({ id, entries }) {
  const rows = entries.map(
    ({ name, meaning, headline }) => `| [${name}](${id}/${name}.md) | ${meaning} | ${headline[0]} |`,
  );
  return `## Names\n\n| name | meaning | did money move |\n|---|---|---|\n${rows.join("\n")}\n`;
}

/** The tables of the core, from the module of the playground. */
async function playgroundReference() {
  const outfile = join(built, "reference.mjs");
  await build({
    stdin: {
      contents: `import { bytes } from "payonce-embedded";
        import * as wasm from "payonce-wasm";
        wasm.initSync({ module: bytes() });
        export const reference = JSON.parse(wasm.playgroundReference());`,
      resolveDir: site,
    },
    outfile,
    bundle: true,
    format: "esm",
    platform: "node",
    logLevel: "warning",
    plugins: [payonceModule(module)],
  });
  const { reference } = await import(pathToFileURL(outfile).href);
  return reference;
}
