import * as payonce from "payonce/wasm";
import { playJournalVectors } from "./journal-vectors.js";

await playJournalVectors(payonce);
