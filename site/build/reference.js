/** A page for each name of the error reference, as Markdown. */
export function errorPages(reference) {
  return reference.flatMap((provider) => provider.entries.map((entry) => pageOf(provider, entry)));
}

function pageOf(provider, entry) {
  const { id, title } = provider;
  const { name, row, kind, meaning, headline, pages, users, handling, payload } = entry;
  const [page] = pages;
  const facts = new Map(page.rows.map(([label, lines]) => [label, lines.join(" ")]));
  const answer = (label) => (facts.has(label) ? [`| ${label} | ${cell(facts.get(label))} |`] : []);
  const text = [
    `# ${name}`,
    `[${title}](../${id}.md) · kind \`${kind}\`${row?.status ? ` · HTTP ${row.status}` : ""} · raised as \`${facts.get("Class")}\``,
    `> **${headline[0]}** ${headline.slice(1).join(" ")}`,
    "## When",
    `${sentence(meaning)}${row === undefined || row === null ? " The kind applies to any code, type or status that the tables map to it." : ""}`,
    "## What your program does",
    table([
      ...answer("Did money move"),
      ...answer("May I retry"),
      ...answer("Who must act"),
      ...answer("What to do next"),
      ...answer("Respond with"),
    ]),
    row
      ? `The classification is that of a request that changes something and has no key. For a read, the outcome is always \`not_applied\`.`
      : "",
    ...(handling
      ? [
          "### Python",
          fence("python", handling.python),
          "### TypeScript",
          fence("ts", handling.typescript),
          "### Rust",
          fence("rust", handling.rust),
        ]
      : []),
    "## What your user reads",
    ...Object.entries(users).flatMap(([outcome, { en, es }]) => [
      `If \`outcome\` is \`${outcome}\`:`,
      `- English: ${en}\n- Spanish: ${es}`,
    ]),
    ...(payload
      ? [
          "## Example",
          "The error as `payload()`, `to_dict()` and `toJSON()` return it:",
          fence("json", JSON.stringify(payload, null, 2)),
          playground(provider, entry),
        ]
      : []),
    "## Source",
    row?.source
      ? `${links(row.source)}`
      : "payonce derives this kind itself, or from a row of the tables without a source of its own.",
    `Row: [crates/payonce-core/src/providers/${id}/errors.rs](../../../crates/payonce-core/src/providers/${id}/errors.rs).`,
  ];
  return {
    source: `docs/errors/${id}/${name}.md`,
    name: `errors/${id}/${name}`,
    title: `${name} · ${title}`,
    text: text.filter((part) => part !== "").join("\n\n"),
  };
}

function playground(provider, { row }) {
  if (!row) {
    return "";
  }
  const form = new URLSearchParams({
    provider: provider.id,
    status: String(row.status ?? 400),
    body: JSON.stringify({ code: row.code }),
  });
  return `[Open it in the playground](https://payonce.github.io/payonce/playground/#${form.toString().replaceAll("+", "%20")}).`;
}

const table = (rows) => `| question | answer |\n|---|---|\n${rows.join("\n")}`;
const fence = (language, text) => `\`\`\`${language}\n${text}\n\`\`\``;
const cell = (text) => text.replaceAll("|", "\\|").replaceAll("\n", " ");
// The tables leave out the scheme.
const links = (text) =>
  text.replace(
    /(https?:\/\/)?[a-z0-9-]+(\.[a-z0-9-]+)+\/[^\s,;)]*/g,
    (address, scheme) => `[${address}](${scheme ? "" : "https://"}${address})`,
  );

function sentence(text) {
  const whole = text.charAt(0).toUpperCase() + text.slice(1);
  return /[.!?]$/.test(whole) ? whole : `${whole}.`;
}
