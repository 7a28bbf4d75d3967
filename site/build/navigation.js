/**
 * The navigation, from the list of documents in `docs/README.md`: its headings are the groups. Where a row of a table has text before
 * its links, the text is a group of its own.
 */
export function navigation(index, sources, reference) {
  const groups = [];
  let group;
  for (const line of index.split("\n")) {
    const heading = /^## (.+)$/.exec(line);
    if (heading !== null) {
      group = { title: heading[1], items: [] };
      groups.push(group);
      continue;
    }
    const links = [...line.matchAll(/\[([^\]]+)\]\(([^)#]+)\)/g)].flatMap(([, title, href]) => {
      const name = sources.get(href.startsWith("../") ? href.slice(3) : `docs/${href}`);
      return name === undefined ? [] : [{ title: title.charAt(0).toUpperCase() + title.slice(1), name }];
    });
    if (group === undefined || links.length === 0) {
      continue;
    }
    const before = /^\| ([^[|]+?):? \[/.exec(line)?.[1];
    if (before !== undefined && links.length > 1) {
      group.items.push({ title: before.replace(/^Frameworks in /, "In "), items: links });
    } else {
      group.items.push(...links.map((link) => ({ ...link, items: entriesOf(link.name, reference) })));
    }
  }
  return groups.filter(({ items }) => items.length > 0);
}

/** The pages of a provider's errors are shown where the provider is. */
function entriesOf(name, reference) {
  const provider = reference.find(({ id }) => name === `errors/${id}`);
  return provider?.entries.map((entry) => ({ title: entry.name, name: `${name}/${entry.name}` })) ?? [];
}
