import * as payonce from "payonce";
import { play } from "../vectors/play.js";

const { url } = (await (await fetch("/programs/vector-server")).json()) as { url: string };
await play(payonce, "browser", url);
