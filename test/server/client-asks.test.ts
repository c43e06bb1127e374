/** A server that asks for a code of the second factor where the protocol has none, or never stops saying "later". */
import { describe, expect, test } from "vitest";
import { draftOf, password, save, titles } from "../vault/steps.ts";
import { cheapDerivation } from "../vault/two.ts";
import {
  type Client,
  client,
  connected,
  newVault,
  paired,
  type Running,
  serverForEach,
  syncNow,
  type Wire,
} from "./client.ts";

cheapDerivation();
let at: Running;
const { keep } = serverForEach((running) => void (at = running));

const statuses = { step_up_required: 403, step_up_failed: 403, too_many: 429 } as const;
const problem = (code: keyof typeof statuses, headers: Record<string, string> = {}) =>
  new Response(
    JSON.stringify({
      type: "about:blank",
      title: "No",
      status: statuses[code],
      code,
      ...(code === "too_many" ? {} : { kinds: ["totp", "passkey"] }),
    }),
    { status: statuses[code], headers: { ...headers, "content-type": "application/problem+json" } },
  );

/** Lies at what fits; `lies` counts how often, `codes` what was given to it. */
function lying(device: Client, which: RegExp, answer: () => Response) {
  const told = { lies: 0, codes: [] as string[] };
  const bend: Wire["bend"] = async (url, init, real) => {
    const code = new Headers(init.headers).get("coffer-step-up");
    if (code !== null) told.codes.push(code);
    if (!which.test(`${init.method} ${new URL(url).pathname}`)) return real(url, init);
    told.lies += 1;
    return answer();
  };
  device.wire.bend = bend;
  return told;
}

const note = (device: Client, title: string, body = "x") =>
  save(device, draftOf("note", title, { body }));
const sync = (device: Client, code: string) =>
  device.ask["server.sync"]({ proof: password, consent: false, code });
const asks = ["step_up_required", "step_up_failed"] as const;

