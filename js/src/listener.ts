import type { CallEvent, ClientOptions } from "./options.js";

export type Listener = NonNullable<ClientOptions["onEvent"]>;

/**
 * A listener can have a method of this name. It is called when a call starts, where the caller's asynchronous context is
 * active, and returns the listener for the events of this call. Shared by every copy of this package in a program.
 */
export const forCall: unique symbol = Symbol.for("payonce.forCall") as never;

/** A listener that keeps something about each call. */
export interface ListenerOfCalls {
  (event: CallEvent): void;
  readonly [forCall]: () => Listener;
}

/** The listener for one call. */
export function listenerOfCall(listener: Listener): Listener {
  return forCall in listener ? (listener as ListenerOfCalls)[forCall]() : listener;
}
