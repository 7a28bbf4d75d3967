import { element } from "./elements.js";

const keywords: Readonly<Record<string, string>> = {
  python: "import|try|except|as|or|print",
  typescript: "import|from|try|await|catch|if|instanceof|throw|const",
  rust: "use|match|await|let|return|if",
};

/** The text in spans: strings, comments, keywords and the names of JSON members. */
export function highlighted(text: string, language: string): (Node | string)[] {
  const json = /("(?:[^"\\]|\\.)*")(?=\s*:)|("(?:[^"\\]|\\.)*")/g;
  const program = new RegExp(
    `((?:#|//)[^\\n]*)|("(?:[^"\\\\]|\\\\.)*")|\\b(${keywords[language] ?? "$^"})\\b`,
    "g",
  );
  const classes = language === "json" ? ["name", "string"] : ["comment", "string", "keyword"];
  const parts: (Node | string)[] = [];
  let end = 0;
  for (const found of text.matchAll(language === "json" ? json : program)) {
    const group = found.slice(1).findIndex((part) => part !== undefined);
    parts.push(
      text.slice(end, found.index),
      element("span", { class: `token-${classes[group] ?? ""}` }, found[0]),
    );
    end = found.index + found[0].length;
  }
  parts.push(text.slice(end));
  return parts;
}
