/** What the page calls of the module that `bindings/wasm/src/playground.rs` describes. */
export function initSync(options: { module: BufferSource }): void;
export function loadProvider(text: string, format: string, name: string): string;
export function playgroundChoices(): string;
export function playgroundFragment(form: string): string | undefined;
export function playgroundPasted(text: string, provider: string): string;
export function playgroundVerdict(form: string, unixMs: number): string;
