import { posix } from "node:path";
import GithubSlugger from "github-slugger";
import hljs from "highlight.js/lib/common";
import MarkdownIt from "markdown-it";
import anchor from "markdown-it-anchor";

const repository = "https://github.com/payonce/payonce";
const published = "https://payonce.github.io/payonce/";

/**
 * A renderer for the document at `source`. Links to documents lead to their pages, links to the error reference to the page of the
 * name, and other links to the repository.
 */
export function markdown(source, sources, reference) {
  const slugger = new GithubSlugger();
  const headings = [];
  let title = "";
  const renderer = new MarkdownIt({ html: false, linkify: false, highlight }).use(anchor, {
    level: [2, 3, 4],
    // A heading that a link leads to needs no outline.
    tabIndex: false,
    // As GitHub does, so that a link works in both places.
    slugify: (text) => slugger.slug(text),
    getTokensText: (tokens) => tokens.map(({ content }) => content).join(""),
    permalink: anchor.permalink.linkAfterHeader
      ? anchor.permalink.headerLink({ safariReaderFix: true, class: "heading" })
      : undefined,
    callback: (token, { slug, title }) => {
      if (token.tag === "h2") {
        headings.push({ slug, title });
      }
    },
  });
  const { rules } = renderer.renderer;
  const self = sources.get(source) ?? source.replace(/^docs\//, "").replace(/\.md$/, "");
  rules.link_open = (tokens, index, options, _, writer) => {
    const token = tokens[index];
    const href = token.attrGet("href");
    token.attrSet("href", resolved(href, source, self, sources, reference));
    return writer.renderToken(tokens, index, options);
  };
  rules.image = (tokens, index, options, env, writer) => {
    const token = tokens[index];
    const path = posix.join(posix.dirname(source), token.attrGet("src"));
    const place = path.replace(/^docs\//, "");
    token.attrSet("src", posix.relative(posix.dirname(self), place));
    token.attrSet("alt", writer.renderInlineAsText(token.children, options, env));
    return writer.renderToken(tokens, index, options);
  };
  // A wide table scrolls by itself, and by keyboard.
  rules.table_open = () => '<div class="table" tabindex="0" role="group" aria-label="Table"><table>\n';
  rules.table_close = () => "</table></div>\n";
  const cell = (tokens, index, options, _, writer) => {
    tokens[index].attrs = null;
    return writer.renderToken(tokens, index, options);
  };
  rules.th_open = cell;
  rules.td_open = cell;

  return (text) => {
    const tokens = renderer.parse(text, {});
    const at = tokens.findIndex(({ type, tag }) => type === "heading_open" && tag === "h1");
    title = at < 0 ? self : tokens[at + 1].children.map(({ content }) => content).join("");
    return { html: renderer.renderer.render(tokens, renderer.options, {}), headings, title };
  };
}

function resolved(href, source, self, sources, reference) {
  if (href.startsWith(`${published}playground/`)) {
    return (
      posix.relative(posix.dirname(self), "playground/index.html") +
      href.slice(`${published}playground/`.length)
    );
  }
  if (/^([a-z]+:|#)/i.test(href)) {
    return ofRepository(href, source, self, sources, reference) ?? href;
  }
  const [path, fragment] = href.split("#");
  return page(posix.join(posix.dirname(source), path), fragment, self, sources, reference);
}

/** Links of the packages are absolute, since they are read elsewhere too. */
function ofRepository(href, source, self, sources, reference) {
  const blob = `${repository}/blob/main/`;
  if (!href.startsWith(blob)) {
    return undefined;
  }
  const [path, fragment] = href.slice(blob.length).split("#");
  return page(path, fragment, self, sources, reference);
}

function page(path, fragment, self, sources, reference) {
  const end = fragment === undefined ? "" : `#${fragment}`;
  const from = (name) => posix.relative(posix.dirname(self), `${name}.html`) + end;
  const provider = reference.find(({ id }) => path === `docs/errors/${id}.md`);
  const entry = provider?.entries.find(({ name }) => name === fragment);
  if (entry !== undefined) {
    return posix.relative(posix.dirname(self), `errors/${provider.id}/${entry.name}.html`);
  }
  const module = /^python\/payonce\/(?:(\w+)\/_client|__init__)\.py$/.exec(path);
  if (module !== null) {
    return from(`python/${module[1] ?? "payonce"}`);
  }
  const isEntry = /^docs\/errors\/[^/]+\/.+\.md$/.test(path);
  const name = sources.get(path) ?? (isEntry ? path.slice("docs/".length, -".md".length) : undefined);
  if (name !== undefined) {
    return from(name);
  }
  // Pictures and reports are beside the pages.
  if (path.startsWith("docs/pictures/")) {
    return posix.relative(posix.dirname(self), path.slice("docs/".length)) + end;
  }
  const kind = posix.extname(path) === "" ? "tree" : "blob";
  return `${repository}/${kind}/main/${path.replace(/\/$/, "")}${end}`;
}

function highlight(text, language) {
  const known = { ts: "typescript", js: "javascript", sh: "bash", toml: "ini" }[language] ?? language;
  const inner = hljs.getLanguage(known)
    ? hljs.highlight(text, { language: known }).value
    : MarkdownIt().utils.escapeHtml(text);
  return `<pre tabindex="0"><code>${inner}</code></pre>`;
}
