#!/bin/sh
# Installs the packages in /dist as a user does, in an image of AlmaLinux 8 (glibc 2.28) or Alpine (musl), and pays once with each.
set -eu
if command -v apk > /dev/null; then
  apk add --quiet nodejs npm py3-pip
  python=python3
else
  dnf --quiet --assumeyes module enable nodejs:22
  dnf --quiet --assumeyes install nodejs npm python3.12 python3.12-pip
  python=python3.12
fi
work=$(mktemp -d)
cd "$work"

"$python" -m venv venv
# The wheel of this platform is found by its tag; nothing else is asked.
venv/bin/pip install --quiet --no-index --find-links /dist --only-binary payonce payonce
venv/bin/python - << 'PROGRAM'
from payonce.agentwallex import AgentWallex
from payonce.testing import Sandbox

with Sandbox() as sandbox:
    wallet = AgentWallex(**sandbox.options["agentwallex"])
    wallet.payments.send("agent_abc123", "0xRecipientAddress", "5.00", "USDC", idempotency_key="order-7")
    paid = sandbox.ledger.assert_paid_once(reference="order-7")
    print("wheel:", f"{paid.amount:.2f}", paid.unit)
PROGRAM

case $(uname -m) in aarch64) processor=arm64 ;; *) processor=x64 ;; esac
if command -v apk > /dev/null; then libc=musl; else libc=gnu; fi
echo '{ "private": true, "type": "module" }' > package.json
npm install --silent --offline --no-audit --no-fund /dist/payonce-[0-9]*.tgz "/dist/payonce-linux-$processor-$libc-"*.tgz
cat > pay.js << 'PROGRAM'
import assert from "node:assert/strict";
import { AgentWallex, backendName } from "payonce";
import { startSandbox } from "payonce/testing";

assert.equal(backendName(), "addon");
const sandbox = await startSandbox();
const wallet = new AgentWallex(sandbox.options.agentwallex);
const payment = { agentId: "agent_abc123", to: "0xRecipientAddress", amount: "5.00", token: "USDC" };
await wallet.payments.send(payment, { idempotencyKey: "order-7" });
const paid = sandbox.ledger.assertPaidOnce("order-7");
console.log("npm packages:", paid.amount, paid.unit);
await sandbox.close();
PROGRAM
node pay.js
