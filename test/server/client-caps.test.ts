/** What an answer of a server may cost before it is refused: length, depth, number of values, messages of a socket. */
import { afterEach, expect, test, vi } from "vitest";
import { bytesType, changesMagic, limits, stateSchema } from "../../server/api.ts";
import { concat, u32, u64, utf8 } from "../../src/core/bytes.ts";
import { failureCode } from "../../src/core/failure.ts";
import { decodeChanges } from "../../src/browser/server-bytes.ts";
import { jsonOf, objectsMost, stateCap, stateValues } from "../../src/browser/server-json.ts";
import type { Line, Net } from "../../src/browser/server-request.ts";
import { watchHead } from "../../src/browser/server-socket.ts";
import { serversOver } from "../../src/browser/servers.ts";
import { accountOf } from "../../src/core/backup-key.ts";

afterEach(() => void vi.restoreAllMocks());

const name = (i: number) => i.toString(16).padStart(64, "0");
const stateOf = (objects: string, header = "AAAA") =>
  utf8(
    `{"logId":"${"0".repeat(32)}","rev":7,"chain":"${name(1)}","keyEpoch":1,"writePk":"${name(2)}",` +
      `"adminPk":"${name(3)}","at":1,"header":"${header}","manifest":"AAAA","objects":[${objects}],"transitions":[]}`,
  );
const readState = (bytes: Uint8Array<ArrayBuffer>) =>
  jsonOf(stateSchema, bytes, "TAMPERED", stateValues(bytes.length));

test("the largest state that can be is read, and is no longer than the cap", () => {
  const names = Array.from({ length: objectsMost }, (_, i) => `"${name(i)}"`).join(",");
  const bytes = stateOf(names, "A".repeat(44_000));
  expect(bytes.length).toBeLessThan(stateCap);
  expect(readState(bytes).objects).toHaveLength(objectsMost);
}, 60_000);

const small = {
  "many empty lists": "[],".repeat(100_000),
  "many numbers": "1,".repeat(100_000),
  "many empty texts": `"",`.repeat(100_000),
  "lists in lists": "[".repeat(1000),
  "objects in objects": `{"a":`.repeat(1000),
};
for (const [what, text] of Object.entries(small))
  test(`a state of ${what} is refused before anything is made of it`, () => {
    const parse = vi.spyOn(JSON, "parse");
    expect(() => readState(stateOf(text))).toThrow("TAMPERED");
    expect(parse).not.toHaveBeenCalled();
  });

test("brackets and commas in a text are no values", () => {
  const bytes = stateOf(`"${name(1)}"`, `\\",[{[{[{[{[{[{${",".repeat(500)}`);
  expect(readState(bytes).header).toContain("[{");
});

/** An account whose server answers everything with this. */
async function answering(answer: () => Response) {
  const net = {
    fetch: async () => answer(),
    now: () => Date.now(),
    granted: async () => true,
    stayAwake: () => undefined,
    pause: async () => undefined,
  } as unknown as Net;
  const account = await accountOf(new Uint8Array(16).fill(7));
  return serversOver(net, () => "x").account(account, "https://server.example");
}

test("a state longer than any can be is not read to its end", async () => {
  let read = 0;
  const endless = () =>
    new Response(
      new ReadableStream({
        pull: (stream) => {
          read += 1024 * 1024;
          stream.enqueue(new Uint8Array(1024 * 1024));
        },
      }),
      { headers: { "content-type": "application/json" } },
    );
  const account = await answering(endless);
  expect(await account.state(7).catch(failureCode)).toBe("TAMPERED");
  expect(read).toBeLessThanOrEqual(stateCap + 4 * 1024 * 1024);
});

test("a page of more commits than a page has is refused, whatever they are", async () => {
  const page = (n: number) =>
    concat(utf8(changesMagic), new Uint8Array(16), u64(9), u32(n), new Uint8Array(n * (4 + 64)));
  expect(decodeChanges(page(limits.changes))).toHaveLength(limits.changes);
  expect(() => decodeChanges(page(limits.changes + 1))).toThrow("TAMPERED");
  const account = await answering(
    () => new Response(page(500_000), { headers: { "content-type": bytesType } }),
  );
  expect(await account.changes(0).catch(failureCode)).toBe("TAMPERED");
});

test("a socket that talks without end is closed", async () => {
  const socket = Object.assign(new EventTarget(), {
    close: vi.fn<() => void>(),
    send: vi.fn<(text: string) => void>(),
  });
  const line = { locator: "00", sign: async () => "signed" } as unknown as Line;
  let now = 0;
  const net = {
    socket: () => socket,
    now: () => now,
    stayAwake: () => undefined,
  } as unknown as Net;
  const heard: (number | null)[] = [];
  watchHead(net, line, "https://server.example", (rev) => void heard.push(rev));
  const say = async (data: object) => {
    socket.dispatchEvent(new MessageEvent("message", { data: JSON.stringify(data) }));
    await Promise.resolve();
  };
  await say({ challenge: "0".repeat(64) });
  await vi.waitFor(() => expect(socket.send).toHaveBeenCalledOnce());
  const hint = (rev: number) => say({ rev, chain: name(1), logId: "0".repeat(32) });
  // One every 30 ms, as fast as an honest one can be, for a minute.
  for (let i = 0; i < 2000; i++, now += 30) await hint(i);
  expect(heard).toHaveLength(2000);
  for (let i = 0; i < 1000; i++) await hint(i);
  expect(heard.at(-1)).toBeNull();
  expect(heard.length).toBeLessThan(2500);
  expect(socket.close).toHaveBeenCalledOnce();
});
