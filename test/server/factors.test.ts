/** The second factor on an account: TOTP and passkeys, each proof good once. */
import { createHash, generateKeyPairSync, randomBytes, sign } from "node:crypto";
import { URI } from "otpauth";
import * as v from "valibot";
import { afterAll, beforeAll, expect, test } from "vitest";
import { paths, problemSchema, stepUpHeader } from "../../server/api.ts";
import { factorMadeSchema, factorsSchema, stepUpSchema } from "../../server/api-factors.ts";
import { anObject, makeCommit, makeOrder, nextKeys, request, type Sending } from "./account.ts";
import { get, post, push } from "./contract.ts";
import { type Client, clientOf, sqliteHere } from "./world.ts";

let here: Awaited<ReturnType<typeof sqliteHere>>;
beforeAll(async () => void (here = await sqliteHere()));
afterAll(() => here.end());

const asAdmin = (
  client: Client,
  target: string,
  method: string,
  body: unknown,
  more: Sending = {},
) =>
  client.send(
    target,
    request(client.account, target, {
      method,
      role: "admin",
      body: body === null ? "" : JSON.stringify(body),
      at: client.house.now(),
      ...more,
    }),
  );

async function addTotp(client: Client, headers: Record<string, string> = {}) {
  const { locator } = client.account;
  const made = await asAdmin(client, paths.factors(locator), "POST", { kind: "totp" }, { headers });
  expect(made.status).toBe(201);
  const { id, ...rest } = v.parse(factorMadeSchema, await made.json());
  const totp = URI.parse((rest as { uri: string }).uri);
  const code = () => totp.generate({ timestamp: client.house.now() });
  const confirmed = await asAdmin(client, paths.confirm(locator, id), "POST", { code: code() });
  expect(confirmed.status).toBe(204);
  return { id, code };
}

const eraseBody = (client: Client) => ({
  order: Buffer.from(
    makeOrder(client.account, { kind: "erase", unixMs: client.house.now() }),
  ).toString("base64"),
});

test("with a TOTP, keys change and an account is erased only with a fresh code", async () => {
  const client = await clientOf(here.store);
  const { account } = client;
  await push(client, makeCommit(account, [anObject()]));
  const { code } = await addTotp(client);
  const next = nextKeys(account);
  const made = makeCommit(
    account,
    [anObject()],
    { keyEpoch: 2, transition: next.transition, header: anObject() },
    next.write.key,
  );
  const refused = await post(client, made.upload);
  expect(v.parse(problemSchema, await refused.json())).toMatchObject({
    code: "step_up_required",
    kinds: ["totp"],
  });
  // The code that confirmed it is used up.
  const used = await post(client, made.upload, { headers: { [stepUpHeader]: `totp ${code()}` } });
  expect(v.parse(problemSchema, await used.json()).code).toBe("step_up_failed");
  client.house.time.ahead = 60_000;
  const at = client.house.now();
  const proof = { [stepUpHeader]: `totp ${code()}` };
  expect((await post(client, made.upload, { headers: proof, at })).status).toBe(200);
  Object.assign(account, { write: next.write, admin: next.admin, keyEpoch: 2 });
  const target = paths.vault(account.locator);
  expect((await asAdmin(client, target, "DELETE", eraseBody(client))).status).toBe(403);
  expect(
    (await asAdmin(client, target, "DELETE", eraseBody(client), { headers: proof })).status,
  ).toBe(403);
  client.house.time.ahead = 120_000;
  const again = { [stepUpHeader]: `totp ${code()}` };
  expect(
    (await asAdmin(client, target, "DELETE", eraseBody(client), { headers: again })).status,
  ).toBe(204);
});

test("an ordinary commit asks for no second factor", async () => {
  const client = await clientOf(here.store);
  await addTotp(client);
  await push(client, makeCommit(client.account, [anObject()]));
});

test("five guesses in five minutes are all there are", async () => {
  const client = await clientOf(here.store);
  const { code } = await addTotp(client);
  client.house.time.ahead = 60_000;
  const target = paths.vault(client.account.locator);
  const tried = (text: string) =>
    asAdmin(client, target, "DELETE", eraseBody(client), {
      headers: { [stepUpHeader]: `totp ${text}` },
    });
  const wrong = () => (code() === "000000" ? "000001" : "000000");
  for (let i = 0; i < 5; i++) expect((await tried(wrong())).status).toBe(403);
  // The right one comes too late now, and not any more after a while.
  expect((await tried(code())).status).toBe(403);
  client.house.time.ahead += 301_000;
  expect((await tried(code())).status).toBe(204);
});

test("a factor goes only by a proof of one, and a second one comes only by a proof of the first", async () => {
  const client = await clientOf(here.store);
  const { id, code } = await addTotp(client);
  const factors = paths.factors(client.account.locator);
  expect((await asAdmin(client, factors, "POST", { kind: "totp" })).status).toBe(403);
  const one = paths.factor(client.account.locator, id);
  expect((await asAdmin(client, one, "DELETE", null)).status).toBe(403);
  client.house.time.ahead = 60_000;
  expect(
    (await asAdmin(client, one, "DELETE", null, { headers: { [stepUpHeader]: `totp ${code()}` } }))
      .status,
  ).toBe(204);
  const list = v.parse(
    factorsSchema,
    await (await get(client, factors, { role: "admin", at: client.house.now() })).json(),
  );
  expect(list.factors).toEqual([]);
});

