import type { BackendPager } from "./backend.js";
import type { ErrorData } from "./errors/payload.js";

/** The requests of a list, and what the core says of its pages. */
export interface Listing<Page> {
  /** The field that holds the items. */
  readonly items: string;
  /** Reads the page that these arguments name. */
  readonly ask: (args: object) => Promise<Page>;
  /** Goes through the pages from the one that these arguments name. */
  readonly pager: (args: object) => BackendPager;
  /** What the core needs to know of a page, its HTTP status too. */
  readonly told: (page: Page) => [page: string, status: number];
  /** The error of a list that cannot go on. */
  readonly error: (error: ErrorData) => Error;
}

/** What a page means for the list, as the core answers it. */
interface Turn {
  /** Whether the items are new. */
  readonly fresh: boolean;
  /** The arguments of the next page that differ; null at the end. */
  readonly next: object | null;
  readonly error: ErrorData | null;
}

/**
 * A list in pages. `await` reads one page; `for await` reads the items of all pages, one request per page and none
 * before the items are asked for.
 */
export class Pages<Page extends object, Item> implements PromiseLike<Page>, AsyncIterable<Item> {
  readonly #listing: Listing<Page>;
  readonly #args: object;
  #first: Promise<Page> | undefined;

  constructor(listing: Listing<Page>, args: object) {
    this.#listing = listing;
    this.#args = args;
  }

  /** The page that the arguments name. */
  then<A = Page, B = never>(
    done?: ((page: Page) => A | PromiseLike<A>) | null,
    failed?: ((error: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    this.#first ??= this.#listing.ask(this.#args);
    return this.#first.then(done, failed);
  }

  /**
   * The pages from the one that the arguments name.
   *
   * @throws `DecodeError` when they go round in a circle, are empty without end, or say that more follow and not how to
   * get it.
   */
  async *pages(): AsyncGenerator<Page, void, undefined> {
    const { ask, pager: start, told, error } = this.#listing;
    let args = this.#args;
    let page: Page = await this;
    // When a list is at its end is the core's to say.
    const pager = start(args);
    try {
      for (;;) {
        const turn = JSON.parse(pager.take(...told(page))) as Turn;
        if (turn.fresh) {
          yield page;
        }
        if (turn.error !== null) {
          throw error(turn.error);
        }
        if (turn.next === null) {
          return;
        }
        args = { ...args, ...turn.next };
        page = await ask(args);
      }
    } finally {
      pager.free?.();
    }
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Item, void, undefined> {
    for await (const page of this.pages()) {
      yield* this.#itemsOf(page as Record<string, unknown>);
    }
  }

  #itemsOf(page: Record<string, unknown>): Item[] {
    const items = page[this.#listing.items];
    return Array.isArray(items) ? (items as Item[]) : [];
  }
}
