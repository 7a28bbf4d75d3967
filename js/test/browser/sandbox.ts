import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

export interface Sandbox {
  /** What the simulator prints first: its address, and each provider's base URL and keys. */
  settings: { url: string; providers: Record<string, Record<string, string>> };
  stop(): Promise<void>;
}

/** Starts the simulator from the `payonce` command that PAYONCE_BIN names; undefined when there is none. */
export async function startSandbox(): Promise<Sandbox | undefined> {
  const command = process.env["PAYONCE_BIN"];
  if (command === undefined || command === "") {
    return undefined;
  }
  const child = spawn(command, ["sandbox", "--port", "0"], { stdio: ["ignore", "pipe", "inherit"] });
  const exited = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const lines = createInterface({ input: child.stdout });
  const first = await new Promise<string>((resolve, reject) => {
    lines.once("line", resolve);
    child.once("error", reject);
    child.once("exit", (code) =>
      reject(new Error(`${command} sandbox ended with ${code} before it printed its address`)),
    );
  });
  return {
    settings: JSON.parse(first) as Sandbox["settings"],
    stop: async () => {
      child.kill("SIGTERM");
      await exited;
    },
  };
}
