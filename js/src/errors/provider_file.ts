/** A problem of a provider file. */
export interface ProviderFileProblem {
  /** The line, from 1. */
  readonly line: number;
  /** The column in characters, from 1. */
  readonly column: number;
  /** What is wrong, and what to write instead. */
  readonly message: string;
}

/**
 * A provider file was refused. Nothing of it was loaded. The message has one line for each problem, with the file, the line and
 * the column.
 */
export class ProviderFileError extends Error {
  override readonly name = "ProviderFileError";
  /** The problems, in the order of the message. */
  readonly problems: readonly ProviderFileProblem[];

  constructor(message: string, problems: readonly ProviderFileProblem[]) {
    super(message);
    this.problems = problems;
  }
}
