/** A way to a real server that counts what passes, and can cut it, answer in its place, or change it. */
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request as ask,
  type ServerResponse,
} from "node:http";
import type { AddressInfo } from "node:net";

export interface Passing {
  method: string;
  url: string;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

/** What is done with a request; null lets it pass. */
type Deed =
  | null
  /** The connection ends before the server sees it all. */
  | "cut"
  /** The server does it, and its answer ends in the middle. */
  | "half"
  | { status: number; headers?: Record<string, string>; body?: string | Buffer }
  /** Other headers for the server. */
  | { headers: Record<string, string> }
  /** Another body for the server. */
  | { send: Buffer };

export interface Gate {
  /** "http://127.0.0.1:<port>" */
  origin: string;
  passed: Passing[];
  /** Looks at each request; taken back with null. */
  deed: ((passing: Passing) => Deed) | null;
  /** Keeps a request waiting. */
  hold: ((passing: Passing) => Promise<void> | null) | null;
  close(): Promise<void>;
}

/** Opens a gate before a server on this port. */
export async function startGate(port: number): Promise<Gate> {
  const server = createServer((incoming, outgoing) => {
    void pass(incoming, outgoing);
  });
  const pass = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const parts: Buffer[] = [];
    for await (const part of incoming) parts.push(part as Buffer);
    const { method = "GET", url = "/", headers } = incoming;
    const passing = { method, url, headers, body: Buffer.concat(parts) };
    gate.passed.push(passing);
    await gate.hold?.(passing);
    const deed = gate.deed?.(passing) ?? null;
    if (deed === "cut") {
      incoming.socket.destroy();
      return;
    }
    if (deed !== null && deed !== "half" && "status" in deed) {
      outgoing.writeHead(deed.status, deed.headers);
      outgoing.end(deed.body ?? "");
      return;
    }
    const body =
      deed !== null && typeof deed === "object" && "send" in deed ? deed.send : passing.body;
    const changed =
      deed !== null && typeof deed === "object" && "headers" in deed ? deed.headers : {};
    const onward = ask(
      { host: "127.0.0.1", port, method, path: url, headers: { ...headers, ...changed } },
      (answer) => {
        const came: Buffer[] = [];
        answer.on("data", (part: Buffer) => came.push(part));
        answer.on("end", () => {
          const whole = Buffer.concat(came);
          outgoing.writeHead(answer.statusCode ?? 500, answer.headers);
          if (deed === "half") {
            outgoing.write(whole.subarray(0, Math.floor(whole.length / 2)), () =>
              outgoing.socket?.destroy(),
            );
          } else outgoing.end(whole);
        });
      },
    );
    onward.on("error", () => outgoing.socket?.destroy());
    onward.end(body);
  };
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  const gate: Gate = {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    passed: [],
    deed: null,
    hold: null,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
  return gate;
}
