import { readdir, readFile } from "node:fs/promises";
import { join, posix } from "node:path";

/** The links between built pages that lead to no file, or to no element of it. */
export async function brokenLinks(output) {
  const files = new Set();
  for (const entry of await readdir(output, { recursive: true, withFileTypes: true })) {
    if (entry.isFile()) {
      files.add(join(entry.parentPath, entry.name).slice(output.length + 1));
    }
  }
  const pages = new Map();
  for (const file of [...files].filter((name) => name.endsWith(".html"))) {
    const html = await readFile(join(output, file), "utf8");
    const ids = new Set([...html.matchAll(/\sid="([^"]+)"/g)].map(([, id]) => id));
    const links = [...html.matchAll(/\s(?:href|src)="([^"]*)"/g)].map(([, link]) =>
      link.replaceAll("&amp;", "&"),
    );
    pages.set(file, { ids, links });
  }
  const broken = new Set();
  for (const [file, { links }] of pages) {
    for (const link of links.filter((link) => !/^[a-z]+:/i.test(link))) {
      const [path, fragment] = link.split("#");
      const joined = path === "" ? file : posix.join(posix.dirname(file), decodeURIComponent(path));
      const target = files.has(joined) ? joined : posix.join(joined, "index.html");
      if (!files.has(target)) {
        broken.add(`${file}: ${link}`);
      } else if (
        fragment &&
        !target.startsWith("playground") &&
        !pages.get(target)?.ids.has(decodeURIComponent(fragment))
      ) {
        broken.add(`${file}: ${link}: the page has no such heading`);
      }
    }
  }
  return [...broken].sort();
}
