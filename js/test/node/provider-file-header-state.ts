import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, test } from "node:test";
import type * as Payonce from "payonce";

const source = "https://docs.reports.test";
const success = "@base64:payment-response/success";
const reports = {
  payonce: 1,
  id: "reports",
  title: "Reports",
  base_url: "https://reports.test",
  operation: [
    {
      name: "reports.buy",
      method: "POST",
      path: "/reports",
      source,
      state: {
        pointer: success,
        pending: ["pending"],
        succeeded: ["true"],
        failed: { false: "refused" },
        id: "@base64:payment-response/transaction",
        look: "reports.get",
        look_by: "transaction",
      },
    },
    {
      name: "reports.get",
      method: "GET",
      path: "/reports/{transaction}",
      source,
      safety: "read",
      state: { pointer: success, pending: ["pending"], succeeded: ["true"], failed: ["false"] },
      params: { transaction: { type: "id" } },
    },
  ],
};

interface Settlement {
  readonly success: boolean | "pending";
  readonly transaction?: string;
  readonly errorReason?: string;
}

type Report = Payonce.Waitable<Report> & {
  readonly paymentResponseSuccess?: string;
  readonly paymentResponseTransaction?: string;
};

/** What holds for a file that declares a state in a header field, whatever does its work. */
export function testHeaderState(payonce: typeof Payonce): void {
  // The next settlements of the server, whose bodies say something else.
  let settlements: (Settlement | null)[] = [];
  const paths: (string | undefined)[] = [];
  const http = createServer((request, response) => {
    paths.push(request.url);
    const settlement = settlements.shift();
    if (settlement) {
      response.setHeader("PAYMENT-RESPONSE", Buffer.from(JSON.stringify(settlement)).toString("base64"));
    }
    request.resume();
    response
      .setHeader("content-type", "application/json")
      .end(JSON.stringify({ payment_response_success: "true", success: true }));
  });
  before(() => new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve)));
  after(() => {
    http.closeAllConnections();
    http.close();
  });

  function client(): Payonce.ProviderClient {
    const baseUrl = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;
    return payonce.Provider.parse(reports).client({ baseUrl, maxRetries: 0 });
  }

  test("a settlement is waited for", async () => {
    settlements = [
      { success: "pending", transaction: "0x1" },
      { success: true, transaction: "0x1" },
    ];
    const seller = client();
    const report = await seller.call<Report>("reports.buy");
    assert.deepEqual([report.paymentResponseTransaction, report.isFinal], ["0x1", false]);
    const final = await seller.wait(report, { timeoutMs: 20_000 });
    assert.deepEqual([final.paymentResponseSuccess, final.succeeded], ["true", true]);
    assert.deepEqual(paths, ["/reports", "/reports/0x1"]);
  });

  test("a refused settlement is an error", async () => {
    settlements = [{ success: false, errorReason: "insufficient_funds" }];
    await assert.rejects(client().call("reports.buy"), (error) => {
      assert.ok(error instanceof payonce.ProviderError);
      assert.deepEqual([error.kind, error.outcome], ["failed", "not_applied"]);
      return true;
    });
  });

  test("a body cannot state a settlement", async () => {
    settlements = [null];
    const report = await client().call<Report>("reports.buy");
    assert.deepEqual([report.paymentResponseSuccess, report.isFinal], [undefined, false]);
  });
}
