import { joined } from "./exchange.js";
import { largestBody } from "./generated/vocabulary.js";

/** The bytes of a body that arrived, and the error that ended it early. */
export interface Arrived {
  readonly body: Uint8Array;
  readonly error?: { readonly thrown: unknown };
}

/** The part of a Node stream that payonce uses. */
interface NodeStream {
  readonly destroyed?: boolean;
  readonly errored?: unknown;
  on(event: string, listener: (value: never) => void): unknown;
  off(event: string, listener: (value: never) => void): unknown;
  pipe(to: NodeStream): unknown;
  unpipe(): unknown;
  resume(): unknown;
  write(chunk: Uint8Array): unknown;
  end(): unknown;
  destroy(error?: Error): unknown;
}

/** Reads a copy of the body, up to the limit of the core. The response can still be read afterwards. */
export async function readCopy(response: Response): Promise<Arrived> {
  const source = response.body as unknown;
  return isNodeStream(source) ? await readStream(source, response) : await readClone(response.clone());
}

async function readClone(clone: Response): Promise<Arrived> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    const reader = (clone.body as Partial<ReadableStream<Uint8Array>> | null | undefined)?.getReader?.();
    if (reader === undefined) {
      return { body: new Uint8Array(await clone.arrayBuffer()) };
    }
    while (size <= largestBody) {
      const { done, value } = await reader.read();
      if (done) {
        return { body: joined(chunks) };
      }
      size += value.byteLength;
      chunks.push(value);
    }
    // This settles only when the other copy is read or cancelled too.
    reader.cancel().catch(() => {});
    return { body: joined(chunks) };
  } catch (thrown) {
    return { body: joined(chunks), error: { thrown } };
  }
}

function isNodeStream(body: unknown): body is NodeStream {
  const { pipe, unpipe } = (body ?? {}) as Partial<NodeStream>;
  return typeof pipe === "function" && typeof unpipe === "function";
}

/**
 * Copies of a response of node-fetch share one pipe: a copy that is not read stops the other after a few kilobytes, and
 * neither reports that the source broke. So this function forwards the bytes itself.
 */
async function readStream(source: NodeStream, response: Response): Promise<Arrived> {
  if (source.destroyed === true) {
    return { body: joined([]), error: { thrown: source.errored ?? new Error("the body was destroyed") } };
  }
  response.clone();
  const kept = response.body as unknown as NodeStream;
  source.unpipe();
  // An error event without a listener would end the program.
  kept.on("error", () => {});
  const chunks: Uint8Array[] = [];
  let size = 0;
  return await new Promise((resolve) => {
    const listeners: Readonly<Record<string, (value: never) => void>> = {
      data: (chunk: Uint8Array) => {
        size += chunk.byteLength;
        chunks.push(chunk);
        kept.write(chunk);
        if (size > largestBody) {
          leave();
          source.pipe(kept);
        }
      },
      end: () => {
        leave();
        kept.end();
      },
      error: (thrown: Error) => {
        leave({ thrown });
        kept.destroy(thrown);
      },
      close: () => {
        const thrown = new Error("the body was closed before its end");
        leave({ thrown });
        kept.destroy(thrown);
      },
    };
    const leave = (error?: { readonly thrown: unknown }): void => {
      for (const [event, listener] of Object.entries(listeners)) {
        source.off(event, listener);
      }
      resolve({ body: joined(chunks), ...(error !== undefined && { error }) });
    };
    for (const [event, listener] of Object.entries(listeners)) {
      source.on(event, listener);
    }
    source.resume();
  });
}
