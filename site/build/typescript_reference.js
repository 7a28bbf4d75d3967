import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** Where the declarations of a file are shown; the first that fits. */
const places = [
  [/^generated\/(agent\w+|payi)\.d\.ts$/, (match) => match[1]],
  [/^(errors\/|generated\/(kinds|consequences|details)\.d\.ts$)/, () => "errors"],
  [/^(journal\/|generated\/reconciled)/, () => "journal"],
  [/./, () => "payonce"],
];
const titles = { payonce: "payonce", errors: "Errors", journal: "Journal" };

/** Pages for the public interface of the npm package, as Markdown, from the declarations that the compiler writes. */
export async function typescriptPages(checkout, reference) {
  const folder = await mkdtemp(join(tmpdir(), "payonce-types-"));
  try {
    const js = join(checkout, "js");
    const compiler = join(js, "node_modules", "typescript", "bin", "tsc");
    const options = ["--noCheck", "--emitDeclarationOnly", "--outDir", folder];
    await run(process.execPath, [compiler, "-p", join(js, "tsconfig.json"), ...options]);
    const found = new Map();
    await exported(folder, "index.d.ts", undefined, found, new Map());
    const pages = new Map();
    for (const one of [...found.values()].sort((one, other) => one.name.localeCompare(other.name))) {
      const [pattern, name] = places.find(([pattern]) => pattern.test(one.file));
      const place = name(pattern.exec(one.file));
      pages.set(place, [...(pages.get(place) ?? []), one]);
    }
    const order = ["payonce", "errors", "journal", ...reference.map(({ id }) => id)];
    return order
      .filter((place) => pages.has(place))
      .map((place) => {
        const title = titles[place] ?? reference.find(({ id }) => id === place).title;
        return pageOf(place, title, pages.get(place));
      });
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Adds what a module exports, all of it or the given names, through the modules that it exports from. */
async function exported(folder, file, only, found, parsed) {
  if (!parsed.has(file)) {
    parsed.set(file, parse(await readFile(join(folder, file), "utf8"), file));
  }
  const { declarations, reexports } = parsed.get(file);
  for (const declaration of declarations) {
    if (
      declaration.isExported &&
      (only === undefined || only.has(declaration.name)) &&
      !found.has(`${file} ${declaration.name}`)
    ) {
      found.set(`${file} ${declaration.name}`, declaration);
    }
  }
  for (const { from, names } of reexports) {
    const inner =
      names === undefined ? only : new Set([...names].filter((name) => only === undefined || only.has(name)));
    if (inner === undefined || inner.size > 0) {
      await exported(folder, join(dirname(file), from.replace(/\.js$/, ".d.ts")), inner, found, parsed);
    }
  }
}

/** The declarations of a file. The compiler writes each at the start of a line, its members after four blanks. */
function parse(text, file) {
  const declarations = [];
  const reexports = [];
  const lines = text.split("\n");
  let doc = "";
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at];
    if (line.startsWith("/**")) {
      [doc, at] = comment(lines, at);
      continue;
    }
    // The objects of a provider are in a namespace of its name.
    const from = /^(?:import type \* as \w+|export (?:type )?(?:\*|\{([^}]*)\})) from "([^"]+)";/.exec(line);
    if (from !== null) {
      const names = from[1]
        ?.split(",")
        .map((name) => name.trim().replace(/^type /, ""))
        .filter(Boolean);
      reexports.push({ from: from[2], names: names && new Set(names) });
      continue;
    }
    const head = /^(export )?(?:declare )?(?:abstract )?(class|function|const|interface|type) (\w+)/.exec(
      line,
    );
    if (head === null) {
      doc = line.trim() === "" ? doc : "";
      continue;
    }
    const [, isExported, kind, name] = head;
    const block = kind === "class" || kind === "interface";
    const end = lines.findIndex(
      (line, index) =>
        index >= at &&
        (block
          ? line === "}" || line.endsWith(" {}") || line.endsWith("{ }")
          : /;$/.test(line) && !/^ /.test(lines[index + 1] ?? "")),
    );
    const body = lines.slice(at, end + 1);
    declarations.push({
      file,
      name,
      kind,
      isExported: isExported !== undefined,
      doc,
      head: (block ? body[0].replace(/ \{\}?$/, "") : body.join("\n"))
        .replace(/^export (declare )?/, "")
        .replace(/ *\{ *\}$/, ""),
      members: block ? membersOf(body.slice(1, -1)) : [],
    });
    doc = "";
    at = end;
  }
  return { declarations, reexports };
}

