/** A real WebDAV server (the package webdav-server, its files in memory) behind a gate. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { v2 as dav } from "webdav-server";
import type { RemoteConfig } from "../../src/core/target/config.ts";
import { type Gate, startGate } from "./gate.ts";

export interface DavServer {
  gate: Gate;
  config: Extract<RemoteConfig, { kind: "dav" }>;
  /** Names and sizes, as the server itself sees them. */
  files(): Promise<{ name: string; bytes: number }[]>;
  put(name: string, bytes: Uint8Array): Promise<void>;
  get(name: string): Promise<Buffer>;
  close(): Promise<void>;
}

export const user = "ada";
export const secret = "WEBDAV-PASSWORD-CANARY ~!";

/** Starts it with one user, and one folder "/Coffer files/" that is hers. */
export async function startDav(how: "basic" | "digest" = "basic"): Promise<DavServer> {
  const users = new dav.SimpleUserManager();
  const ada = users.addUser(user, secret, false);
  const privileges = new dav.SimplePathPrivilegeManager();
  privileges.setRights(ada, "/", ["all"]);
  const server = new dav.WebDAVServer({
    requireAuthentification: true,
    httpAuthentication:
      how === "basic"
        ? new dav.HTTPBasicAuthentication(users, "files")
        : new dav.HTTPDigestAuthentication(users, "files"),
    privilegeManager: privileges,
  });
  const context = server.createExternalContext();
  await new Promise<void>((done, fail) => {
    server
      .rootFileSystem()
      .addSubTree(
        context,
        { "Coffer files": dav.ResourceType.Directory },
        (error: Error | undefined) => (error ? fail(error) : done()),
      );
  });
  const http = createServer((request, response) => server.executeRequest(request, response));
  await new Promise<void>((done) => http.listen(0, "127.0.0.1", done));
  const { port } = http.address() as AddressInfo;
  const gate = await startGate(port);
  const direct = `http://127.0.0.1:${port}/Coffer%20files/`;
  const authorization = `Basic ${Buffer.from(`${user}:${secret}`).toString("base64")}`;
  const call = (method: string, name: string, body?: Uint8Array<ArrayBuffer>) =>
    fetch(direct + encodeURIComponent(name), {
      method,
      headers: { authorization, depth: "1" },
      ...(body === undefined ? {} : { body }),
    });
  return {
    gate,
    config: { kind: "dav", url: `${gate.origin}/Coffer%20files/`, user, password: secret },
    files: async () => {
      const answer = await (await call("PROPFIND", "")).text();
      return [...answer.matchAll(/<D:response>([\s\S]*?)<\/D:response>/g)].flatMap(
        ([, one = ""]) => {
          const href = /<D:href>([^<]*)/.exec(one)?.[1] ?? "";
          const name = decodeURIComponent(href.split("/").at(-1) ?? "");
          const bytes = Number(/<D:getcontentlength>(\d+)/.exec(one)?.[1] ?? 0);
          return name === "" ? [] : [{ name, bytes }];
        },
      );
    },
    put: async (name, bytes) => {
      const { ok, status } = await call("PUT", name, new Uint8Array(bytes));
      if (!ok) throw new Error(`PUT answered ${status}`);
    },
    get: async (name) => Buffer.from(await (await call("GET", name)).arrayBuffer()),
    close: async () => {
      await gate.close();
      await new Promise<void>((done) => {
        http.close(() => done());
        http.closeAllConnections();
      });
    },
  };
}
