/** A server that stops: what is under way is answered, and nobody holds it up by asking on. */
import { once } from "node:events";
import { connect } from "node:net";
import { afterEach, expect, test, vi } from "vitest";
import { paths } from "../../server/api.ts";
import { listen } from "../../server/listen.ts";
import { creation, newAccount, request } from "./account.ts";

import { houseOver, sqliteHere } from "./world.ts";

/** Longer than any test may take: who relies on it fails by the test's own limit. */
const patience = 60 * 60_000;
const ends: (() => Promise<unknown> | void)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).toReversed()) await end();
});

const goOn = "HTTP/1.1 100 Continue\r\n\r\n";

/** A server, and a connection over which it has the first half of a request. */
async function started() {
  const { store, end } = await sqliteHere();
  ends.push(end);
  const listening = await listen(houseOver(store), {
    host: "127.0.0.1",
    port: 0,
    tls: null,
    behindProxy: false,
  });
  const socket = connect(listening.port, "127.0.0.1");
  ends.push(() => void socket.destroy());
  await once(socket, "connect");
  let answers = "";
  socket.on("data", (bytes: Buffer) => (answers += bytes.toString("latin1")));
  const closed = once(socket, "close");
  const [first, rest] = inHalves();
  socket.write(first);
  await vi.waitFor(() => expect(answers).toBe(goOn), { timeout: 60_000 });
  return { listening, socket, closed, rest, answers: () => answers.slice(goOn.length) };
}

/** A new account's first request, cut in two: the server has the one half and waits for the other. */
function inHalves(): [string, string] {
  const account = newAccount();
  const target = paths.vault(account.locator);
  const body = creation(account);
  const { headers } = request(account, target, { method: "PUT", body });
  const lines = Object.entries({ ...headers, host: "localhost:8787", expect: "100-continue" }).map(
    ([name, value]) => `${name}: ${value}`,
  );
  return [
    `PUT ${target} HTTP/1.1\r\n${lines.join("\r\n")}\r\n\r\n${body.slice(0, 20)}`,
    body.slice(20),
  ];
}

const another = "GET /healthz HTTP/1.1\r\nhost: localhost:8787\r\n\r\n";

test("a request that was half there when it stopped is answered, and its connection closed", async () => {
  const { listening, socket, closed, rest, answers } = await started();
  const stopped = listening.stop(patience);
  socket.write(rest);
  await Promise.all([stopped, closed]);
  expect(answers()).toMatch(/^HTTP\/1\.1 201 /);
});

test("who asks on and on over one connection is told that it closes, after an answer", async () => {
  const { listening, socket, closed, rest, answers } = await started();
  const stopped = listening.stop(patience);
  // Never idle: the next request is there before the last one is answered.
  socket.write(rest + another.repeat(50));
  await Promise.all([stopped, closed]);
  expect(answers()).toMatch(/^HTTP\/1\.1 201 [^]*HTTP\/1\.1 200 [^]*connection: close/i);
  expect(answers().match(/HTTP\/1\.1 200/g)).toHaveLength(1);
});
