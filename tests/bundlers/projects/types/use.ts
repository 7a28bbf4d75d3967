import { AgentWallex, type agentwallex, callInfo, isPayonceError, PayonceError, PolicyViolationError } from "payonce";
import { postgresJournal } from "payonce/journal";
import { init } from "payonce/slim";
import { version } from "payonce/wasm";

export const store: typeof postgresJournal = postgresJournal;
export const started: Promise<void> = init(new Uint8Array(8));

export async function pay(wallet: AgentWallex): Promise<agentwallex.Transaction | string> {
  try {
    const paid = await wallet.payments.send({ agentId: "a", to: "b", amount: "1.00", token: version() });
    return callInfo(paid) === undefined ? "none" : paid;
  } catch (error) {
    if (error instanceof PolicyViolationError) {
      return error.rule ?? error.message;
    }
    if (error instanceof PayonceError && error.kind === "invalid_argument") {
      return error.details.field;
    }
    return isPayonceError(error) ? error.kind : "other";
  }
}
