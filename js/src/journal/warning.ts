/** Emits a warning of the process, or writes it to the console where there is none. */
export function warn(message: string, code: string): void {
  const { process } = globalThis as {
    readonly process?: { emitWarning?(message: string, options: object): void };
  };
  if (process?.emitWarning === undefined) {
    console.warn(message);
  } else {
    process.emitWarning(message, { type: "PayonceWarning", code });
  }
}
