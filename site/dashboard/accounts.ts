import { byId, element, option } from "../playground/elements.js";
import type { Account, Journal } from "./events.js";

let shownAccounts = "";
let shownJournal = "";

/** Shows the balances, those of the providers that were called first. */
export function showAccounts(accounts: readonly Account[], called: ReadonlySet<string>): void {
  const text = JSON.stringify([accounts, [...called]]);
  if (text === shownAccounts) {
    return;
  }
  shownAccounts = text;
  const providers = [...new Set(accounts.map(({ provider }) => provider))];
  const first = providers.filter((provider) => called.has(provider));
  const others = providers.filter((provider) => !called.has(provider));
  const folder = byId("balances", HTMLElement);
  const wasOpen = folder.querySelector("details")?.open === true;
  const tableOf = (names: readonly string[]): HTMLTableElement =>
    element(
      "table",
      {},
      element(
        "thead",
        {},
        element(
          "tr",
          {},
          element("th", { scope: "col" }, "Provider"),
          element("th", { scope: "col" }, "Account"),
          element("th", { scope: "col", class: "right" }, "Balance"),
        ),
      ),
      element(
        "tbody",
        {},
        ...accounts.filter(({ provider }) => names.includes(provider)).map((account) => rowOf(account)),
      ),
    );
  folder.replaceChildren(
    ...(first.length > 0 ? [tableOf(first)] : []),
    ...(others.length > 0
      ? [
          element(
            "details",
            { open: wasOpen },
            element("summary", {}, first.length > 0 ? "Other providers" : "All accounts"),
            tableOf(others),
          ),
        ]
      : []),
  );
  chooseFrom(accounts, [...first, ...others]);
}

function rowOf(account: Account): HTMLTableRowElement {
  return element(
    "tr",
    { "data-account": `${account.provider} ${account.account} ${account.unit}` },
    element("td", { class: "soft" }, account.provider),
    element(
      "td",
      {},
      account.account,
      account.note !== null && element("span", { class: "tag plain" }, account.note),
    ),
    element(
      "td",
      { class: "right amount" },
      account.balance === null ? "no limit" : element("strong", {}, account.balance),
      account.balance === null ? "" : ` ${account.unit}`,
    ),
  );
}

function chooseFrom(accounts: readonly Account[], providers: readonly string[]): void {
  const select = byId("account", HTMLSelectElement);
  const before = select.value;
  select.replaceChildren(
    ...providers.map((provider) =>
      element(
        "optgroup",
        { label: provider },
        ...accounts
          .filter((account) => account.provider === provider && account.can_top_up)
          .map(({ account, unit }) => option(JSON.stringify({ provider, account }), `${account} (${unit})`)),
      ),
    ),
  );
  if ([...select.options].some(({ value }) => value === before)) {
    select.value = before;
  }
}

/** Shows what is not settled in the journal, if there is one. */
export function showJournal(journal: Journal | null): void {
  const panel = byId("journal", HTMLElement);
  panel.hidden = journal === null;
  const text = JSON.stringify(journal);
  if (journal === null || text === shownJournal) {
    return;
  }
  shownJournal = text;
  const entries = journal.entries ?? [];
  byId("journal-count", HTMLElement).textContent = String(entries.length);
  const items = entries.map((entry) =>
    element(
      "li",
      { class: entry.is_open ? "open" : "" },
      element(
        "p",
        { class: "entry-head" },
        element("strong", {}, entry.key),
        element("span", { class: `tag ${entry.is_open ? "danger" : "plain"}` }, entry.state),
        element("span", { class: "soft" }, `${entry.operation}, ${entry.age} old, sent ${entry.sent} times`),
      ),
      element("p", { class: "soft" }, entry.next),
    ),
  );
  const empty = journal.problem ?? "Nothing is open.";
  byId("entries", HTMLUListElement).replaceChildren(
    ...(items.length > 0 ? items : [element("li", { class: "empty" }, empty)]),
  );
}
