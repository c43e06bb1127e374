/** Requests that were made before, over connections that stay open: each sends its next one when the last was answered. */
import { connect } from "node:net";

/** A request as bytes. */
export function rawRequest(
  method: string,
  target: string,
  headers: Record<string, string>,
  body: Uint8Array,
): Buffer {
  const lines = Object.entries({
    host: "127.0.0.1",
    "content-length": String(body.length),
    ...headers,
  });
  const head = `${method} ${target} HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}`).join("\r\n")}\r\n\r\n`;
  return Buffer.concat([Buffer.from(head), body]);
}

/** Requests a second over all connections; throws where one is not answered by 200 or 201. */
export async function load(port: number, queues: readonly (readonly Buffer[])[]): Promise<number> {
  const start = performance.now();
  await Promise.all(queues.map((queue) => oneConnection(port, queue)));
  const total = queues.reduce((sum, { length }) => sum + length, 0);
  return total / ((performance.now() - start) / 1000);
}

function oneConnection(port: number, queue: readonly Buffer[]): Promise<void> {
  return new Promise((done, fail) => {
    const socket = connect(port, "127.0.0.1");
    socket.setNoDelay(true);
    let at = 0;
    let came = "";
    const next = () => {
      const request = queue[at++];
      if (request === undefined) {
        socket.destroy();
        done();
      } else socket.write(request);
    };
    socket.on("connect", next);
    socket.on("error", fail);
    socket.on("data", (bytes) => {
      came += bytes.toString("latin1");
      const end = came.indexOf("\r\n\r\n");
      if (end < 0) return;
      const length = Number(/content-length: (\d+)/i.exec(came)?.[1] ?? Number.NaN);
      if (Number.isNaN(length)) {
        // Chunked: the end is an empty chunk.
        if (!came.endsWith("0\r\n\r\n")) return;
      } else if (came.length < end + 4 + length) return;
      if (!/^HTTP\/1\.1 20[01] /.test(came)) {
        fail(new Error(came.slice(0, 200)));
        socket.destroy();
        return;
      }
      came = "";
      next();
    });
  });
}
