/** Ports: the application over HTTP or its own TLS 1.3, with limits on what a connection may take its time with. */
import { createServer, type IncomingMessage, type RequestListener, type Server } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { type AddressInfo, isIP, type Socket } from "node:net";
import { getRequestListener } from "@hono/node-server";
import { appOf } from "./app.ts";
import type { House } from "./house.ts";
import { senderOf } from "./log.ts";
import { roomOf } from "./room.ts";
import { socketsOf } from "./socket.ts";

export interface ListenOptions {
  host: string;
  port: number;
  /** PEM; null: plain HTTP, for loopback or behind a proxy. */
  tls: { cert: string; key: string } | null;
  /** The address of a client stands in X-Forwarded-For, written by our proxy. */
  behindProxy: boolean;
  /** Connections of one sender at a time; without a proxy between. */
  perSender?: number;
  /** ms that a request may take until all of it is there. */
  requestMs?: number;
}

export interface Listening {
  port: number;
  /** Answers what is under way, then closes; at most this many ms. */
  stop(patience: number): Promise<void>;
}

const connectionsMax = 2000;
/** One sender has a quarter of them at most, so that it does not keep the others out. */
const perSenderMax = 500;

const headersMs = 10_000;

/** How often a server that stops looks for connections that are done (ms). */
const idleLook = 100;

const limits = {
  keepAliveTimeout: 20_000,
  connectionsCheckingInterval: 1000,
  maxHeaderSize: 8192,
};

const limitsOf = ({ requestMs = 30_000 }: Pick<ListenOptions, "requestMs">) => ({
  ...limits,
  headersTimeout: Math.min(headersMs, requestMs),
  requestTimeout: requestMs,
});

/** Listens; resolves once it does. */
export function listen(house: House, options: ListenOptions): Promise<Listening> {
  const app = appOf(house);
  const addressOf = (incoming: IncomingMessage): string => {
    const forwarded = options.behindProxy ? incoming.headers["x-forwarded-for"] : undefined;
    // The last entry is our proxy's; what stands before it anybody may write.
    const last = typeof forwarded === "string" ? forwarded.split(",").at(-1)?.trim() : undefined;
    // A proxy that is not ours, or writes something else: then it is the sender.
    return last !== undefined && isIP(last) !== 0 ? last : (incoming.socket.remoteAddress ?? "");
  };
  const sockets = socketsOf(house, addressOf);
  // Its own Response, in the place of the global one: that one reads its body back through a stream, for 10 µs.
  const handler = getRequestListener((request, env) =>
    app.fetch(request, { address: addressOf((env as { incoming: IncomingMessage }).incoming) }),
  );
  const onRequest: RequestListener = (incoming, outgoing) => {
    // Else a connection that is never idle is served on and on, and cut off in the middle of an answer.
    if (house.state.stopping) outgoing.shouldKeepAlive = false;
    handler(incoming, outgoing).catch(() => outgoing.destroy());
  };
  const server: Server =
    options.tls === null
      ? createServer(limitsOf(options), onRequest)
      : createTlsServer({ ...limitsOf(options), ...options.tls, minVersion: "TLSv1.3" }, onRequest);
  server.maxConnections = connectionsMax;
  server.maxRequestsPerSocket = 10_000;
  server.on("upgrade", sockets.upgrade);
  server.on("clientError", (_error, socket) => socket.destroy());
  const open = new Set<Socket>();
  const room = roomOf({
    all: connectionsMax,
    each: options.behindProxy ? connectionsMax : (options.perSender ?? perSenderMax),
  });
  server.on("connection", (socket) => {
    const leave = room.take(senderOf(socket.remoteAddress ?? ""), 1);
    if (leave === null) {
      socket.destroy();
      return;
    }
    open.add(socket);
    socket.on("close", () => {
      open.delete(socket);
      leave();
    });
  });
  return new Promise((done, fail) => {
    server.once("error", fail);
    server.listen(options.port, options.host, () =>
      done({
        port: (server.address() as AddressInfo).port,
        stop: async (patience) => {
          house.state.stopping = true;
          sockets.close();
          const closed = new Promise<void>((end) => server.close(() => end()));
          server.closeIdleConnections();
          // What was under way becomes idle once it is answered, and nobody may be there to use it again.
          const idle = setInterval(() => server.closeIdleConnections(), idleLook);
          const late = setTimeout(() => {
            for (const socket of open) socket.destroy();
          }, patience);
          await closed;
          clearInterval(idle);
          clearTimeout(late);
        },
      }),
    );
  });
}

/** The metrics, on a listener of their own. */
export function listenMetrics(house: House, host: string, port: number): Promise<Listening> {
  const server = createServer(limitsOf({}), (request, response) => {
    const found = request.url === "/metrics";
    response.writeHead(found ? 200 : 404, { "content-type": "text/plain; version=0.0.4" });
    response.end(found ? house.metrics.text() : "");
  });
  return new Promise((done, fail) => {
    server.once("error", fail);
    server.listen(port, host, () =>
      done({
        port: (server.address() as AddressInfo).port,
        stop: async () => {
          await new Promise<void>((end) => {
            server.close(() => end());
            server.closeAllConnections();
          });
        },
      }),
    );
  });
}
