import * as payonce from "payonce";
import { playJournalVectors } from "./journal-vectors.js";

await playJournalVectors(payonce);
