/** How the pages of a list are asked for. */
export interface PageRule {
  /** The field that holds the items. */
  readonly items: string;
  /** The argument of the page number, where pages are numbered from 1. */
  readonly page?: string;
  /** The argument of the cursor, where each page names the next one. */
  readonly cursor?: string;
}

type Ask<Page> = (args: object) => Promise<Page>;

/**
 * A list in pages. `await` reads one page; `for await` reads the items of all pages, one request per page and none
 * before the items are asked for.
 */
export class Pages<Page extends object, Item> implements PromiseLike<Page>, AsyncIterable<Item> {
  readonly #ask: Ask<Page>;
  readonly #args: object;
  readonly #rule: PageRule;
  #first: Promise<Page> | undefined;

  constructor(ask: Ask<Page>, args: object, rule: PageRule) {
    this.#ask = ask;
    this.#args = args;
    this.#rule = rule;
  }

  /** The page that the arguments name. */
  then<A = Page, B = never>(
    done?: ((page: Page) => A | PromiseLike<A>) | null,
    failed?: ((error: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    this.#first ??= this.#ask(this.#args);
    return this.#first.then(done, failed);
  }

  /** The pages from the one that the arguments name. */
  async *pages(): AsyncGenerator<Page, void, undefined> {
    let args: object | undefined = this.#args;
    while (args !== undefined) {
      const page: Page = args === this.#args ? await this : await this.#ask(args);
      yield page;
      args = this.#next(args as Record<string, unknown>, page as Record<string, unknown>);
    }
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Item, void, undefined> {
    for await (const page of this.pages()) {
      yield* this.#itemsOf(page as Record<string, unknown>);
    }
  }

  #itemsOf(page: Record<string, unknown>): Item[] {
    const items = page[this.#rule.items];
    return Array.isArray(items) ? (items as Item[]) : [];
  }

  #next(args: Record<string, unknown>, page: Record<string, unknown>): object | undefined {
    const { page: number, cursor } = this.#rule;
    if (cursor !== undefined) {
      const next = page["cursor"] ?? page["nextCursor"];
      return typeof next === "string" && next !== "" && next !== args[cursor]
        ? { ...args, [cursor]: next }
        : undefined;
    }
    // An empty page ends the list whatever the provider says, so that a wrong word cannot keep us asking for ever.
    if (number === undefined || page["hasMore"] !== true || this.#itemsOf(page).length === 0) {
      return undefined;
    }
    return { ...args, [number]: Number(args[number] ?? 1) + 1 };
  }
}
