import {
  type Choices,
  type Form,
  formOf,
  fragment,
  header,
  operationsOf,
  pasted,
  type Phase,
  start,
  verdict,
} from "./core.js";
import { byId, element, option } from "./elements.js";
import { empty, examples } from "./examples.js";
import { draw } from "./verdict.js";

const ownFile = "file";

const fields = {
  form: byId("form", HTMLFormElement),
  paste: byId("paste", HTMLTextAreaElement),
  pasteNote: byId("paste-note", HTMLElement),
  examples: byId("examples", HTMLElement),
  provider: byId("provider", HTMLSelectElement),
  fileField: byId("file-field", HTMLElement),
  file: byId("file", HTMLTextAreaElement),
  operation: byId("operation", HTMLSelectElement),
  safetyField: byId("safety-field", HTMLElement),
  safety: byId("safety", HTMLSelectElement),
  safetyHint: byId("safety-hint", HTMLElement),
  phaseField: byId("phase-field", HTMLElement),
  phase: byId("phase", HTMLSelectElement),
  responseFields: byId("response-fields", HTMLElement),
  status: byId("status", HTMLInputElement),
  headers: byId("headers", HTMLTextAreaElement),
  body: byId("body", HTMLTextAreaElement),
  language: byId("language", HTMLSelectElement),
  copyLink: byId("copy-link", HTMLButtonElement),
  linkNote: byId("link-note", HTMLElement),
  verdict: byId("verdict", HTMLElement),
};

const phases: Readonly<Record<Phase, string>> = {
  before_send: "Before the request was sent",
  sending: "While the request was being sent",
  waiting: "After it was sent, before a response",
  reading: "While the response was being read",
};

const choices: Choices = start();
/** A text that only names an error has no field: it stays until another field changes. */
let named = "";
/** Who sent it, if the text did not leave that open. */
let namedProvider = "";

function came(): "response" | "nothing" {
  const chosen = fields.form.querySelector<HTMLInputElement>('input[name="came"]:checked');
  return chosen?.value === "nothing" ? "nothing" : "response";
}

function read(): Form {
  const hasResponse = came() === "response";
  const phase = hasResponse ? null : (fields.phase.value as Phase);
  // A response that broke off has what had arrived.
  const carries = hasResponse || phase === "reading";
  const status = Number.parseInt(fields.status.value, 10);
  const isFile = fields.provider.value === ownFile;
  return {
    provider: isFile ? "" : named === "" ? fields.provider.value : namedProvider,
    file: isFile ? fields.file.value : "",
    operation: fields.operation.value,
    safety: fields.operation.value === "" ? fields.safety.value || null : null,
    status: carries && !Number.isNaN(status) ? status : null,
    phase,
    headers: carries
      ? fields.headers.value
          .split("\n")
          .filter((line) => line.trim() !== "")
          .map(header)
      : [],
    body: carries ? fields.body.value : "",
    text: named,
    language: fields.language.value,
  };
}

function fill(form: Form): void {
  named = form.text;
  namedProvider = form.provider;
  fields.provider.value = form.file === "" ? form.provider || (choices.providers[0]?.id ?? "") : ownFile;
  fields.file.value = form.file;
  listOperations(form.operation);
  fields.safety.value = form.safety ?? "";
  const kind = form.phase === null ? "response" : "nothing";
  for (const input of fields.form.querySelectorAll<HTMLInputElement>('input[name="came"]')) {
    input.checked = input.value === kind;
  }
  fields.phase.value = form.phase ?? "waiting";
  fields.status.value = form.status === null ? "" : String(form.status);
  fields.headers.value = form.headers.map(([name, value]) => `${name}: ${value}`).join("\n");
  fields.body.value = form.body;
  fields.language.value = form.language === "es" ? "es" : "en";
}

function listOperations(selected: string): void {
  const isFile = fields.provider.value === ownFile;
  let names =
    choices.providers.find(({ id }) => id === fields.provider.value)?.operations.map(({ name }) => name) ??
    [];
  if (isFile) {
    const loaded = operationsOf(fields.file.value);
    names = "names" in loaded ? [...loaded.names] : [];
  }
  fields.operation.replaceChildren(option("", "Not known"), ...names.map((name) => option(name, name)));
  fields.operation.value = names.includes(selected) ? selected : "";
}

