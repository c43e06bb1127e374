/** Faults from the net: connections that wait, bodies that are no requests, old TLS. */
import { createServer } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { type AddressInfo, connect, type Server } from "node:net";
import { connect as connectTls } from "node:tls";
import { limits, paths } from "../../../server/api.ts";
import { deeperThan, readJson } from "../../../server/json.ts";
import { listen } from "../../../server/listen.ts";
import type { Store } from "../../../server/store/store.ts";
import { makeIdentity } from "../../../server/mirror/certificate.ts";
import * as v from "valibot";
import { appOf } from "../../../server/app.ts";
import { getRequestListener } from "@hono/node-server";
import { anObject, creation, newAccount, request } from "../account.ts";
import { type Client, clientOf, houseOver, sqliteHere } from "../world.ts";
import type { Fault } from "./fault.ts";

const local = { host: "127.0.0.1", port: 0, tls: null, behindProxy: false };

async function onPort<T>(
  mutated: boolean,
  work: (port: number, client: Client) => Promise<T>,
): Promise<T> {
  const here = await sqliteHere();
  const client = await clientOf(here.store);
  const house = houseOver(here.store);
  if (!mutated) {
    const listening = await listen(house, local);
    try {
      return await work(listening.port, client);
    } finally {
      await listening.stop(100);
      await here.end();
    }
  }
  // The mutant: the same application on a listener without any limit.
  const listener = getRequestListener(appOf(house).fetch);
  const server: Server = createServer(
    { headersTimeout: 0, requestTimeout: 0 },
    (a, b) => void listener(a, b),
  );
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  try {
    return await work((server.address() as AddressInfo).port, client);
  } finally {
    (server as ReturnType<typeof createServer>).closeAllConnections();
    await new Promise((done) => server.close(done));
    await here.end();
  }
}

const slow: Fault = {
  name: "slow sockets",
  mutant: "has no time limit on headers",
  run: (mutated, size) =>
    onPort(mutated, async (port) => {
      const count = 20 * size;
      const state = { open: count };
      const sockets = Array.from({ length: count }, () => {
        const socket = connect(port, "127.0.0.1");
        socket.on("error", () => undefined);
        socket.on("close", () => (state.open -= 1));
        socket.write("GET / HTTP/1.1\r\nHost: x\r\nX-Slow:");
        return socket;
      });
      const start = performance.now();
      let served = 0;
      // The honest server closes them all, however busy the machine; the mutant would wait for ever.
      while (state.open > 0 && performance.now() - start < (mutated ? 16_000 : 120_000)) {
        if ((await fetch(`http://127.0.0.1:${port}/healthz`)).ok) served += 1;
        await new Promise((done) => setTimeout(done, 100));
      }
      const left = state.open;
      for (const socket of sockets) socket.destroy();
      const seconds = ((performance.now() - start) / 1000).toFixed(1);
      return {
        bad: left,
        figure: `${count} slow sockets, ${left} open after ${seconds} s, ${served} honest requests served`,
      };
    }),
};

/** Sends chunks without end; how many bytes could be written before the connection was closed. */
async function endlessBody(store: Store, locator: string): Promise<number> {
  const listening = await listen(houseOver(store), local);
  const chunk = Buffer.concat([
    Buffer.from("10000\r\n"),
    Buffer.alloc(65_536),
    Buffer.from("\r\n"),
  ]);
  const socket = connect(listening.port, "127.0.0.1");
  socket.on("error", () => undefined);
  const closed = new Promise<void>((done) => socket.on("close", () => done()));
  const more = () => {
    while (!socket.destroyed && socket.bytesWritten < 1e9 && socket.write(chunk));
  };
  socket.on("drain", more);
  socket.write(
    `POST ${paths.commits(locator)} HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n`,
  );
  more();
  await closed;
  await listening.stop(100);
  return socket.bytesWritten;
}

const bodies: Fault = {
  name: "oversized, endless and malformed bodies",
  mutant: "parses JSON without looking at its depth",
  run: async (mutated, size) => {
    const here = await sqliteHere();
    const client = await clientOf(here.store);
    const { account } = client;
    let bad = 0;
    let sent = 0;
    const target = paths.commits(account.locator);
    const refusedAs = async (init: RequestInit) => {
      sent += 1;
      const { status } = await client.send(target, init);
      if (status !== 404 && status !== 422) bad += 1;
    };
    for (let i = 0; i < 20 * size; i++) {
      await refusedAs(
        request(account, target, { method: "POST", body: anObject(1 + ((i * 7919) % 5000)) }),
      );
      await refusedAs(
        request(account, target, { method: "POST", body: anObject(limits.body + 1 + i) }),
      );
    }
    const fresh = newAccount();
    const deep = `{"a":${"[".repeat(30_000)}${"]".repeat(30_000)}}`;
    const put = paths.vault(fresh.locator);
    for (const body of [deep, "{", `${creation(fresh)} `.repeat(2), '{"keyEpoch":1}', "null"]) {
      sent += 1;
      if ((await client.send(put, request(fresh, put, { method: "PUT", body }))).status !== 404)
        bad += 1;
    }
    const bytes = new Uint8Array(Buffer.from(deep));
    const schema = v.looseObject({});
    let parsed = false;
    try {
      if (mutated) v.parse(schema, JSON.parse(deep));
      else readJson(schema, bytes);
      parsed = true;
    } catch {
      parsed = false;
    }
    if (parsed || !deeperThan(bytes, limits.jsonDepth)) bad += 1;
    const endless = await endlessBody(here.store, account.locator);
    if (endless > 64 * 1024 * 1024) bad += 1;
    const alive = (
      await client.send(
        paths.vault(account.locator),
        request(account, paths.vault(account.locator)),
      )
    ).status;
    if (alive !== 200) bad += 1;
    await here.end();
    const read = Math.ceil(endless / 1024);
    return {
      bad,
      figure: `${sent} bad bodies, ${bad} taken; cut an endless one off at ${read} KiB`,
    };
  },
};

const oldTls: Fault = {
  name: "TLS 1.2",
  mutant: "allows TLS 1.2",
  run: async (mutated) => {
    const here = await sqliteHere();
    const { cert, key } = makeIdentity("localhost");
    const spoken = (port: number) =>
      new Promise<boolean>((done) => {
        const socket = connectTls({
          host: "127.0.0.1",
          port,
          ca: cert,
          minVersion: "TLSv1.2",
          maxVersion: "TLSv1.2",
        });
        socket.on("secureConnect", () => {
          done(true);
          socket.destroy();
        });
        socket.on("error", () => done(false));
      });
    let bad: boolean;
    if (mutated) {
      const server = createTlsServer({ cert, key, minVersion: "TLSv1.2" });
      await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
      bad = await spoken((server.address() as AddressInfo).port);
      server.close();
    } else {
      const listening = await listen(houseOver(here.store), { ...local, tls: { cert, key } });
      bad = await spoken(listening.port);
      await listening.stop(100);
    }
    await here.end();
    return { bad: bad ? 1 : 0, figure: bad ? "spoken" : "refused" };
  },
};

export const netFaults: readonly Fault[] = [slow, bodies, oldTls];
