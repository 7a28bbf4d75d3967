import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);

/** A page for each public module of the Python package, as Markdown, from its docstrings. */
export async function pythonPages(checkout) {
  const script = join(import.meta.dirname, "python_api.py");
  const python = process.platform === "win32" ? "python" : "python3";
  const { stdout } = await run(python, [script, join(checkout, "python")], { maxBuffer: 64 << 20 });
  return JSON.parse(stdout).map(pageOf);
}

/** `payonce.journal` is the page `python/journal`, and `payonce` itself `python/payonce`. */
export function pageName(module) {
  return `python/${module.split(".").at(-1)}`;
}

function pageOf({ name, doc, classes, functions }) {
  const names = new Set(classes.map((one) => one.name));
  const parts = [
    `# ${name}`,
    markdownOf(doc),
    ...functions.flatMap((one) => [`## ${one.name}`, fence(one.signature), markdownOf(one.doc)]),
    ...classes.flatMap((one) => classOf(one, names)),
  ];
  return {
    source: `docs/${pageName(name)}.md`,
    name: pageName(name),
    title: `${name} for Python`,
    text: parts.filter((part) => part !== "").join("\n\n"),
  };
}

function classOf({ name, bases, doc, constructor, methods, fields }, names) {
  const blocking = name.startsWith("Async") ? name.slice("Async".length) : "";
  const head = `class ${name}${constructor ?? (bases.length > 0 ? `(${bases.join(", ")})` : "")}`;
  if (names.has(blocking)) {
    return [
      `## ${name}`,
      markdownOf(doc.split("\n\n")[0]),
      `It has the members of [${blocking}](#${blocking.toLowerCase()}). Its methods are coroutines.`,
    ];
  }
  const rows = fields.map(
    (field) => `| \`${field.name}\` | \`${cell(field.type)}\` | ${cell(field.doc.split("\n\n")[0])} |`,
  );
  return [
    `## ${name}`,
    fence(head),
    markdownOf(doc),
    rows.length > 0 ? `| member | type | meaning |\n|---|---|---|\n${rows.join("\n")}` : "",
    ...methods.flatMap((method) => [
      `### ${name}.${method.name}`,
      fence(method.signature),
      markdownOf(method.doc),
    ]),
  ];
}

/** The sections of a docstring as lists. */
function markdownOf(doc) {
  const lines = [];
  let inList = false;
  let inCode = false;
  for (const line of doc.split("\n")) {
    const section = /^(Args|Attributes|Returns|Raises|Yields|Examples?|Notes?):$/.exec(line)?.[1];
    if (/^\s*>>>/.test(line) !== inCode && (/^\s*>>>/.test(line) || !/^\s*(\.\.\.|\S)/.test(line))) {
      inCode = !inCode;
      lines.push(inCode ? "```python" : "```");
    }
    if (inCode) {
      lines.push(line.trim());
      continue;
    }
    if (section !== undefined) {
      lines.push("", `**${section === "Args" ? "Arguments" : section}**`, "");
      inList = true;
    } else if (inList && /^ {4}\S/.test(line)) {
      const item = /^ {4}(\*{0,2}[\w.]+):\s(.*)$/.exec(line);
      lines.push(item === null ? `- ${line.trim()}` : `- \`${item[1]}\`: ${item[2]}`);
    } else if (inList && /^ {8}/.test(line)) {
      lines.push(`  ${line.trim()}`);
    } else {
      inList &&= line.trim() === "";
      lines.push(line);
    }
  }
  if (inCode) {
    lines.push("```");
  }
  return lines.join("\n").trim();
}

/** A long signature has a line for each argument. */
function fence(signature) {
  let depth = 0;
  let text = signature;
  if (signature.length > 90) {
    text = "";
    for (const [at, letter] of [...signature].entries()) {
      depth += "([{".includes(letter) ? 1 : ")]}".includes(letter) ? -1 : 0;
      if (letter === "(" && depth === 1 && signature[at + 1] !== ")") {
        text += "(\n    ";
      } else if (letter === ")" && depth === 0) {
        text += "\n)";
      } else if (letter === "," && depth === 1) {
        text += ",\n   ";
      } else {
        text += letter;
      }
    }
  }
  return `\`\`\`python\n${text.replace("\n\n)", "()")}\n\`\`\``;
}

const cell = (text) => text.replaceAll("|", "\\|").replaceAll("\n", " ").trim();
