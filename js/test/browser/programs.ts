import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

/** A program that serves on a loopback port and tells it on its first line, as one JSON object. */
export interface Program {
  announced: object;
  stop(): Promise<void>;
}

const stopTimeoutMs = 5_000;

/** Starts the program that an environment variable names. */
export async function start(variable: string, args: string[]): Promise<Program> {
  const command = process.env[variable];
  if (command === undefined || command === "") {
    throw new Error(`${variable} does not name a program: run the tests with \`cargo xtask test\``);
  }
  const child = spawn(command, args, { stdio: ["ignore", "pipe", "inherit"] });
  const exited = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const lines = createInterface({ input: child.stdout });
  const first = await new Promise<string>((resolve, reject) => {
    lines.once("line", resolve);
    child.once("error", reject);
    child.once("exit", (code) =>
      reject(new Error(`${command} ended with ${code} before it told its address`)),
    );
  });
  return {
    announced: JSON.parse(first) as object,
    stop: async () => {
      const reluctant = setTimeout(() => child.kill("SIGKILL"), stopTimeoutMs);
      child.kill("SIGTERM");
      await exited;
      clearTimeout(reluctant);
    },
  };
}
