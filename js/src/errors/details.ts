/** A JSON value. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

/** The other members that the provider sent, including undocumented ones. */
export type OpenDetails = { readonly [name: string]: Json | undefined };