/** CBOR of what an authenticator writes: maps, byte strings, text, small and negative integers. */
function cbor(value: unknown): Buffer {
  const head = (major: number, n: number) =>
    n < 24
      ? Buffer.from([(major << 5) | n])
      : n < 256
        ? Buffer.from([(major << 5) | 24, n])
        : Buffer.from([(major << 5) | 25, n >> 8, n & 255]);
  if (typeof value === "number") return value >= 0 ? head(0, value) : head(1, -1 - value);
  if (typeof value === "string") return Buffer.concat([head(3, value.length), Buffer.from(value)]);
  if (Buffer.isBuffer(value)) return Buffer.concat([head(2, value.length), value]);
  const entries = [...(value as Map<unknown, unknown>)];
  return Buffer.concat([
    head(5, entries.length),
    ...entries.flatMap(([k, e]) => [cbor(k), cbor(e)]),
  ]);
}

/** An authenticator in software, with user verification; `hashed` is what a browser tells it of the relying party. */
function authenticator(origin: string, hashed: string) {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const { x = "", y = "" } = publicKey.export({ format: "jwk" });
  const id = randomBytes(16);
  let counter = 1;
  const data = (flags: number, more = Buffer.alloc(0)) => {
    const n = Buffer.alloc(4);
    n.writeUInt32BE(counter++);
    return Buffer.concat([
      createHash("sha256").update(hashed).digest(),
      Buffer.from([flags]),
      n,
      more,
    ]);
  };
  const clientData = (type: string, challenge: string) =>
    Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }));
  const named = {
    id: id.toString("base64url"),
    rawId: id.toString("base64url"),
    type: "public-key",
    clientExtensionResults: {},
  };
  return {
    create: (challenge: string) => {
      const key = cbor(
        new Map<number, unknown>([
          [1, 2],
          [3, -7],
          [-1, 1],
          [-2, Buffer.from(x, "base64url")],
          [-3, Buffer.from(y, "base64url")],
        ]),
      );
      const attested = Buffer.concat([Buffer.alloc(16), Buffer.from([0, id.length]), id, key]);
      const attestationObject = cbor(
        new Map<string, unknown>([
          ["fmt", "none"],
          ["attStmt", new Map()],
          ["authData", data(0x45, attested)],
        ]),
      );
      const clientDataJSON = clientData("webauthn.create", challenge).toString("base64url");
      return {
        ...named,
        response: { clientDataJSON, attestationObject: attestationObject.toString("base64url") },
      };
    },
    get: (challenge: string) => {
      const authenticatorData = data(0x05);
      const client = clientData("webauthn.get", challenge);
      const hash = createHash("sha256").update(client).digest();
      const signature = sign("sha256", Buffer.concat([authenticatorData, hash]), privateKey);
      const assertion = {
        ...named,
        response: {
          clientDataJSON: client.toString("base64url"),
          authenticatorData: authenticatorData.toString("base64url"),
          signature: signature.toString("base64url"),
        },
      };
      return `passkey ${Buffer.from(JSON.stringify(assertion)).toString("base64url")}`;
    },
  };
}

const rpId = "abcdefghijklmnop".repeat(2);
test.each([
  ["its whole origin, as Chromium does", `chrome-extension://${rpId}`],
  ["its id", rpId],
])("a passkey of the extension is enrolled by %s, and its proof holds once", async (_, hashed) => {
  const client = await clientOf(here.store);
  const { locator } = client.account;
  const key = authenticator(`chrome-extension://${rpId}`, hashed);
  const begin = { kind: "passkey", origin: `chrome-extension://${rpId}`, rpId };
  const made = v.parse(
    factorMadeSchema,
    await (await asAdmin(client, paths.factors(locator), "POST", begin)).json(),
  );
  if (made.kind !== "passkey") throw new Error("no passkey");
  const credential = key.create(String(made.options["challenge"]));
  expect(
    (await asAdmin(client, paths.confirm(locator, made.id), "POST", { credential })).status,
  ).toBe(204);
  const ask = async () => {
    const asked = v.parse(
      stepUpSchema,
      await (await asAdmin(client, paths.stepUp(locator), "POST", null)).json(),
    );
    return String(asked.passkey?.["challenge"]);
  };
  const proof = key.get(await ask());
  const other = authenticator(`chrome-extension://${rpId}`, hashed).get(await ask());
  const add = (header: string) =>
    asAdmin(
      client,
      paths.factors(locator),
      "POST",
      { kind: "totp" },
      { headers: { [stepUpHeader]: header } },
    );
  expect((await add(other)).status).toBe(403);
  expect((await add(key.get("bm90IGFza2Vk"))).status).toBe(403);
  expect((await add(proof)).status).toBe(201);
  expect((await add(proof)).status).toBe(403);
});
