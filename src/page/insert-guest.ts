/** The guest that puts text to the caret: beside the one that fills, and as short-lived. It carries no data. */
import type { CaretAnswer, CaretQuestion, caretPortName } from "../wire/caret-port.ts";
import { caret, insert } from "./insert.ts";

interface Port {
  postMessage(answer: CaretAnswer): void;
  disconnect(): void;
  onMessage: { addListener(listener: (question: CaretQuestion) => void): void };
}
interface Native {
  runtime: { connect(info: { name: typeof caretPortName }): Port };
}

const place = Symbol.for("coffer.insert");
const world = globalThis as unknown as { [place]?: Port; browser?: Native; chrome: Native };

async function answer(question: CaretQuestion): Promise<CaretAnswer> {
  return question.ask === "caret"
    ? { got: "caret", ...caret() }
    : { got: "inserted", how: await insert(question) };
}

/** Opens the port and serves until it closes. A second call in the same document takes over from the first. */
export function serveCaret(): void {
  world[place]?.disconnect();
  const port = (world.browser ?? world.chrome).runtime.connect({ name: "caret" });
  world[place] = port;
  port.onMessage.addListener((question) => {
    void answer(question)
      .catch((): CaretAnswer => ({ got: "failed" }))
      .then((answered) => port.postMessage(answered))
      .catch(() => undefined);
  });
}
