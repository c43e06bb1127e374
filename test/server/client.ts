/** Devices as the extension has them, door and all, over a real server on a port of this machine. */
import { join } from "node:path";
import { afterEach, beforeEach } from "vitest";
import { openFolder } from "../../server/folder.ts";
import { serve, type Served } from "../../server/serve.ts";
import { readSettings } from "../../server/settings.ts";
import type { Net } from "../../src/browser/server-request.ts";
import { serversOver } from "../../src/browser/servers.ts";
import { serverPartOf } from "../../src/vault/server-part.ts";
import { type Coffer, cofferIn, password } from "../vault/steps.ts";
import { type Stored, testWorld } from "../vault/world.ts";
import { ownFolder } from "./world.ts";

export interface Running {
  origin: string;
  served: Served;
  folder: string;
  port: number;
  end: () => Promise<void>;
}

/** A server with a store of its own; `folder` of one before goes on where that was. */
export async function running(
  env: Record<string, string> = {},
  folder = ownFolder().path,
): Promise<Running> {
  const settings = readSettings({
    COFFER_LISTEN: "127.0.0.1:0",
    COFFER_REGISTRATION: "open",
    COFFER_BACKUP_HOURS: "0",
    ...env,
  });
  const data = openFolder(join(folder, "data"), { named: false, init: false });
  const served = await serve(settings, data, () => undefined);
  const { port } = served;
  const end = () => served.stop();
  return { origin: `http://127.0.0.1:${port}`, served, folder, port, end };
}

/** A server of its own for each test of a file; what is kept is locked before that server ends. */
export function serverForEach(begin: (at: Running) => void): { keep: (device: Client) => Client } {
  const devices: Client[] = [];
  let at: Running;
  beforeEach(async () => begin((at = await running())));
  afterEach(async () => {
    for (const device of devices.splice(0)) await device.ask.lock({});
    await at.end();
  });
  return {
    keep: (device) => {
      devices.push(device);
      return device;
    },
  };
}

/** What stands between a device and its server. */
export interface Wire {
  /** "METHOD /v1/..." of each request, sockets too. */
  asked: string[];
  /** In the place of fetch; null: as it is. */
  bend: ((url: string, init: RequestInit, real: Net["fetch"]) => Promise<Response>) | null;
  granted: boolean;
  /** ms added to this device's clock, the signature's too. */
  ahead: number;
  sockets: Set<WebSocket>;
}

export interface Client extends Coffer {
  name: string;
  wire: Wire;
  /** Lets the clock ring for a sync that is due, and waits for it. */
  ring: () => Promise<void>;
  /** The same for the look after the socket. */
  look: () => Promise<void>;
}

/** A background over these bytes, with the part that talks to servers. Locked. */
export function client(name: string, stored?: Stored): Client {
  const world = testWorld(stored);
  const wire: Wire = { asked: [], bend: null, granted: true, ahead: 0, sockets: new Set() };
  const real: Net["fetch"] = (url, init) => fetch(url, init);
  const net: Net = {
    fetch: async (url, init) => {
      wire.asked.push(`${init.method} ${new URL(url).pathname}`);
      return wire.bend === null ? real(url, init) : wire.bend(url, init, real);
    },
    socket: (url) => {
      wire.asked.push(`SOCKET ${new URL(url).pathname}`);
      const socket = new WebSocket(url);
      wire.sockets.add(socket);
      socket.addEventListener("close", () => wire.sockets.delete(socket));
      return socket;
    },
    now: () => Date.now() + wire.ahead,
    granted: async () => wire.granted,
    stayAwake: () => undefined,
    pause: async () => undefined,
  };
  const part = serverPartOf(serversOver(net, () => `Test ${name}`));
  world.server = async () => part;
  world.remote = part.remote;
  const coffer = cofferIn(world);
  return {
    ...coffer,
    name,
    wire,
    ring: () => part.ring(coffer.vault),
    look: () => part.look(coffer.vault),
  };
}

/** The way in that every test vault has. */
export const byPassword = { by: "password", secret: password } as const;

/** A new vault, open. */
export async function newVault(name: string): Promise<Client> {
  const made = client(name);
  await made.ask.create({ password });
  return made;
}

/** Connected as the first device of a new account, in step with it. */
export async function connected(at: Running, name: string): Promise<Client> {
  const device = await newVault(name);
  await device.ask["server.connect"]({ url: at.origin, invite: null, proof: password });
  await device.ask["server.sync"]({ proof: null, consent: false });
  return device;
}

/** A new device by the pairing text of another, in step. */
export async function paired(from: Client, name: string): Promise<Client> {
  const { text } = await from.ask["server.pair"]({ proof: password });
  const device = client(name);
  const way = { by: "pairing", text } as const;
  await device.ask["server.join"]({ way, typed: byPassword, name });
  return device;
}

/** Until it is so, or the test's own time is over. */
export async function until(is: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await is())) await new Promise((done) => setTimeout(done, 5));
}

/** Syncs now, with the password at hand. */
export function syncNow(device: Client, consent = false) {
  return device.ask["server.sync"]({ proof: password, consent });
}
