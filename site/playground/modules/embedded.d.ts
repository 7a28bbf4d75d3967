/** `js/dist/embedded.js` with the module of the playground. */
export function bytes(): Uint8Array<ArrayBuffer>;
