import type { Backend } from "./backend.js";
import { startingWasm } from "./loading.js";
import { wasmBackend } from "./wasm.js";
import { alphabet, length, meanings, prefixes, text } from "./wasm/embedded.js";
import * as wasm from "./wasm/payonce.js";

/** Starts the module that is part of the program. If it fails, it can be called again. */
export function startEmbedded(): Backend {
  return startingWasm(() => {
    wasm.initSync({ module: bytes() });
    return wasmBackend(wasm);
  });
}

/** The bytes of the module. */
export function bytes(): Uint8Array<ArrayBuffer> {
  const indexes = new Uint8Array(128);
  for (let index = 0; index < alphabet.length; index++) {
    indexes[alphabet.charCodeAt(index)] = index;
  }
  // What a prefix adds to the index of the second character; nothing for a single character.
  const offsets = new Uint8Array(128);
  for (let index = 0; index < prefixes.length; index++) {
    offsets[prefixes.charCodeAt(index)] = alphabet.length * (index + 1);
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (let position = 0; position < text.length; position++) {
    const offset = offsets[text.charCodeAt(position)] ?? 0;
    const index = indexes[text.charCodeAt(offset === 0 ? position : ++position)] ?? 0;
    bytes[at++] = meanings[offset + index] ?? 0;
  }
  return bytes;
}
