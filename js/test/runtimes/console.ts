/** The last import of a program for runtimes with a command line: runs its tests and prints what came of them. */

import process from "node:process";
import { report } from "./report.js";
import type { Announced } from "./sandbox.js";

const [announced = "", runtime = ""] = process.argv.slice(2);
console.log(JSON.stringify(await report(JSON.parse(announced) as Announced, runtime)));
