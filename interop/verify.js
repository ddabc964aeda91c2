// Verifies the requests that InteropTest captured at a socket with the libraries of those who own the schemes.
// Use: node verify.js [requests.json]
import assert from "node:assert/strict";
import { createPublicKey, verify as verifyEd25519 } from "node:crypto";
import { readFileSync } from "node:fs";
import { verify as verifyGitHub } from "@octokit/webhooks-methods";
import { Webhook as StandardWebhook } from "standardwebhooks";
import Stripe from "stripe";
import { Webhook as SvixWebhook } from "svix";

const file = process.argv[2] ?? new URL("../camel-webhooks-emitter/target/interop/requests.json", import.meta.url);
const requests = JSON.parse(readFileSync(file, "utf8"));
assert.equal(requests.length, 8, "4 bodies, their first and third attempt");

// The libraries refuse what is older than 5 minutes, and a build may take longer.
const RealDate = Date;
const at = (seconds) => {
  globalThis.Date = class extends RealDate {
    constructor(...given) {
      given.length === 0 ? super(seconds * 1000) : super(...given);
    }
    static now() {
      return seconds * 1000;
    }
  };
};

const stripe = new Stripe("sk_test_unused");
const verifiers = {
  standardwebhooks: async (body, headers, secret) => new StandardWebhook(secret).verify(body, headers),
  svix: async (body, headers, secret) => new SvixWebhook(secret).verify(body, headers),
  octokit: async (body, headers, secret) =>
    assert.ok(await verifyGitHub(secret, body, headers["x-hub-signature-256"])),
  stripe: async (body, headers, secret) =>
    stripe.webhooks.signature.verifyHeader(body, headers["stripe-signature"], secret, 300),
  // These libraries have no Ed25519: Node's own crypto, from the words of the specification.
  "node:crypto": async (body, headers, secret, publicKey) => {
    const der = Buffer.concat([
      Buffer.from("302a300506032b6570032100", "hex"),
      Buffer.from(publicKey.slice("whpk_".length), "base64"),
    ]);
    const value = headers["webhook-signature"].split(" ").find((one) => one.startsWith("v1a,"));
    const content = `${headers["webhook-id"]}.${headers["webhook-timestamp"]}.${body}`;
    const key = createPublicKey({ key: der, format: "der", type: "spki" });
    assert.ok(verifyEd25519(null, Buffer.from(content), key, Buffer.from(value.slice("v1a,".length), "base64")));
  },
};

for (const { name, secret, publicKey, at: seconds, headers: sent, body: base64 } of requests) {
  at(seconds);
  const body = Buffer.from(base64, "base64").toString("utf8");
  const headers = Object.fromEntries(Object.entries(sent).map(([key, value]) => [key.toLowerCase(), value]));
  for (const [library, verify] of Object.entries(verifiers)) {
    await verify(body, headers, secret, publicKey);
    await assert.rejects(async () => verify(`${body} `, headers, secret, publicKey), `${library} takes a changed body`);
  }
  console.log(`verified by ${Object.keys(verifiers).join(", ")}: ${name}`);
}
