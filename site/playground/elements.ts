/** The element with this id, which the page contains. */
export function byId<Type extends HTMLElement>(id: string, type: new () => Type): Type {
  const found = document.getElementById(id);
  if (!(found instanceof type)) {
    throw new Error(`the page has no ${type.name} with the id ${id}`);
  }
  return found;
}

type Child = Node | string | null | undefined | false;

/** A new element. Texts become text nodes, so that nothing that a provider sent is read as HTML. */
export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  attributes: Readonly<Record<string, string | boolean | undefined>> = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  for (const [attribute, value] of Object.entries(attributes)) {
    if (value === true) {
      made.setAttribute(attribute, "");
    } else if (typeof value === "string") {
      made.setAttribute(attribute, value);
    }
  }
  made.append(
    ...children.filter(
      (child): child is Node | string => child instanceof Node || (typeof child === "string" && child !== ""),
    ),
  );
  return made;
}

export function option(value: string, text: string): HTMLOptionElement {
  return element("option", { value }, text);
}
