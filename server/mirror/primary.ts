/** The primary's side: a TLS 1.3 listener of its own for its mirror, which asks and is answered. It sends nothing unasked. */
import { randomBytes } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import type { TLSSocket } from "node:tls";
import * as v from "valibot";
import { changesMagic, locatorSchema, nameSchema } from "../api.ts";
import { concat, fromHex, lengthPrefixed, toBase64, toHex, u32, u64, utf8 } from "../bytes.ts";
import type { House } from "../house.ts";
import type { Identity } from "./certificate.ts";
import {
  type Channel,
  channelOver,
  connectionKey,
  type Message,
  newCode,
  peerPin,
  proof,
  pskOf,
  readProof,
  reauthenticate,
  same,
  writeProof,
} from "./channel.ts";

/** Name of the fact that is the pairing code, and of the pin of the mirror that proved it first. */
export const codeFact = "mirror_code";
export const peerFact = "mirror_peer";

/** A new pairing code; every connection by the old one ends. */
export async function pair(store: House["store"]): Promise<string> {
  const code = newCode();
  await store.run("setMeta", codeFact, code);
  await store.run("setMeta", peerFact, null);
  return code;
}

export interface MirrorListener {
  port: number;
  stop(patience: number): Promise<void>;
}

/** Listens for mirrors; the pairing code is looked at again every second. */
export function listenForMirror(
  house: House,
  identity: Identity,
  host: string,
  port: number,
  until: { ms: number; bytes: number } = reauthenticate,
): Promise<MirrorListener> {
  const open = new Map<TLSSocket, string>();
  const server = createServer(
    {
      cert: identity.cert,
      key: identity.key,
      minVersion: "TLSv1.3",
      requestCert: true,
      // Its key is pinned; no authority has a say.
      rejectUnauthorized: false,
      headersTimeout: 10_000,
      requestTimeout: 10_000,
      maxHeaderSize: 4096,
    },
    (_request, response) => response.writeHead(404).end(),
  );
  // One mirror, its new connection beside the old one, and some strangers who are shown the door.
  server.maxConnections = 64;
  const sockets = new Set<TLSSocket>();
  server.on("secureConnection", (socket: TLSSocket) => {
    sockets.add(socket);
    socket.on("close", () => {
      sockets.delete(socket);
      open.delete(socket);
    });
    socket.on("error", () => socket.destroy());
  });
  server.on("tlsClientError", (_error, socket) => socket.destroy());
  server.on("upgrade", (request: IncomingMessage, _socket, head: Buffer) => {
    const socket = request.socket as TLSSocket;
    admitted(house, identity, request, socket, head, open, until).catch(() => {
      house.metrics.count("mirror_refused_total");
      socket.end("HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
    });
  });
  const endOld = async () => {
    const code = await house.store.run("meta", codeFact);
    for (const [socket, used] of open) if (used !== code) socket.destroy();
  };
  const watch = setInterval(() => {
    endOld().catch(() => undefined);
  }, 1000);
  return new Promise((done, fail) => {
    server.once("error", fail);
    server.listen(port, host, () =>
      done({
        port: (server.address() as AddressInfo).port,
        stop: async () => {
          clearInterval(watch);
          const closed = new Promise<void>((end) => server.close(() => end()));
          for (const socket of sockets) socket.destroy();
          await closed;
        },
      }),
    );
  });
}

async function admitted(
  house: House,
  identity: Identity,
  request: IncomingMessage,
  socket: TLSSocket,
  head: Buffer,
  open: Map<TLSSocket, string>,
  until: { ms: number; bytes: number },
): Promise<void> {
  const { store } = house;
  const [scheme, ...rest] = (request.headers.authorization ?? "").split(" ");
  const told = scheme === "Coffer-Mirror" ? readProof(rest.join(" ")) : null;
  const code = await store.run("meta", codeFact);
  const pin = peerPin(socket);
  if (told === null || code === null || pin === null || socket.isSessionReused())
    throw new Error("refused");
  const known = await store.run("meta", peerFact);
  if (known !== null && known !== toHex(pin)) throw new Error("refused");
  const key = connectionKey(await pskOf(code), socket, pin, identity.pin);
  if (!same(proof(key, "I", told.nonce), told.made)) throw new Error("refused");
  if (known === null) await store.run("setMeta", peerFact, toHex(pin));
  const nonce = new Uint8Array(randomBytes(32));
  socket.write(
    "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: coffer-mirror\r\n" +
      `Coffer-Mirror: ${writeProof(nonce, proof(key, "R", told.nonce, nonce))}\r\n\r\n`,
  );
  open.set(socket, code);
  house.log("mirror connected");
  const channel = channelOver(socket, head, key, { I: told.nonce, R: nonce }, "R");
  await serveMirror(house, channel, until).catch(() => socket.destroy());
}

const askSchema = v.variant("ask", [
  v.strictObject({ ask: v.literal("orders") }),
  v.strictObject({
    ask: v.literal("vaults"),
    after: v.pipe(v.string(), v.regex(/^(?:[0-9a-f]{32})?$/)),
  }),
  v.strictObject({
    ask: v.literal("changes"),
    locator: locatorSchema,
    since: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
  }),
  v.strictObject({ ask: v.literal("base"), locator: locatorSchema }),
  v.strictObject({
    ask: v.literal("purged"),
    locator: locatorSchema,
    since: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
  }),
  v.strictObject({ ask: v.literal("object"), locator: locatorSchema, name: nameSchema }),
]);

/** The mirror makes its connection anew in time; one that does not is told goodbye a little later. */
const patience = 1.2;

async function serveMirror(
  house: House,
  channel: Channel,
  until: { ms: number; bytes: number },
): Promise<void> {
  const since = performance.now();
  for (let asked = await channel.next(); asked !== null; asked = await channel.next()) {
    if (performance.now() - since > until.ms * patience || channel.used() > until.bytes * patience)
      break;
    channel.send(await answerTo(house, v.parse(askSchema, asked.about)));
  }
  channel.goodbye();
}

const none = new Uint8Array(0);

async function answerTo(
  { store }: House,
  asked: v.InferOutput<typeof askSchema>,
): Promise<Message> {
  if (asked.ask === "orders") {
    const orders = await store.run("orders");
    // One header of JSON holds 64 KiB; the orders themselves are bytes behind it.
    const each = orders.flatMap(({ locator, bytes }) => [locator, lengthPrefixed(bytes)]);
    return { about: { orders: orders.length }, bytes: concat(...each) };
  }
  if (asked.ask === "vaults") {
    const rows = await store.run("vaultsAfter", fromHex(asked.after));
    const vaults = rows.slice(0, 100).map((row) => ({
      locator: toHex(row.locator),
      rev: row.rev,
      chain: toHex(row.chain),
      keyEpoch: row.first_epoch,
      readPk: toBase64(row.read_pk),
      writePk: toBase64(row.first_write_pk),
      adminPk: toBase64(row.first_admin_pk),
    }));
    return { about: { vaults }, bytes: none };
  }
  if (asked.ask === "object") {
    const object = await store.run("object", fromHex(asked.locator), fromHex(asked.name));
    return { about: { there: object !== null }, bytes: object ?? none };
  }
  if (asked.ask === "base") return baseOf(store, fromHex(asked.locator));
  if (asked.ask === "purged") {
    const rows = (await store.run("reduced", fromHex(asked.locator), asked.since)) ?? [];
    const listed = rows.flatMap((row) => [
      row.commit_id,
      u32(row.key_epoch),
      row.body_hash,
      row.sig,
      lengthPrefixed(row.manifests ?? none),
    ]);
    return { about: { rows: rows.length }, bytes: concat(...listed) };
  }
  const page = await store.run("changes", fromHex(asked.locator), asked.since);
  if (page.is !== "page") return { about: { is: page.is }, bytes: none };
  const { row, commits } = page;
  const listed = commits.flatMap(({ body, sig }) => [lengthPrefixed(body), sig]);
  return {
    about: { is: "page" },
    bytes: concat(utf8(changesMagic), row.log_id, u64(row.rev), u32(commits.length), ...listed),
  };
}

/** Where a mirror begins that has seen nothing of a log that was purged. */
async function baseOf(store: House["store"], locator: Uint8Array): Promise<Message> {
  const row = await store.run("vault", locator);
  const state = row === null ? null : await store.run("stateAt", locator, row.log_from);
  if (state === null || "from" in state) return { about: { rev: 0 }, bytes: none };
  const { transitions } = state.keys;
  const steps = transitions.map(lengthPrefixed);
  return {
    about: { rev: state.commit.rev },
    bytes: concat(
      lengthPrefixed(state.header),
      u32(transitions.length),
      ...steps,
      u32(state.objects.length),
      ...state.objects,
    ),
  };
}
