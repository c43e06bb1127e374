/** Hints of a server over WebSocket (FORMAT.md 8): its first word is a challenge, ours is signed. A hint only: the pull is the truth. */
import { challengeSchema, hintSchema, paths } from "../../server/api.ts";
import { fromHex, utf8 } from "../core/bytes.ts";
import { jsonOf } from "./server-json.ts";
import type { Line, Net } from "./server-request.ts";

/** A server that says nothing at first is given up after this (ms). */
const patience = 15_000;
/** Chromium stops a worker after 30 s without an event. */
const awake = 20_000;
const messageMax = 4096;
/** More in this time (ms) is no server of ours: it says one thing at most every 30 ms, and only when something changed. */
const flood = { messages: 400, within: 10_000 };

/** Calls `hear` with each revision that is told, and once with null when it is over. The answer ends it. */
export function watchHead(
  net: Net,
  line: Line,
  origin: string,
  hear: (rev: number | null) => void,
): () => void {
  let socket: WebSocket;
  try {
    socket = net.socket(origin.replace(/^http/, "ws") + paths.socket);
  } catch {
    // Later, as every end of it is: whoever asked has not got the answer yet.
    void net.pause(0).then(() => hear(null));
    return () => undefined;
  }
  let over = false;
  let greeted = false;
  let counted = { since: net.now(), messages: 0 };
  const late = setTimeout(() => end(), patience);
  const beat = setInterval(() => net.stayAwake(), awake);
  const end = () => {
    if (over) return;
    over = true;
    clearTimeout(late);
    clearInterval(beat);
    socket.close();
    hear(null);
  };
  socket.addEventListener("close", end);
  socket.addEventListener("error", end);
  socket.addEventListener("message", ({ data }: MessageEvent<unknown>) => {
    const now = net.now();
    if (Math.abs(now - counted.since) > flood.within) counted = { since: now, messages: 0 };
    counted.messages += 1;
    if (over || counted.messages > flood.messages) return end();
    const met = async () => {
      if (typeof data !== "string" || data.length > messageMax) return end();
      if (greeted) return hear(jsonOf(hintSchema, utf8(data), "TAMPERED").rev);
      greeted = true;
      const { challenge } = jsonOf(challengeSchema, utf8(data), "TAMPERED");
      const authorization = await line.sign({
        method: "SOCKET",
        target: paths.socket,
        body: fromHex(challenge),
        cap: 0,
      });
      if (over) return;
      clearTimeout(late);
      socket.send(JSON.stringify({ locator: line.locator, authorization }));
    };
    met().catch(end);
  });
  return end;
}
