/** What a server may do to our idea of the time: correct it by as much as a clock is set wrong by hand, and no more. */
import { expect, test } from "vitest";
import { randomBytes } from "node:crypto";
import { problems } from "../../server/api.ts";
import { postOver } from "../../src/browser/post.ts";
import { clockMost, serverClocks } from "../../src/browser/server-clock.ts";
import { failureCode } from "../../src/core/failure.ts";
import { draftOf, password, save } from "../vault/steps.ts";
import { cheapDerivation } from "../vault/two.ts";
import { connected, newVault, type Running, serverForEach, syncNow } from "./client.ts";

cheapDerivation();

const hour = 3_600_000;
const day = 24 * hour;
let at: Running;
const { keep } = serverForEach((one) => (at = one));

/** The time that a request was signed for. */
const signedFor = ({ headers }: RequestInit): number =>
  Number(/, (\d+), /.exec((headers as Record<string, string>)["Authorization"] ?? "")?.[1]);

/** The constant 404, at the time that the server claims. */
const refusedAt = (ms: number) =>
  Response.json(
    { type: "about:blank", title: "x", status: problems.not_found, code: "not_found" },
    {
      status: problems.not_found,
      headers: { "content-type": "application/problem+json", date: new Date(ms).toUTCString() },
    },
  );

test("a server that names a time of next year gets nothing signed for it, and the user is told", async () => {
  const a = keep(await connected(at, "a"));
  await save(a, draftOf("note", "one"));
  const signed: number[] = [];
  for (const lie of [366 * day, 27 * hour, -400 * day]) {
    a.wire.bend = async (_, init) => {
      signed.push(signedFor(init));
      return refusedAt(Date.now() + lie);
    };
    await expect(syncNow(a)).rejects.toThrow("CLOCK");
    expect(await a.ask["server.status"]({})).toMatchObject({ state: "trouble", problem: "CLOCK" });
  }
  expect(signed.length).toBeGreaterThanOrEqual(3);
  for (const ms of signed) expect(Math.abs(ms - Date.now())).toBeLessThan(hour);
  a.wire.bend = null;
  await syncNow(a);
  expect(await a.ask["server.status"]({})).toMatchObject({ state: "ok", pending: 0 });
});

test("one that moves the clock step by step comes no further than the bound", async () => {
  const a = keep(await connected(at, "a"));
  const signed: number[] = [];
  for (let step = 1; step <= 40; step++) {
    a.wire.bend = async (_, init) => {
      signed.push(signedFor(init));
      return refusedAt(Date.now() + step * hour);
    };
    await expect(syncNow(a)).rejects.toThrow(/^(CLOCK|MISSING)$/);
  }
  expect(Math.max(...signed) - Date.now()).toBeGreaterThan(25 * hour);
  expect(Math.max(...signed) - Date.now()).toBeLessThanOrEqual(clockMost);
});

test("an answer that took the signature does not move the clock, whatever time it names", async () => {
  const a = keep(await connected(at, "a"));
  const signed: number[] = [];
  a.wire.bend = async (url, init, real) => {
    signed.push(signedFor(init));
    const answer = await real(url, init);
    const headers = new Headers(answer.headers);
    headers.set("date", new Date(Date.now() + 20 * hour).toUTCString());
    return new Response(await answer.arrayBuffer(), { status: answer.status, headers });
  };
  for (const title of ["one", "two"]) {
    await save(a, draftOf("note", title));
    await syncNow(a);
  }
  expect(signed.length).toBeGreaterThan(3);
  for (const ms of signed) expect(Math.abs(ms - Date.now())).toBeLessThan(hour);
});

test("a device whose own clock is off by days is told so, and goes on once it is set", async () => {
  const a = keep(await newVault("a"));
  a.wire.ahead = 3 * day;
  const ask = { url: at.origin, invite: null, proof: password };
  await expect(a.ask["server.connect"](ask)).rejects.toThrow("CLOCK");
  a.wire.ahead = 25 * hour;
  await a.ask["server.connect"](ask);
  await syncNow(a);
  // Set right again while it runs, and wrong the other way.
  for (const ahead of [0, -25 * hour]) {
    a.wire.ahead = ahead;
    await save(a, draftOf("note", `at ${ahead}`));
    await syncNow(a);
  }
  expect(await a.ask["server.status"]({})).toMatchObject({ state: "ok", pending: 0 });
});

test("the server of a mailbox moves it no further either", async () => {
  const signed: number[] = [];
  const post = postOver(async (_, init) => {
    const { authorization = "" } = init.headers as Record<string, string>;
    signed.push(Number(/, (\d+), /.exec(authorization)?.[1]));
    return refusedAt(Date.now() + 366 * day);
  });
  const seed = new Uint8Array(randomBytes(32));
  const own = post.own("https://mail.example", { locator: seed.slice(16), writeSeed: seed });
  expect(await own.waiting().catch(failureCode)).toBe("CLOCK");
  expect(await own.waiting().catch(failureCode)).toBe("CLOCK");
  for (const ms of signed) expect(Math.abs(ms - Date.now())).toBeLessThan(hour);
});

test("what is no date moves nothing", () => {
  const clocks = serverClocks();
  for (const date of [null, "", "soon", "99999999999999"])
    expect(clocks.note("https://a.example", date, 0)).toBe("same");
  expect(clocks.at("https://a.example", 5)).toBe(5);
});