/** Shows the fields that matter, the verdict, and the link. */
function update(): void {
  const isFile = fields.provider.value === ownFile;
  const hasResponse = came() === "response";
  fields.fileField.hidden = !isFile;
  fields.phaseField.hidden = hasResponse;
  fields.responseFields.hidden = !hasResponse && fields.phase.value !== "reading";
  const knowsOperation = fields.operation.value !== "";
  fields.safetyField.hidden = knowsOperation;
  const chosen = choices.safeties.find(({ id }) => id === (fields.safety.value || "unkeyed"));
  fields.safetyHint.hidden = knowsOperation;
  const meaning = chosen?.meaning ?? "";
  const isAssumed = fields.safety.value === "";
  fields.safetyHint.textContent = isAssumed
    ? `Assumed: ${meaning.charAt(0).toLowerCase()}${meaning.slice(1)}`
    : meaning;
  const form = read();
  fields.verdict.lang = form.language;
  draw(fields.verdict, verdict(form));
  const part = fragment(form);
  fields.linkNote.textContent = part === undefined ? "Too long for a link." : "";
  fields.copyLink.disabled = part === undefined;
  history.replaceState(null, "", part === undefined || part === "" ? location.pathname : `#${part}`);
}

function readPaste(): void {
  const text = fields.paste.value;
  if (text.trim() === "") {
    fields.pasteNote.textContent = "";
    return;
  }
  // The provider in the form is a guess of the page; the text counts first.
  let found = pasted(text, "");
  if ("problem" in found && fields.provider.value !== ownFile) {
    const again = pasted(text, fields.provider.value);
    if (!("problem" in again)) {
      found = again;
    }
  }
  if ("problem" in found) {
    fields.pasteNote.textContent = found.problem;
    return;
  }
  const { form, candidates } = found;
  fill({ ...form, language: fields.language.value });
  const others = candidates.map((id) => choices.providers.find((one) => one.id === id)?.title ?? id);
  fields.pasteNote.textContent =
    others.length === 0
      ? "Read. The fields below are filled."
      : `Several providers send this: ${others.join(", ")}. Choose yours.`;
  update();
}

function onChange(event: Event): void {
  const { target } = event;
  if (target === fields.paste) {
    readPaste();
    return;
  }
  if (target !== fields.language) {
    named = "";
    fields.pasteNote.textContent = "";
  }
  if (target === fields.provider || target === fields.file) {
    listOperations(fields.operation.value);
  }
  update();
}

fields.provider.append(
  ...choices.providers.map(({ id, title }) => option(id, title)),
  option(ownFile, "From a provider file"),
);
fields.safety.append(option("", "Not known"), ...choices.safeties.map(({ id }) => option(id, id)));
fields.phase.append(...choices.phases.map((phase) => option(phase, phases[phase])));
for (const { title, form } of examples) {
  const button = element("button", { type: "button", class: "chip" }, title);
  button.addEventListener("click", () => {
    fields.paste.value = "";
    fields.pasteNote.textContent = "";
    fill({ ...form, language: fields.language.value });
    update();
  });
  fields.examples.append(button);
}

fields.form.addEventListener("input", onChange);
fields.form.addEventListener("submit", (event) => event.preventDefault());
fields.form.addEventListener("reset", (event) => {
  event.preventDefault();
  fields.paste.value = "";
  fields.pasteNote.textContent = "";
  fill(empty);
  update();
});
fields.copyLink.addEventListener("click", () => {
  navigator.clipboard.writeText(location.href).then(
    () => (fields.linkNote.textContent = "Copied."),
    () => (fields.linkNote.textContent = "Copy it from the address bar."),
  );
});
// The fragment is the state, so that a link within the page must not replace it.
for (const link of document.querySelectorAll<HTMLElement>("[data-focus]")) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    const target = document.getElementById(link.dataset["focus"] ?? "");
    target?.scrollIntoView();
    target?.focus();
  });
}
addEventListener("hashchange", () => {
  fill(formOf(location.hash));
  update();
});

const shared = formOf(location.hash);
fill(location.hash.length > 1 ? shared : (examples[0]?.form ?? empty));
update();
document.documentElement.dataset["ready"] = "";
