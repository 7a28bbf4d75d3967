import type { BackendPager } from "./backend.js";
import type { ErrorData } from "./errors/payload.js";

/** The requests of a list, and how the core judges its pages. */
export interface Listing<Page> {
  /** The field that holds the items. */
  readonly items: string;
  /** Reads the page with these arguments. */
  readonly ask: (args: object) => Promise<Page>;
  /** Iterates over the pages, from the one with these arguments. */
  readonly pager: (args: object) => BackendPager;
  /** The page and its HTTP status for the core. */
  readonly told: (page: Page) => [page: string, status: number];
  /** The error of a list that cannot continue. */
  readonly error: (error: ErrorData) => Error;
}

/** What follows after a page, as the core returns it. */
interface Turn {
  /** Whether the items are new. */
  readonly fresh: boolean;
  /** The arguments of the next page that differ; null at the end. */
  readonly next: object | null;
  readonly error: ErrorData | null;
}

/**
 * A list in pages. `await` reads one page. `for await` reads the items of all pages, with one request per page when its
 * items are needed.
 *
 * @example
 * const { data, total } = await wallet.payments.list();
 * for await (const payment of wallet.payments.list()) console.log(payment.id);
 */
export class Pages<Page extends object, Item> implements PromiseLike<Page>, AsyncIterable<Item> {
  readonly #listing: Listing<Page>;
  readonly #args: object;
  #first: Promise<Page> | undefined;

  constructor(listing: Listing<Page>, args: object) {
    this.#listing = listing;
    this.#args = args;
  }

  /** The page with these arguments. */
  then<A = Page, B = never>(
    done?: ((page: Page) => A | PromiseLike<A>) | null,
    failed?: ((error: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    this.#first ??= this.#listing.ask(this.#args);
    return this.#first.then(done, failed);
  }

  /**
   * The pages, from the one with these arguments.
   *
   * @throws {@link DecodeError} if the pages form a circle, too many are empty, or a page announces more without a usable cursor.
   */
  async *pages(): AsyncGenerator<Page, void, undefined> {
    const { ask, pager: start, told, error } = this.#listing;
    let args = this.#args;
    let page: Page = await this;
    // The core decides when a list ends.
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
