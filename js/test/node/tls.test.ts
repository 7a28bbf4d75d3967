import assert from "node:assert/strict";
import { test } from "node:test";
import * as payonce from "payonce";
import { assertNotTrusted, caFile, failureOf, serve, testTrust } from "./tls.js";

const apiKey = "awx_a_key_of_a_test";

testTrust(payonce);

test("the CA of the option is trusted, for the names of the certificate", async () => {
  assert.equal(payonce.backendName(), "addon");
  const wallet = new payonce.AgentWallex({ apiKey, baseUrl: await serve("localhost"), ca: caFile });
  assert.equal((await wallet.payments.get("tx_1")).id, "tx_1");
  const elsewhere = await serve("elsewhere.example.com");
  const other = new payonce.AgentWallex({ apiKey, baseUrl: elsewhere, ca: caFile });
  assertNotTrusted(payonce, await failureOf(other.payments.get("tx_1")));
});

test("the CA of the environment is trusted, and a file that cannot be read is refused with its variable", async () => {
  const baseUrl = await serve("localhost");
  for (const variable of ["NODE_EXTRA_CA_CERTS", "REQUESTS_CA_BUNDLE"]) {
    const known = process.env[variable];
    try {
      process.env[variable] = caFile;
      const wallet = new payonce.AgentWallex({ apiKey, baseUrl });
      assert.equal((await wallet.payments.get("tx_1")).id, "tx_1");
      process.env[variable] = `${caFile}.missing`;
      assert.throws(
        () => new payonce.AgentWallex({ apiKey, baseUrl }),
        (error) => {
          assert.ok(error instanceof payonce.InvalidArgumentError);
          assert.equal(error.details.field, "ca");
          assert.match(error.message, new RegExp(variable));
          return true;
        },
      );
    } finally {
      if (known === undefined) {
        Reflect.deleteProperty(process.env, variable);
      } else {
        process.env[variable] = known;
      }
    }
  }
});
