import type { HeaderPairs } from "./backend.js";
import { largestBody } from "./generated/vocabulary.js";
import { TextDecoder } from "./text_codecs.js";

type Bytes = Uint8Array;

/** The part of `node:zlib` that payonce uses. */
interface Zlib {
  readonly constants: { readonly Z_SYNC_FLUSH: number; readonly BROTLI_OPERATION_FLUSH: number };
  gunzipSync(coded: Bytes, options: object): Bytes;
  inflateSync(coded: Bytes, options: object): Bytes;
  inflateRawSync(coded: Bytes, options: object): Bytes;
  brotliDecompressSync(coded: Bytes, options: object): Bytes;
}

/** More codings than this are an attack. */
const mostCodings = 3;

/**
 * The body without its content codings (RFC 9110 §8.4). The native builds decode it in the core; the wasm module has no
 * decoders and takes those of `node:zlib`, if the runtime has them. A platform that decodes a body may leave the header, so
 * a readable body stays as it is. So does a body that cannot be decoded.
 */
export function decoded(headers: HeaderPairs, body: Bytes): Bytes {
  const codings = codingsOf(headers);
  if (codings === undefined || body.byteLength === 0 || body.byteLength > largestBody || isReadable(body)) {
    return body;
  }
  const zlib = builtIn();
  if (zlib === undefined) {
    return body;
  }
  let bytes = body;
  for (const coding of codings.reverse().slice(0, mostCodings)) {
    const next = decode(zlib, coding, bytes);
    if (next === "too large") {
      // The core reports a body of this size as too large.
      return new Uint8Array(largestBody + 1);
    }
    if (next === undefined) {
      return body;
    }
    bytes = next;
  }
  return bytes;
}

/** The content codings in the order in which the server applied them. */
function codingsOf(headers: HeaderPairs): string[] | undefined {
  let codings: string[] | undefined;
  for (const [name, value] of headers) {
    if (name.length === "content-encoding".length && name.toLowerCase() === "content-encoding") {
      codings = [...(codings ?? []), ...value.split(",").map((coding) => coding.trim().toLowerCase())];
    }
  }
  return codings;
}

function decode(zlib: Zlib, coding: string, bytes: Bytes): Bytes | "too large" | undefined {
  // The document can be complete although the end of its coding is missing or damaged, so raw data is the second attempt.
  const { Z_SYNC_FLUSH, BROTLI_OPERATION_FLUSH } = zlib.constants;
  const options = { finishFlush: Z_SYNC_FLUSH, maxOutputLength: largestBody };
  switch (coding) {
    case "gzip":
    case "x-gzip":
      return (
        read(() => zlib.gunzipSync(bytes, options)) ??
        read(() => zlib.inflateRawSync(insideGzip(bytes), options))
      );
    case "deflate":
      // Many servers send deflate without the header of zlib that RFC 9110 §8.4.1.2 asks for.
      return (
        read(() => zlib.inflateSync(bytes, options)) ??
        read(() => zlib.inflateRawSync(insideZlib(bytes), options))
      );
    case "br":
      return read(() =>
        zlib.brotliDecompressSync(bytes, { ...options, finishFlush: BROTLI_OPERATION_FLUSH }),
      );
    default:
      return bytes;
  }
}

/** The raw data of a gzip member (RFC 1952); empty if this is not a gzip member. */
function insideGzip(bytes: Bytes): Bytes {
  const [first, second, method, flags = 0] = bytes;
  if (first !== 0x1f || second !== 0x8b || method !== 8) {
    return new Uint8Array();
  }
  let at = 10;
  if (flags & 4) {
    at += 2 + (bytes[at] ?? 0) + 256 * (bytes[at + 1] ?? 0);
  }
  for (const text of [8, 16]) {
    if (flags & text) {
      at = bytes.indexOf(0, at) + 1;
    }
  }
  return bytes.subarray(flags & 2 ? at + 2 : at);
}

/** The raw data after the zlib header (RFC 1950), if there is one. */
function insideZlib(bytes: Bytes): Bytes {
  const [method = 0, flags = 0] = bytes;
  return (method & 15) === 8 && (256 * method + flags) % 31 === 0 ? bytes.subarray(2) : bytes;
}

function read(decoder: () => Bytes): Bytes | "too large" | undefined {
  try {
    const bytes = decoder();
    return bytes.byteLength > 0 ? bytes : undefined;
  } catch (error) {
    const { code } = error as { code?: unknown };
    return code === "ERR_BUFFER_TOO_LARGE" ? "too large" : undefined;
  }
}

/**
 * Not an import, because bundlers for browsers and edge runtimes would try to resolve the module. Deno, Bun and workers
 * with Node compatibility have it too.
 */
function builtIn(): Zlib | undefined {
  const { process } = globalThis as { process?: { getBuiltinModule?: (name: string) => unknown } };
  try {
    return process?.getBuiltinModule?.("node:zlib") as Zlib | undefined;
  } catch {
    return undefined;
  }
}

/** Whether the platform decoded the body already: it is text, or JSON in any charset. */
function isReadable(body: Bytes): boolean {
  try {
    if (!/[\0-\x08\x0e-\x1f]/.test(new TextDecoder("utf-8", { fatal: true }).decode(body))) {
      return true;
    }
  } catch {
    // Not UTF-8.
  }
  try {
    JSON.parse(new TextDecoder().decode(body));
    return true;
  } catch {
    return false;
  }
}
