import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";

// The polyfill refuses to load outside of an extension; the door only needs it to listen.
vi.mock("webextension-polyfill", () => ({ default: {} }));

const { answerMessage, whoIs } = await import("../../src/wire/serve.ts");
const { protocol } = await import("../../src/wire/protocol.ts");
import type { Door } from "../../src/wire/serve.ts";
import type { Handlers, Message } from "../../src/wire/protocol.ts";

const own = "chrome-extension://abcdefghijklmnop";
const site = "https://site.example";
const rows = Object.keys(protocol) as Message[];

/** Every kind of sender a browser knows (ARCHITECTURE.md 3), and who it is. */
const senders = [
  { name: "the popup", sender: { origin: own }, who: "app" },
  {
    name: "the manager in a tab",
    sender: { origin: own, frameId: 0, tab: { url: `${own}/manager.html` } },
    who: "app",
  },
  {
    name: "our page framed in a site",
    sender: { origin: own, frameId: 3, tab: { url: site } },
    who: "stranger",
  },
  {
    name: "our page framed, without a frame number",
    sender: { origin: own, tab: { url: site } },
    who: "stranger",
  },
  {
    name: "a content script",
    sender: { origin: site, frameId: 0, tab: { url: site } },
    who: "page",
  },
  {
    name: "a content script that claims our id and address",
    sender: { origin: site, id: "abcdefghijklmnop", url: `${own}/popup.html`, frameId: 0, tab: {} },
    who: "page",
  },
  {
    name: "a content script in a sandboxed frame",
    sender: { origin: "null", frameId: 2, tab: { url: site } },
    who: "page",
  },
  {
    name: "another extension",
    sender: { origin: "chrome-extension://ponmlkjihgfedcba" },
    who: "stranger",
  },
  { name: "a sender without an origin", sender: {}, who: "stranger" },
  { name: "a file", sender: { origin: "file://", frameId: 0, tab: {} }, who: "stranger" },
] as const;

function countingHandlers(): { door: Door; handlers: Handlers; calls: string[] } {
  const calls: string[] = [];
  const handlers = Object.fromEntries(
    rows.map((row) => [row, async () => void calls.push(row)]),
  ) as unknown as Handlers;
  return { door: { handlers, rows: async () => protocol }, handlers, calls };
}

describe("the door", () => {
  it.each(senders)("knows $name as $who", ({ sender, who }) => {
    expect(whoIs(sender, own)).toBe(who);
  });

  it.each(
    rows.flatMap((row) => senders.map(({ name, sender, who }) => ({ row, name, sender, who }))),
  )("of $row is closed to $name unless the row is theirs", async ({ row, sender, who }) => {
    const { door, calls } = countingHandlers();
    const answer = await answerMessage(door, { coffer: row, ask: {} }, sender, own);
    if (who === protocol[row].who) expect(answer).not.toEqual({ ok: false, code: "REFUSED" });
    else {
      expect(answer).toEqual({ ok: false, code: "REFUSED" });
      expect(calls).toEqual([]);
    }
  });

  it("has no row that answers a page", () => {
    expect(rows.filter((row) => protocol[row].who !== "app")).toEqual([]);
  });

  it("refuses names that are no row, those of Object.prototype too", async () => {
    const { door } = countingHandlers();
    for (const coffer of [
      "",
      "__proto__",
      "constructor",
      "toString",
      "hasOwnProperty",
      7,
      null,
      {},
    ]) {
      const answer = await answerMessage(door, { coffer, ask: {} }, { origin: own }, own);
      expect(answer).toEqual({ ok: false, code: "INVALID" });
    }
  });

  it.each(rows)("of %s refuses content with anything added to it", async (row) => {
    const { door, calls } = countingHandlers();
    const ask = JSON.parse('{"__proto__": {"polluted": true}, "extra": 1}') as unknown;
    const answer = await answerMessage(door, { coffer: row, ask }, { origin: own }, own);
    expect(answer).toEqual({ ok: false, code: "INVALID" });
    expect(calls).toEqual([]);
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  it("lets no malformed content reach a handler, whatever it is", async () => {
    const { door, calls } = countingHandlers();
    const anything = fc.anything({ withBigInt: true, withDate: true, withMap: true });
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...rows), anything, async (row, ask) => {
        calls.length = 0;
        const answer = await answerMessage(door, { coffer: row, ask }, { origin: own }, own);
        // Nothing but an object without content fits any row here, and only those that carry nothing.
        if (answer.ok) expect(Object.keys(ask as object)).toEqual([]);
        else expect(answer.code).toBe("INVALID");
        expect(calls.length).toBe(answer.ok ? 1 : 0);
      }),
      { numRuns: 2000 },
    );
  });

  it("answers by name where its later rows do not come", async () => {
    const { handlers } = countingHandlers();
    const door = { handlers, rows: async () => Promise.reject(new Error("secret detail")) };
    const ask = { coffer: "item.save", ask: {} };
    const answer = await answerMessage(door, ask, { origin: own }, own);
    expect(answer).toEqual({ ok: false, code: "INTERNAL" });
  });

  it("names a failure and never shows its stack", async () => {
    const { door, handlers } = countingHandlers();
    const lock = async () => Promise.reject(new Error("secret detail"));
    const broken = { ...door, handlers: { ...handlers, lock } };
    const answer = await answerMessage(broken, { coffer: "lock", ask: {} }, { origin: own }, own);
    expect(answer).toEqual({ ok: false, code: "INTERNAL" });
  });
});
