/** A web server of the test: pages that are given inline, and folders of pages. Two names, so two origins. */
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join, normalize } from "node:path";

/** A browser runs a module and takes a style sheet only under its own name. */
const types: Readonly<Record<string, string>> = {
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
};

export interface Site {
  /** "http://127.0.0.1:<port>" */
  origin: string;
  /** The same pages under "http://localhost:<port>": another origin. */
  other: string;
  /** Puts a page under a path that begins with "/". */
  put(path: string, html: string): void;
  /** Serves the files of a folder under a prefix like "/forms/". */
  folder(prefix: string, path: string): void;
  /** Requests with a body that came in: a form that was submitted shows here. */
  received: { path: string; body: string }[];
  close(): Promise<void>;
}

/** Starts it on a free port of this machine. */
export async function startSite(): Promise<Site> {
  const pages = new Map<string, string>();
  const folders = new Map<string, string>();
  const received: Site["received"] = [];

  const find = (path: string): string | Buffer | null => {
    const page = pages.get(path);
    if (page !== undefined) return page;
    for (const [prefix, folder] of folders) {
      if (!path.startsWith(prefix)) continue;
      const name = normalize(path.slice(prefix.length));
      if (name.startsWith("..")) return null;
      try {
        return readFileSync(join(folder, name));
      } catch {
        return null;
      }
    }
    return null;
  };

  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? "/", "http://x").pathname);
    let body = "";
    request.on("data", (bytes: Buffer) => (body += bytes.toString()));
    request.on("end", () => {
      if (request.method !== "GET") received.push({ path, body });
      const content = find(path);
      response.statusCode = content === null ? 404 : 200;
      response.setHeader("content-type", `${types[extname(path)] ?? "text/html"}; charset=utf-8`);
      response.end(content ?? "nothing here");
    });
  });
  await new Promise<void>((ready) => server.listen(0, ready));
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://127.0.0.1:${port}`,
    other: `http://localhost:${port}`,
    put: (path, html) => void pages.set(path, html),
    folder: (prefix, path) => void folders.set(prefix, path),
    received,
    close: () =>
      new Promise((done) => {
        server.closeAllConnections();
        server.close(() => done());
      }),
  };
}
