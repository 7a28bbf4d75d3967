import { backend } from "./backend.js";

/** The version of the core that this package was built with. */
export function version(): string {
  return backend().version();
}
