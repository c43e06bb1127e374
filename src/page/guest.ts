/**
 * The guest in a stranger's page: opened by a gesture, it answers the background's questions about its own
 * document and puts in the values it is sent. It carries no data, and no sign of it is left in the page.
 */
import type { Answer, FillQuestion, fillPortName } from "../wire/fill-port.ts";
import { capture, selected } from "./capture.ts";
import { scan, type Scan } from "./scan.ts";
import { undo, write, type Written } from "./write.ts";

/** The one part of the browser's own object that the guest uses: no polyfill, to stay small. */
interface Port {
  postMessage(answer: Answer): void;
  disconnect(): void;
  onMessage: { addListener(listener: (question: FillQuestion) => void): void };
}
interface Native {
  runtime: { connect(info: { name: typeof fillPortName }): Port };
}

/** What one injection leaves for the next one into the same document. */
interface Stay {
  /** Fills that can be taken back, oldest first. */
  fills: Written[][];
  /** Ends this injection: its port and its listeners. */
  leave(): void;
}

const place = Symbol.for("coffer.guest");
const world = globalThis as unknown as { [place]?: Stay; browser?: Native; chrome: Native };

/** Opens the port and serves until it closes. A second call in the same document takes over from the first. */
export function serveGuest(): void {
  const before = world[place];
  before?.leave();
  const fills = before?.fills ?? [];
  /** Numbers mean nothing without the scan that gave them. */
  let scanned: Scan = { fields: [], live: [] };
  let last: Promise<void> = Promise.resolve();
  let armed: AbortController | null = null;

  const disarm = () => armed?.abort();

  function takeBack(): number {
    disarm();
    return undo(fills.pop() ?? []);
  }

  /** One Ctrl+Z or Cmd+Z takes the fill back, until the user types something else. */
  function arm(): void {
    disarm();
    armed = new AbortController();
    const options = { capture: true, signal: armed.signal };
    addEventListener(
      "keydown",
      (event) => {
        const plain = (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey;
        if (!event.isTrusted || !plain || event.key.toLowerCase() !== "z") return;
        event.preventDefault();
        event.stopImmediatePropagation();
        takeBack();
      },
      options,
    );
    addEventListener("input", (event) => event.isTrusted && disarm(), options);
  }

  async function answer(question: FillQuestion): Promise<Answer> {
    switch (question.ask) {
      case "scan":
        scanned = scan();
        return { got: "fields", fields: scanned.fields };
      case "write": {
        if (question.undoFirst) takeBack();
        disarm();
        const { results, written } = await write(scanned, question.steps);
        if (written.length > 0) {
          fills.push(written);
          arm();
        }
        return { got: "written", results };
      }
      case "undo":
        return { got: "undone", count: takeBack() };
      case "capture":
        return { got: "captured", ...capture() };
      case "selection":
        return { got: "selection", ...selected() };
    }
  }

  const port = (world.browser ?? world.chrome).runtime.connect({ name: "fill" });
  port.onMessage.addListener((question) => {
    last = last
      .then(() => answer(question))
      .catch((): Answer => ({ got: "failed" }))
      .then((answered) => port.postMessage(answered))
      .catch(() => undefined);
  });
  world[place] = {
    fills,
    leave: () => {
      disarm();
      port.disconnect();
    },
  };
}
