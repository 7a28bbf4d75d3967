import { element } from "./elements.js";

export interface Tab {
  readonly id: string;
  readonly title: string;
  readonly content: () => HTMLElement;
}

/** Tabs as the ARIA practices describe them: arrows, Home and End move between them, Tab moves into the panel. */
export function tabs(
  label: string,
  name: string,
  open: Map<string, string>,
  all: readonly Tab[],
): HTMLElement {
  const list = element("div", { role: "tablist", "aria-label": label, class: "tablist" });
  const panel = element("div", { role: "tabpanel", class: "panel", id: `${name}-panel` });
  const buttons = all.map(({ id, title }) =>
    element(
      "button",
      { type: "button", role: "tab", id: `${name}-${id}`, "aria-controls": `${name}-panel`, "data-tab": id },
      title,
    ),
  );

  const select = (index: number, focus: boolean): void => {
    const tab = all[index];
    if (tab === undefined) {
      return;
    }
    open.set(name, tab.id);
    for (const [at, button] of buttons.entries()) {
      button.setAttribute("aria-selected", String(at === index));
      button.tabIndex = at === index ? 0 : -1;
    }
    panel.setAttribute("aria-labelledby", `${name}-${tab.id}`);
    panel.replaceChildren(tab.content());
    if (focus) {
      buttons[index]?.focus();
    }
  };

  for (const [index, button] of buttons.entries()) {
    button.addEventListener("click", () => select(index, false));
    button.addEventListener("keydown", (event) => {
      const moves: Readonly<Record<string, number>> = {
        ArrowRight: (index + 1) % all.length,
        ArrowLeft: (index + all.length - 1) % all.length,
        Home: 0,
        End: all.length - 1,
      };
      const to = moves[event.key];
      if (to !== undefined) {
        event.preventDefault();
        select(to, true);
      }
    });
  }
  list.append(...buttons);
  const before = all.findIndex(({ id }) => id === open.get(name));
  select(Math.max(before, 0), false);
  return element("div", { class: "tabs" }, list, panel);
}
