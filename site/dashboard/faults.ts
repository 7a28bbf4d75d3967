import { byId, element, option } from "../playground/elements.js";
import { control } from "./connection.js";
import type { FeedEvent, Pressed } from "./events.js";

const names: Readonly<Record<string, string>> = {
  lose_response: "the next response is lost",
  fail_after: "500 after the next payment",
  lose_request: "the next request is lost",
  list_lags: "lists lag 5 s",
  rate_limit: "429",
};

let shown = "";

export function showOperations(operations: Readonly<Record<string, readonly string[]>>): void {
  const select = byId("operation", HTMLSelectElement);
  const before = select.value;
  const every = select.options[0];
  select.replaceChildren(
    ...(every === undefined ? [] : [every]),
    ...Object.entries(operations).map(([provider, all]) =>
      element(
        "optgroup",
        { label: provider },
        ...all.map((operation) => option(JSON.stringify({ provider, operation }), operation)),
      ),
    ),
  );
  select.value = before;
}

/** Shows the pressed buttons and the rules of the plan. */
export function showFaults({ pressed, rules }: FeedEvent, failed: (error: unknown) => void): void {
  const text = JSON.stringify([pressed, rules]);
  if (text === shown) {
    return;
  }
  shown = text;
  byId("active", HTMLUListElement).replaceChildren(
    ...pressed.map((one) => {
      const release = element(
        "button",
        { type: "button", class: "chip", "aria-label": `End: ${nameOf(one)}` },
        nameOf(one),
        element("span", { "aria-hidden": "true", class: "cross" }, "×"),
      );
      release.addEventListener("click", () => {
        control("release", { id: one.id }).catch(failed);
      });
      return element("li", {}, release);
    }),
    ...rules.map(({ of, does }) => element("li", { class: "rule" }, `${of}: ${does}`)),
  );
}

function nameOf({ button, only, until }: Pressed): string {
  const name = names[button] ?? button;
  const end = until === null ? "" : ` until ${new Date(until).toLocaleTimeString()}`;
  return `${name}${only === null ? "" : ` (${only})`}${end}`;
}

export function wireFaults(failed: (error: unknown) => void): void {
  for (const button of document.querySelectorAll<HTMLButtonElement>("[data-button]")) {
    button.addEventListener("click", () => {
      const scope = byId("operation", HTMLSelectElement).value;
      const only = scope === "" ? {} : (JSON.parse(scope) as Record<string, string>);
      control("press", { button: button.dataset["button"], ...only }).catch(failed);
    });
  }
}
