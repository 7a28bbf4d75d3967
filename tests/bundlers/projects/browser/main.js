import { pay } from "./pay.js";

globalThis.pay = pay;
