import type { ErrorVerdict, NamedVerdict, Page, Reasons, Verdict } from "./core.js";
import { element } from "./elements.js";
import { highlighted } from "./highlight.js";
import { tabs } from "./tabs.js";

const repository = "https://github.com/payonce/payonce/blob/main/";

/** Which tab was open, so that a changed field does not close it. */
const open = new Map<string, string>();

export function draw(into: HTMLElement, verdict: Verdict): void {
  into.replaceChildren(...parts(verdict));
}

function parts(verdict: Verdict): Node[] {
  if ("problem" in verdict) {
    return [
      element("h1", { class: "headline quiet-headline" }, "No verdict yet."),
      element("p", { class: "problem" }, sentence(verdict.problem)),
    ];
  }
  if ("success" in verdict) {
    return [
      element("h1", { class: "headline" }, "A success."),
      element("p", { class: "problem" }, verdict.success),
    ];
  }
  return "pages" in verdict ? ofNames(verdict) : ofError(verdict);
}

function headline(sentences: readonly string[], outcome: string | null): HTMLElement {
  const [first = "", ...rest] = sentences;
  const careful = outcome !== null && outcome !== "not_applied";
  return element(
    "h1",
    { class: careful ? "headline careful" : "headline" },
    element("span", { class: "money" }, first),
    rest.length > 0 && " ",
    rest.length > 0 && element("span", { class: "next" }, rest.join(" ")),
  );
}

function ofNames({ headline: sentences, outcome, pages }: NamedVerdict): Node[] {
  return [
    headline(sentences, outcome),
    ...pages.flatMap((page) => [element("h2", {}, page.title), facts(page), links(page)]),
  ];
}

function ofError(verdict: ErrorVerdict): Node[] {
  return [
    element("p", { class: "subject" }, verdict.title),
    headline(verdict.headline, verdict.outcome),
    facts(verdict),
    links(verdict),
    section("Why", why(verdict.reasons)),
    section("Handle it", code(verdict)),
    section("What others see", forms(verdict)),
  ];
}

function section(title: string, ...content: Node[]): HTMLElement {
  return element("section", { class: "part" }, element("h2", {}, title), ...content);
}

function facts({ rows }: Page): HTMLElement {
  const list = element("dl", { class: "facts" });
  for (const [label, lines] of rows) {
    const group = element("div", {}, element("dt", {}, label));
    group.append(element("dd", {}, ...lines.map((line) => element("p", {}, line))));
    list.append(group);
  }
  return list;
}

function links({ links }: Page): HTMLElement {
  const items = links.map((link) => element("li", {}, element("a", { href: pageOf(link) }, linkTitle(link))));
  return element("ul", { class: "links" }, ...items);
}

/** The page of this site that a link into the repository's documents leads to. */
function pageOf(link: string): string {
  const [path = "", name] = link.replace(`${repository}docs/`, "").split("#");
  const page = path.replace(/\.md$/, "");
  return page.startsWith("errors/") && name !== undefined ? `../${page}/${name}.html` : `../${page}.html`;
}

function linkTitle(link: string): string {
  if (link.includes("unknown-payments")) {
    return "A payment is unknown: what now?";
  }
  if (link.includes("vocabulary")) {
    return "The words of an error";
  }
  return `Reference: ${link.split("/").at(-1)?.replace(".md#", "/") ?? link}`;
}

function why(reasons: Reasons): HTMLElement {
  const { row, file } = reasons;
  const steps: [string, ...(Node | string)[]][] = [];
  if (row === null) {
    steps.push([
      "Response",
      reasons.phase_meaning ?? "No row of the table applies: the response itself decides.",
    ]);
  } else {
    const names = { code: "Code", type: "Type", text: "Message text", status: "Status" } as const;
    const where: (Node | string)[] = [];
    if (row.source !== "") {
      where.push(element("p", { class: "source" }, "Source: ", ...linked(row.source)));
    }
    if (file !== null) {
      const link = element("a", { href: `${repository}${file}`, rel: "noreferrer" }, file);
      where.push(element("p", { class: "source" }, "Row: ", link));
    }
    steps.push([names[row.by], word(row.code), ` means ${row.meaning}.`, ...where]);
    steps.push(["Evidence", word(row.evidence), `: ${reasons.evidence ?? ""}.`]);
  }
  if (reasons.note !== null) {
    steps.push(["But", reasons.note]);
  }
  steps.push(["Safety", word(reasons.safety), `: ${reasons.safety_meaning}.`]);
  steps.push(["Outcome", word(reasons.outcome), `: ${reasons.outcome_meaning}`]);
  const items = steps.map(([name, ...content]) =>
    element("li", {}, element("span", { class: "step" }, name), element("div", {}, ...content)),
  );
  return element("ol", { class: "why" }, ...items);
}

function word(text: string): HTMLElement {
  return element("code", {}, text);
}

/** Addresses in a text as links; the tables leave out the scheme. */
function linked(text: string): (Node | string)[] {
  return text.split(/((?:https?:\/\/)?[a-z0-9-]+(?:\.[a-z0-9-]+)+\/[^\s,;)]*)/).map((part, index) => {
    const href = part.includes("://") ? part : `https://${part}`;
    return index % 2 === 1 ? element("a", { href, rel: "noreferrer" }, part) : part;
  });
}

function code({ handling }: ErrorVerdict): HTMLElement {
  return tabs("Language", "language", open, [
    { id: "python", title: "Python", content: () => block(handling.python, "python") },
    { id: "typescript", title: "TypeScript", content: () => block(handling.typescript, "typescript") },
    { id: "rust", title: "Rust", content: () => block(handling.rust, "rust") },
  ]);
}

function forms({ forms: { payload, ...both } }: ErrorVerdict): HTMLElement {
  const json = (value: unknown): HTMLElement => block(JSON.stringify(value, null, 2), "json");
  const of = (audience: "public" | "owner"): HTMLElement => {
    const rendered = both[audience];
    return tabs("Form", `form-${audience}`, open, [
      { id: "problem", title: "HTTP problem", content: () => json(rendered.problem) },
      { id: "response", title: "HTTP response", content: () => json(rendered.response) },
      { id: "mcp", title: "MCP result", content: () => json(rendered.mcp) },
      { id: "log", title: "Log record", content: () => json(rendered.log) },
    ]);
  };
  return tabs("Audience", "audience", open, [
    { id: "public", title: "The public", content: () => of("public") },
    { id: "owner", title: "The owner", content: () => of("owner") },
    { id: "payload", title: "Your program", content: () => json(payload) },
  ]);
}

function block(text: string, language: string): HTMLElement {
  const copy = element("button", { type: "button", class: "copy" }, "Copy");
  copy.addEventListener("click", () => {
    navigator.clipboard.writeText(text).then(
      () => (copy.textContent = "Copied"),
      () => (copy.textContent = "Not allowed"),
    );
  });
  const shown = element("pre", { tabindex: "0" }, element("code", {}, ...highlighted(text, language)));
  return element("div", { class: "block" }, copy, shown);
}

function sentence(text: string): string {
  // The name of a file stays as it is.
  const starts = /^[a-z]+[\s,;]/.test(text);
  const whole = starts ? text.charAt(0).toUpperCase() + text.slice(1) : text;
  return /[.!?]$/.test(whole) ? whole : `${whole}.`;
}
