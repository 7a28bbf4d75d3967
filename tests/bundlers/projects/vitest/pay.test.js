import { expect, test } from "vitest";
import { pay } from "./pay.js";

test("a payment is made", async () => {
  const { amount, option, refused } = await pay(JSON.parse(process.env.PAYONCE_SANDBOX));
  expect({ amount, option, refused }).toEqual({ amount: "5.00", option: true, refused: true });
});
