/** A server that shows two devices two histories, each of them signed by the devices themselves: how it comes out. */
import { afterEach, beforeEach, expect, test } from "vitest";
import { cpSync } from "node:fs";
import { wordlist } from "@scure/bip39/wordlists/english.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { stateWords } from "../../src/core/share/state-words.ts";
import { draftOf, password, save, titles } from "../vault/steps.ts";
import { cheapDerivation } from "../vault/two.ts";
import { type Client, connected, paired, running, type Running, syncNow } from "./client.ts";
import { freePort, ownFolder } from "./world.ts";

cheapDerivation();

let at: Running;
let other: Running | undefined;
let a: Client;
let b: Client;
const note = (device: Client, title: string) => save(device, draftOf("note", title));
const words = (device: Client) => device.ask["server.words"]({});

beforeEach(async () => {
  at = await running();
  a = await connected(at, "a");
  await note(a, "one");
  await syncNow(a);
  b = await paired(a, "b");
  await syncNow(a);
  await syncNow(b);
});
afterEach(async () => {
  for (const device of [a, b]) await device.ask.lock({});
  for (const server of [at, other]) await server?.end();
});

/** From here on b is served by a copy, which goes on in its own way under the same address. */
async function forked(): Promise<void> {
  const copy = ownFolder().path;
  await at.end();
  cpSync(at.folder, copy, { recursive: true });
  at = await running({ COFFER_LISTEN: `127.0.0.1:${at.port}` }, at.folder);
  const listen = `127.0.0.1:${await freePort()}`;
  other = await running({ COFFER_ORIGIN: at.origin, COFFER_LISTEN: listen }, copy);
  const { origin } = other;
  b.wire.bend = async (url, init, real) => real(url.replace(at.origin, origin), init);
}

test("two devices that have seen the same have the same six words; after a change, both again", async () => {
  expect(await words(b)).toEqual(await words(a));
  expect((await words(a)).words).toHaveLength(6);
  await note(a, "two");
  await syncNow(a);
  expect((await words(b)).rev).toBe((await words(a)).rev - 1);
  expect((await words(b)).words).not.toEqual((await words(a)).words);
  await syncNow(b);
  expect(await words(b)).toEqual(await words(a));
});

test("where they part, the words part, at the same number; and the pairing text of one shows it to the other", async () => {
  await forked();
  await note(a, "of a");
  await note(b, "of b");
  // Each is told that all is well: nothing in what it is served can say otherwise.
  for (const device of [a, b]) {
    await syncNow(device);
    expect(await device.ask["server.status"]({})).toMatchObject({ state: "ok", pending: 0 });
  }
  const [one, two] = [await words(a), await words(b)];
  expect(two.rev).toBe(one.rev);
  expect(two.words).not.toEqual(one.words);

  // The way that the screen tells.
  const { text } = await a.ask["server.pair"]({ proof: password });
  await b.ask["server.disconnect"]({});
  await b.ask["server.link"]({ way: { by: "pairing", text }, proof: password });
  await expect(syncNow(b)).rejects.toThrow("FORK");
  expect(await b.ask["server.status"]({})).toMatchObject({ state: "trouble", problem: "FORK" });
  expect((await titles(b)).toSorted()).toEqual(["of b", "one"]);

  // Once the user has chosen, and the copy is gone, both have everything.
  b.wire.bend = null;
  await b.ask["server.anew"]({ how: "merge", proof: password, typed: "RESTORE" });
  await syncNow(b);
  await syncNow(a);
  expect((await titles(a)).toSorted()).toEqual(["of a", "of b", "one"]);
  expect((await titles(b)).toSorted()).toEqual(["of a", "of b", "one"]);
  expect(await words(b)).toEqual(await words(a));
});

test("it shows by itself as soon as either is served what the other has written: each commit names the head its device saw", async () => {
  await forked();
  await note(a, "of a");
  await note(b, "of b");
  for (const device of [a, b]) await syncNow(device);
  b.wire.bend = null;
  await note(a, "more of a");
  await syncNow(a);
  await expect(syncNow(b)).rejects.toThrow("FORK");
  expect((await titles(b)).toSorted()).toEqual(["of b", "one"]);
});

test("a device that has synced with nobody has no words", async () => {
  await b.ask["server.disconnect"]({});
  await expect(words(b)).rejects.toThrow("NOT_FOUND");
});

test("the words are those of FORMAT.md 5, made a second way", async () => {
  const hash = new Uint8Array(32).map((_, i) => i * 7);
  const counter = 2 ** 33 + 5;
  const text = Buffer.concat([
    Buffer.from("coffer/1/state\0"),
    Buffer.from([0, 0, 0, 2, 0, 0, 0, 5]),
    hash,
  ]);
  let bits = BigInt(`0x${Buffer.from(sha256(new Uint8Array(text))).toString("hex")}`) >> 190n;
  const expected: string[] = [];
  for (let i = 0; i < 6; i++, bits >>= 11n) expected.unshift(wordlist[Number(bits & 2047n)] ?? "");
  expect(await stateWords(counter, hash)).toEqual(expected);
});