function membersOf(lines) {
  const members = [];
  let doc = "";
  for (let at = 0; at < lines.length; at++) {
    if (lines[at].trim().startsWith("/**")) {
      [doc, at] = comment(lines, at);
      continue;
    }
    let text = lines[at].trim();
    // A type over several lines ends at the indentation of the member.
    while (!/[;}]$/.test(text) || /\{$/.test(text)) {
      at += 1;
      if (at >= lines.length) {
        break;
      }
      text += `\n${lines[at].slice(4)}`;
      if (/^ {4}\}/.test(lines[at])) {
        break;
      }
    }
    const isHidden = doc.includes("@internal") || /^(private|protected|static \[|#|\[|get \[)/.test(text);
    if (!isHidden) {
      members.push({ text: text.replace(/;$/, ""), doc });
    }
    doc = "";
  }
  return members;
}

function comment(lines, start) {
  let at = start;
  while (!lines[at].includes("*/")) {
    at += 1;
  }
  const text = lines
    .slice(start, at + 1)
    .map((line) => line.replace(/\s*\*\/$/, "").replace(/^\s*(\/\*\*|\*) ?/, ""));
  return [text.join("\n").trim(), at];
}

function pageOf(place, title, declarations) {
  return {
    source: `docs/typescript/${place}.md`,
    name: `typescript/${place}`,
    title: `${title} for TypeScript`,
    navigation: title,
    text: [`# ${title} for TypeScript`, ...declarations.flatMap(declared)].join("\n\n"),
  };
}

function declared({ name, kind, doc, head, members }) {
  const isMethod = ({ text }) => /^(static )?\w+(<[^(]*>)?\(/.test(text) && !text.startsWith("constructor");
  const constructor = members.find(({ text }) => text.startsWith("constructor"));
  const fields = members.filter((member) => !isMethod(member) && member !== constructor);
  const rows = fields.map(({ text, doc }) => {
    const [, name, type] = /^(?:readonly |declare |get )*(\w+\??)(?:\(\))?:?\s*([\s\S]*)$/.exec(text) ?? [
      undefined,
      text,
      "",
    ];
    return `| \`${cell(name)}\` | ${type === "" ? "" : `\`${cell(type)}\``} | ${cell(textOf(doc).split("\n\n")[0])} |`;
  });
  return [
    `## ${name}`,
    fence(
      kind === "class" && constructor
        ? `${head}\n\nnew ${name}${constructor.text.slice("constructor".length)}`
        : head,
    ),
    textOf(doc),
    rows.length > 0 ? `| member | type | meaning |\n|---|---|---|\n${rows.join("\n")}` : "",
    ...members.filter(isMethod).flatMap(({ text, doc }) => {
      const method = /^(?:static )?(\w+)/.exec(text)[1];
      return [`### ${name}.${method}`, fence(text), textOf(doc)];
    }),
  ].filter((part) => part !== "");
}

/** The tags of a comment as text. */
function textOf(doc) {
  return doc
    .replace(/\{@link ([^}|]+)(?:\|([^}]+))?\}/g, (_, name, title) => title ?? `\`${name.trim()}\``)
    .replace(
      /\n?@example\n([\s\S]*?)(?=\n@|$)/g,
      (_, code) => `\n\n**Example**\n\n\`\`\`ts\n${code.trim()}\n\`\`\`\n`,
    )
    .replace(/\n?@param (\w+) (?:- )?/g, "\n\n`$1`: ")
    .replace(/\n?@returns? /g, "\n\nReturns: ")
    .replace(/\n?@throws /g, "\n\nThrows ")
    .replace(/\n?@see /g, "\n\nSource: ")
    .trim();
}

const fence = (text) => `\`\`\`ts\n${text}\n\`\`\``;
const cell = (text) => text.replaceAll("|", "\\|").replace(/\s+/g, " ").trim();
