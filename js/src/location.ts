/** Where this file is. Undefined in bundles that do not know. The build for CommonJS replaces it. */
export const location: string | undefined = import.meta.url;
