import { after } from "node:test";
import * as payonce from "payonce";
import { start } from "../browser/programs.js";
import { play } from "../vectors/play.js";

const server = await start("VECTOR_SERVER", []);
const { url } = server.announced as { url: string };
await play(payonce, "node", url);
after(server.stop);
