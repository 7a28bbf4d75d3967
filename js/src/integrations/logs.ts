import { isPayonceError } from "../errors/brand.js";
import type { AnyPayonceError } from "../errors/classes.js";
import type { FormOptions } from "../errors/forms.js";

/** The record of a logger, which winston calls `info`. */
type LogRecord = Readonly<Record<string | symbol, unknown>>;

/** Where winston keeps the arguments after the message. */
const splat: unique symbol = Symbol.for("splat") as never;

/**
 * pino's serializer of errors: `pino({ serializers: { err: errSerializer(pino.stdSerializers.err) } })`. An error of payonce is
 * written as its type, message and stack, with the fields of `logRecord()`: among them its kind, outcome, advice, reference and
 * code. Any other value goes to `otherwise`.
 *
 * @example
 * const logger = pino({ serializers: { err: errSerializer(pino.stdSerializers.err) } });
 */
export function errSerializer(
  otherwise: (error: never) => unknown = (error) => error,
  options?: FormOptions,
): (error: unknown) => unknown {
  return (error) => {
    if (!isPayonceError(error)) {
      return otherwise(error as never);
    }
    const { name, message, stack } = error;
    const record = error.logRecord(options);
    return { ...record, type: record["type"] ?? name, message, stack };
  };
}

/**
 * A format of winston: `format.combine(payonceFormat(), format.json())`. It adds the fields of `logRecord()` to the record of an
 * error of payonce that follows the message or is a member, such as `error`. Members of your own stay as they are.
 *
 * @example
 * const logger = winston.createLogger({ format: format.combine(payonceFormat(), format.json()) });
 * logger.error("not paid", { error });
 */
export function payonceFormat(options?: FormOptions): { transform<Info extends object>(info: Info): Info } {
  return {
    transform: (info) => {
      const record = info as LogRecord;
      const error = errorIn(record);
      if (error !== undefined) {
        // winston copies the members of an error that follows the message: those are written as everywhere else.
        const copied = error as unknown as LogRecord;
        const fields = Object.entries(error.logRecord(options));
        Object.assign(
          info,
          Object.fromEntries(fields.filter(([name]) => !(name in info) || record[name] === copied[name])),
        );
      }
      return info;
    },
  };
}

function errorIn(record: LogRecord): AnyPayonceError | undefined {
  const after = record[splat];
  const values = [...(Array.isArray(after) ? (after as unknown[]) : []), ...Object.values(record)];
  return values.find(isPayonceError);
}