describe("a code where none is due", () => {
  const plain: Record<string, RegExp> = {
    "the head": /^GET \/v1\/vaults\/[0-9a-f]+$/,
    "the changes": /\/changes$/,
    "the objects": /^POST .*\/objects$/,
    "a plain commit": /^POST .*\/commits$/,
    everything: /./,
  };
  for (const code of asks)
    for (const [what, which] of Object.entries(plain))
      test(`${what}: ${code} is told, no code is given, nothing is asked twice, and no edit is lost`, async () => {
        const a = keep(await connected(at, "a"));
        const b = keep(await paired(a, "b"));
        await note(b, "of the other");
        await syncNow(b);
        await note(a, "mine");
        const told = lying(a, which, () => problem(code));
        await expect(sync(a, "totp 123456")).rejects.toThrow("SERVER_ASKS");
        expect(told).toEqual({ lies: 1, codes: [] });
        expect(await a.ask["server.status"]({})).toMatchObject({
          state: "trouble",
          problem: "SERVER_ASKS",
          kinds: [],
        });
        expect(await titles(a)).toContain("mine");
        a.wire.bend = null;
        await a.ring();
        expect(await a.ask["server.status"]({})).toMatchObject({ state: "ok", pending: 0 });
        await syncNow(b);
        for (const device of [a, b])
          expect((await titles(device)).toSorted()).toEqual(["mine", "of the other"]);
      });

  test("a commit that it adds and says it did not is found again, and is there once", async () => {
    const a = keep(await connected(at, "a"));
    const b = keep(await paired(a, "b"));
    await note(a, "mine");
    a.wire.bend = async (url, init, real) => {
      const answer = await real(url, init);
      return url.endsWith("/commits") ? problem("step_up_required") : answer;
    };
    await expect(sync(a, "totp 123456")).rejects.toThrow("SERVER_ASKS");
    a.wire.bend = null;
    await note(a, "and more");
    await syncNow(a);
    await syncNow(b);
    for (const device of [a, b])
      expect((await titles(device)).toSorted()).toEqual(["and more", "mine"]);
    expect((await a.ask["server.conflicts"]({})).conflicts).toEqual([]);
  });

  test("by alarm it rests for half an hour, and asks nobody in a loop", async () => {
    const a = keep(await connected(at, "a"));
    await note(a, "mine");
    const told = lying(a, /\/commits$/, () => problem("step_up_required"));
    await a.ring();
    expect(told.lies).toBe(1);
    const { alarms, time } = a.world;
    expect((alarms.get("sync") ?? 0) - time.now).toBe(30 * 60_000);
  });

  test("a part of a long commit is no place for it either", async () => {
    const a = keep(await connected(at, "a"));
    for (let i = 0; i < 6; i++) await note(a, `n${i}`, `${i}${"ä".repeat(100_000)}`);
    const told = lying(a, /^PUT .*\/parts\//, () => problem("step_up_failed"));
    await expect(sync(a, "totp 123456")).rejects.toThrow("SERVER_ASKS");
    expect(told).toEqual({ lies: 1, codes: [] });
    a.wire.bend = null;
    await syncNow(a);
    expect(await a.ask["server.status"]({})).toMatchObject({ state: "ok", pending: 0 });
  });

  test("making an account, joining one, looking back and the list of factors need none", async () => {
    const a = keep(await connected(at, "a"));
    await note(a, "mine");
    await syncNow(a);
    const fresh = keep(await newVault("fresh"));
    lying(fresh, /^PUT /, () => problem("step_up_required"));
    await expect(
      fresh.ask["server.connect"]({ url: at.origin, invite: null, proof: password }),
    ).rejects.toThrow("SERVER_ASKS");
    expect(await fresh.ask["server.status"]({})).toMatchObject({ state: "none" });

    const { text } = await a.ask["server.pair"]({ proof: password });
    const empty = keep(client("empty"));
    lying(empty, /\/at\//, () => problem("step_up_required"));
    await expect(
      empty.ask["server.join"]({
        way: { by: "pairing", text },
        typed: { by: "password", secret: password },
        name: "empty",
      }),
    ).rejects.toThrow("SERVER_ASKS");

    lying(a, /\/(history|factors|step-up)$/, () => problem("step_up_required"));
    await expect(a.ask["server.history"]({ before: null })).rejects.toThrow("SERVER_ASKS");
    await expect(a.ask["server.factors"]({ proof: password })).rejects.toThrow("SERVER_ASKS");
    await expect(a.ask["server.factor.ask"]({ proof: password })).rejects.toThrow("SERVER_ASKS");
  });

  test("a change of the keys may be asked for one, and can be given up though it asks for ever", async () => {
    const a = keep(await connected(at, "a"));
    const told = lying(a, /^POST .*\/commits$/, () =>
      problem(told.lies === 1 ? "step_up_required" : "step_up_failed"),
    );
    const { waits } = await a.ask.rotate({
      typed: { by: "password", secret: password },
      newPassword: null,
      others: [],
      forgetKeys: false,
      exposed: false,
    });
    expect(waits).toBe("code");
    const codes = ["totp 000001", "totp 000002", "totp 000003"];
    for (const code of codes) await expect(sync(a, code)).rejects.toThrow("SERVER_CODE_WRONG");
    // Each code went once, with that commit alone.
    expect(told).toEqual({ lies: 4, codes });
    await a.ask["server.rotation.drop"]({});
    a.wire.bend = null;
    await note(a, "goes on");
    await syncNow(a);
    expect(await a.ask["server.status"]({})).toMatchObject({ state: "ok", pending: 0 });
  });
});

test("a server that says later, and later again, is not waited for without end", async () => {
  const a = keep(await connected(at, "a"));
  await note(a, "mine");
  const slow = lying(a, /./, () => problem("too_many", { "retry-after": "60" }));
  await expect(syncNow(a)).rejects.toThrow("OFFLINE");
  expect(slow.lies).toBe(2);
  const quick = lying(a, /./, () => problem("too_many", { "retry-after": "0" }));
  await expect(syncNow(a)).rejects.toThrow("OFFLINE");
  expect(quick.lies).toBe(30);
  expect(await a.ask["server.status"]({})).toMatchObject({ state: "offline" });
  expect(await titles(a)).toEqual(["mine"]);
});
