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

/** An answer is a few hundred bytes; a longer one is none of those that are waited for. */
const most = 16_384;

/** Whether a whole answer is there. */
function isWhole(came: string): boolean {
  const end = came.indexOf("\r\n\r\n");
  if (end < 0) return false;
  const length = /content-length: (\d+)/i.exec(came)?.[1];
  // Chunked: the end is an empty chunk.
  return length === undefined
    ? came.endsWith("0\r\n\r\n")
    : came.length >= end + 4 + Number(length);
}

/** It shares the machine with what it measures: one buffer for all it reads, and nothing is parsed that need not be. */
function oneConnection(port: number, queue: readonly Buffer[]): Promise<void> {
  return new Promise((done, fail) => {
    const buffer = Buffer.allocUnsafe(most);
    let at = 0;
    let came = "";
    const next = () => {
      const request = queue[at++];
      if (request === undefined) {
        socket.destroy();
        done();
      } else socket.write(request);
    };
    const hear = (length: number) => {
      came += buffer.toString("latin1", 0, length);
      if (!isWhole(came) && came.length < most) return true;
      if (came.startsWith("HTTP/1.1 200 ") || came.startsWith("HTTP/1.1 201 ")) {
        came = "";
        next();
      } else {
        fail(new Error(came.slice(0, 200)));
        socket.destroy();
      }
      return true;
    };
    const socket = connect({ port, host: "127.0.0.1", onread: { buffer, callback: hear } });
    socket.setNoDelay(true);
    socket.on("connect", next);
    socket.on("error", fail);
  });
}
