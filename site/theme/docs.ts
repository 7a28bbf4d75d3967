import MiniSearch, { type SearchResult } from "minisearch";
import { options } from "../build/search.js";

interface Hit extends SearchResult {
  readonly name: string;
  readonly title: string;
  readonly heading: string;
}

const most = 12;

function found<Type extends HTMLElement>(id: string, type: new () => Type): Type {
  const element = document.getElementById(id);
  if (!(element instanceof type)) {
    throw new Error(`the page has no ${id}`);
  }
  return element;
}

const input = found("search", HTMLInputElement);
const results = found("results", HTMLUListElement);
const note = found("search-note", HTMLElement);
const menu = found("menu", HTMLDetailsElement);
const root = document.body.dataset["root"] ?? ".";

/** Loaded at the first search, as a script: a page from a file may not read JSON. */
let loading: Promise<MiniSearch<Hit>> | undefined;

function index(): Promise<MiniSearch<Hit>> {
  loading ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = `${root}/search-index.js`;
    script.addEventListener("error", () => reject(new Error("the search index did not load")));
    script.addEventListener("load", () => {
      const { payonceIndex } = globalThis as unknown as { payonceIndex: string };
      resolve(MiniSearch.loadJSON<Hit>(payonceIndex, options));
    });
    document.head.append(script);
  });
  return loading;
}

let selected = -1;

function select(to: number): void {
  const items = [...results.children];
  selected = items.length === 0 ? -1 : (to + items.length) % items.length;
  for (const [at, item] of items.entries()) {
    item.setAttribute("aria-selected", String(at === selected));
  }
  const item = items[selected];
  input.setAttribute("aria-activedescendant", item?.id ?? "");
  item?.scrollIntoView({ block: "nearest" });
}

function close(): void {
  results.hidden = true;
  input.setAttribute("aria-expanded", "false");
  selected = -1;
}

async function search(): Promise<void> {
  const text = input.value.trim();
  if (text === "") {
    close();
    note.textContent = "";
    return;
  }
  const hits = (await index()).search(text, {
    prefix: true,
    fuzzy: 0.15,
    combineWith: "AND",
    boost: { title: 4, heading: 2 },
  }) as Hit[];
  if (input.value.trim() !== text) {
    return;
  }
  results.replaceChildren(
    ...hits.slice(0, most).map(({ name, title, heading }, at) => {
      const link = document.createElement("a");
      link.href = `${root}/${name}`;
      link.tabIndex = -1;
      const place = document.createElement("small");
      place.textContent = title;
      link.append(heading || title, heading === "" ? "" : place);
      const item = document.createElement("li");
      item.id = `result-${at}`;
      item.setAttribute("role", "option");
      item.append(link);
      return item;
    }),
  );
  note.textContent = hits.length === 0 ? "No results" : `${hits.length} results`;
  if (hits.length === 0) {
    const item = document.createElement("li");
    item.setAttribute("role", "option");
    item.setAttribute("aria-disabled", "true");
    item.textContent = "No results";
    results.append(item);
  }
  results.hidden = false;
  input.setAttribute("aria-expanded", "true");
  select(0);
}

input.addEventListener("focus", () => void index().catch(() => undefined));
input.addEventListener("input", () => void search());
input.addEventListener("keydown", (event) => {
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    select(selected + (event.key === "ArrowDown" ? 1 : -1));
  } else if (event.key === "Enter") {
    results.children[selected]?.querySelector("a")?.click();
    close();
  } else if (event.key === "Escape") {
    close();
  }
});
document.addEventListener("click", ({ target }) => {
  if (target instanceof Node && !input.contains(target) && !results.contains(target)) {
    close();
  }
});
addEventListener("keydown", (event) => {
  const typing = event.target instanceof HTMLElement && event.target.matches("input, textarea, select");
  if (event.key === "/" && !typing) {
    event.preventDefault();
    input.focus();
  }
});

/** On a wide page the list of documents is always open. */
const wide = matchMedia("(min-width: 56.0625rem)");
const showMenu = (): void => {
  menu.open = wide.matches;
};
wide.addEventListener("change", showMenu);
showMenu();
const current = document.querySelector<HTMLElement>(".sidebar [aria-current]");
const sidebar = document.querySelector(".sidebar");
if (current !== null && sidebar !== null) {
  sidebar.scrollTop = current.offsetTop - sidebar.clientHeight / 2;
}
document.documentElement.dataset["ready"] = "";
