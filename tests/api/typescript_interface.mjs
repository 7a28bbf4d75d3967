// Prints the declarations that the exports of the npm package reach, without comments, module by module.

import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";

const PACKAGE = join(dirname(fileURLToPath(import.meta.url)), "../../js");

/** Comments are not part of the interface. Strings stay, whatever they contain. */
function withoutComments(text) {
  const token = /"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|`(?:\\.|[^`\\])*`|\/\*[^]*?\*\/|\/\/[^\n]*/g;
  const kept = text.replace(token, (found) => (found.startsWith("/") ? "" : found));
  const lines = kept.split("\n").map((line) => line.trimEnd());
  return lines.filter((line) => line !== "").join("\n");
}

/** The files of an export; `*` is the name of each. */
function declarations(target) {
  const [before, after] = join(PACKAGE, target).split("*");
  if (after === undefined) {
    return [before];
  }
  const names = readdirSync(before).filter((name) => name.endsWith(after));
  return names.map((name) => join(before, name));
}

const { exports } = JSON.parse(readFileSync(join(PACKAGE, "package.json"), "utf8"));
const entries = Object.entries(exports).filter(([, conditions]) => conditions.types !== undefined);
const open = entries.flatMap(([, conditions]) => declarations(conditions.types.default));
for (const [name, conditions] of entries) {
  console.log(`// payonce${name.slice(1)} is ${conditions.types.default}`);
}
const modules = new Map();
while (open.length > 0) {
  const file = open.pop();
  if (modules.has(file)) {
    continue;
  }
  const text = readFileSync(file, "utf8");
  modules.set(file, withoutComments(text));
  for (const [, target] of text.matchAll(/(?:from|import)\s*\(?"(\.[^"]+)"/g)) {
    open.push(join(dirname(file), target.replace(/\.js$/, ".d.ts")));
  }
}
for (const [file, text] of [...modules].sort(([one], [other]) => (one < other ? -1 : 1))) {
  console.log(`\n// ${relative(PACKAGE, file)}\n${text}`);
}
