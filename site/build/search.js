import MiniSearch from "minisearch";

/** What the page and this file have to agree on. */
export const options = { fields: ["title", "heading", "text"], storeFields: ["title", "heading", "name"] };

/** The index as a script, since a page from a file may not read JSON. Each section is found by itself. */
export function searchIndex(pages) {
  const index = new MiniSearch(options);
  let id = 0;
  for (const { name, title, html } of pages) {
    for (const section of html.split(/(?=<h2 )/)) {
      const slug = /^<h2 id="([^"]+)"/.exec(section)?.[1];
      const [head = "", ...rest] = section.split("</h2>");
      index.add({
        id: id++,
        name: `${name}.html${slug === undefined ? "" : `#${slug}`}`,
        title: plain(title),
        heading: slug === undefined ? "" : plain(head),
        text: plain(slug === undefined ? section : rest.join(" ")),
      });
    }
  }
  return `globalThis.payonceIndex = ${JSON.stringify(JSON.stringify(index))};\n`;
}

function plain(html) {
  const entities = { "&amp;": "&", "&lt;": "<", "&gt;": ">", "&quot;": '"' };
  return html
    .replace(/<[^>]+>/g, " ")
    .replace(/&(amp|lt|gt|quot);/g, (entity) => entities[entity])
    .replace(/\s+/g, " ")
    .trim();
}
