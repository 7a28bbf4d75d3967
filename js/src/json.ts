/** One of these texts today; a provider may add others. */
export type OpenText<Known extends string> = Known | (string & Record<never, never>);

/**
 * What goes to the core. JSON has no NaN, no infinities and no big integers: as text they reach the core, which refuses
 * them by name where JSON.stringify would drop them silently or throw without one.
 */
export function jsonOf(value: unknown): string {
  const text: string | undefined = JSON.stringify(value, (_, member: unknown) => {
    if (typeof member === "bigint") {
      return Number.isSafeInteger(Number(member)) ? Number(member) : String(member);
    }
    return typeof member === "number" && !Number.isFinite(member) ? String(member) : member;
  });
  return text ?? "null";
}
