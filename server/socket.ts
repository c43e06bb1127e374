/**
 * The live hint over WebSocket (FORMAT.md 8): a challenge, a signed answer within 5 s, then the head whenever it is
 * another. No credential stands in the address. Every 15 minutes the client signs again.
 */
import { randomBytes } from "node:crypto";
import type { IncomingMessage } from "node:http";
import type { Duplex } from "node:stream";
import { type WebSocket, WebSocketServer } from "ws";
import { helloSchema, limits, paths, socketCodes } from "./api.ts";
import { type Authority, authorityOf } from "./auth.ts";
import { toHex } from "./bytes.ts";
import type { House } from "./house.ts";
import { readJson } from "./json.ts";
import { hintOf } from "./keeper.ts";
import { senderOf } from "./log.ts";
import { bucketsOf } from "./rates.ts";
import { type Room, roomOf } from "./room.ts";

const socketsMax = 2000;
const perAddressMax = 64;
const perVaultMax = 32;
const bufferedMax = 65_536;
/** A socket that is opened counts as much as this many requests: it may be told two signatures. */
const helloCost = 20;

export interface Sockets {
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  /** Tells everybody to come again later. */
  close(): void;
}

/** Sockets over a house; they share its hub. `addressOf` knows the sender behind our proxy. */
export function socketsOf(house: House, addressOf: (request: IncomingMessage) => string): Sockets {
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: 4096,
    perMessageDeflate: false,
  });
  const authority = authorityOf(house);
  const room = roomOf({ all: socketsMax, each: perAddressMax });
  const rates = bucketsOf(house.rules.ratePerAddress, house.now);
  const vaults = roomOf({ all: socketsMax, each: perVaultMax });
  return {
    upgrade: (request, socket, head) => {
      // HTTP has let go of it: an end by its peer would be nobody's, and end the process.
      socket.on("error", () => socket.destroy());
      const address = senderOf(addressOf(request));
      if (
        request.url !== paths.socket ||
        house.state.stopping ||
        rates.take(address, helloCost) > 0
      ) {
        socket.end("HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
        return;
      }
      server.handleUpgrade(request, socket, head, (ws) => {
        ws.on("error", () => ws.terminate());
        const leave = room.take(address, 1);
        if (leave === null) {
          ws.close(socketCodes.tooMany);
          return;
        }
        ws.on("close", leave);
        // Pings are answered by themselves: who sends them and reads no answer is not waited for.
        ws.on("ping", () => ws.bufferedAmount > bufferedMax && ws.terminate());
        greet(house, authority, ws, vaults);
      });
    },
    close: () => {
      for (const ws of server.clients) ws.close(socketCodes.restart);
      server.close();
    },
  };
}

function greet(house: House, authority: Authority, ws: WebSocket, vaults: Room): void {
  const challenge = new Uint8Array(randomBytes(32));
  const late = setTimeout(() => ws.close(socketCodes.again), limits.socketHello);
  ws.on("close", () => clearTimeout(late));
  ws.send(JSON.stringify({ challenge: toHex(challenge) }));
  ws.once("message", (data: Buffer, binary: boolean) => {
    clearTimeout(late);
    const admitted = binary
      ? Promise.resolve(false)
      : admit(house, authority, ws, challenge, data, vaults);
    admitted.then(
      (yes) => yes || ws.close(socketCodes.again),
      () => ws.close(socketCodes.again),
    );
  });
}

async function admit(
  house: House,
  authority: Authority,
  ws: WebSocket,
  challenge: Uint8Array,
  data: Buffer,
  vaults: Room,
): Promise<boolean> {
  const { locator, authorization } = readJson(helloSchema, new Uint8Array(data));
  const asked = {
    method: "SOCKET",
    target: paths.socket,
    body: challenge,
    authorization,
    host: "",
  };
  const caller = await authority.callerOf(asked, locator, ["read"]);
  if (caller === null || ws.readyState !== ws.OPEN) return false;
  const leave = vaults.take(locator, 1);
  if (leave === null) {
    ws.close(socketCodes.tooMany);
    return true;
  }
  const end = house.hub.watch(locator, (hint) => {
    // A client that does not read is not waited for: it pulls when it comes again.
    if (ws.bufferedAmount > bufferedMax) ws.terminate();
    else ws.send(JSON.stringify(hint));
  });
  const life = setTimeout(() => ws.close(socketCodes.again), limits.socketLife);
  ws.on("message", () => ws.close(socketCodes.again));
  ws.on("close", () => {
    end();
    clearTimeout(life);
    leave();
    house.metrics.set("sockets", house.hub.watched());
  });
  house.metrics.set("sockets", house.hub.watched());
  const row = await house.store.run("vault", caller.locator);
  if (row === null) return false;
  ws.send(JSON.stringify(hintOf(row)));
  return true;
}
