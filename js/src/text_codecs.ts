interface Codecs {
  readonly TextDecoder: typeof globalThis.TextDecoder;
  readonly TextEncoder: typeof globalThis.TextEncoder;
}

/** Jest's jsdom has no global codecs; the Node that it runs in has. */
function ofNode(): Partial<Codecs> {
  const { process } = globalThis as {
    readonly process?: { getBuiltinModule?(name: "node:util"): Codecs };
  };
  return process?.getBuiltinModule?.("node:util") ?? {};
}

const { TextDecoder, TextEncoder } =
  typeof globalThis.TextDecoder === "function" && typeof globalThis.TextEncoder === "function"
    ? globalThis
    : (ofNode() as Codecs);

export { TextDecoder, TextEncoder };
