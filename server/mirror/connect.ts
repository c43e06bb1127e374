/** The mirror's side of the connection: TLS 1.3 to the pinned key of its primary, the proof, the channel. */
import { randomBytes } from "node:crypto";
import { request } from "node:http";
import type { Duplex } from "node:stream";
import { connect, type TLSSocket } from "node:tls";
import { toHex } from "../bytes.ts";
import type { MirrorSettings } from "../settings.ts";
import type { Identity } from "./certificate.ts";
import {
  type Channel,
  channelOver,
  connectionKey,
  peerPin,
  proof,
  pskOf,
  readProof,
  same,
  writeProof,
} from "./channel.ts";

export interface Connected {
  channel: Channel;
  socket: TLSSocket;
  /** The pin of the primary, to be kept where none was set. */
  pin: string;
}

const patience = 10_000;

/** Connects and proves both sides; throws where the primary is not the pinned one or does not know the code. */
export async function connectToPrimary(
  settings: MirrorSettings,
  identity: Identity,
): Promise<Connected> {
  const psk = await pskOf(settings.code);
  const socket = await tlsTo(settings.of, identity);
  try {
    const pinR = peerPin(socket);
    if (pinR === null || (settings.pin !== "" && settings.pin !== toHex(pinR)))
      throw new Error("not the pinned primary");
    const key = connectionKey(psk, socket, identity.pin, pinR);
    const nonce = new Uint8Array(randomBytes(32));
    const { headers, head } = await upgraded(socket, writeProof(nonce, proof(key, "I", nonce)));
    const told = readProof(headers);
    if (told === null || !same(proof(key, "R", nonce, told.nonce), told.made))
      throw new Error("the primary proved nothing");
    const channel = channelOver(socket, head, key, { I: nonce, R: told.nonce }, "I");
    return { channel, socket, pin: toHex(pinR) };
  } catch (thrown) {
    socket.destroy();
    throw thrown;
  }
}

function tlsTo(address: string, { cert, key }: Identity): Promise<TLSSocket> {
  const at = address.lastIndexOf(":");
  const host = address.slice(0, at).replaceAll(/[[\]]/g, "");
  return new Promise((done, fail) => {
    const socket = connect({
      host,
      port: Number(address.slice(at + 1)),
      cert,
      key,
      minVersion: "TLSv1.3",
      rejectUnauthorized: false,
    });
    socket.setTimeout(patience, () => socket.destroy(new Error("no answer")));
    socket.once("error", fail);
    socket.once("secureConnect", () => {
      socket.removeListener("error", fail);
      socket.on("error", () => socket.destroy());
      done(socket);
    });
  });
}

function upgraded(
  socket: TLSSocket,
  authorization: string,
): Promise<{ headers: string; head: Uint8Array }> {
  return new Promise((done, fail) => {
    const asked = request({
      createConnection: (): Duplex => socket,
      method: "GET",
      path: "/mirror",
      headers: {
        connection: "Upgrade",
        upgrade: "coffer-mirror",
        authorization: `Coffer-Mirror ${authorization}`,
        host: "mirror",
      },
    });
    asked.once("upgrade", (response, _socket, head) => {
      socket.setTimeout(0);
      done({
        headers: String(response.headers["coffer-mirror"] ?? ""),
        head: new Uint8Array(head),
      });
    });
    asked.once("response", () => fail(new Error("refused")));
    asked.once("error", fail);
    asked.end();
  });
}
