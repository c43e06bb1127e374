/**
 * The guest in a stranger's page: opened by a gesture, it answers the background's questions about its own
 * document and puts in the values it is sent. It carries no data, and no sign of it is left in the page.
 */
import type { Answer, fillPortName, Question } from "../wire/fill-port.ts";
import { capture, selected } from "./capture.ts";
import { noScan, scan, type Scan } from "./scan.ts";
import type { Hand } from "./hand.ts";
import type { Written } from "./write.ts";

/** The one part of the browser's own object that the guest uses: no polyfill, to stay small. Firefox has it too. */
interface Port {
  postMessage(answer: Answer): void;
  disconnect(): void;
  onMessage: { addListener(listener: (question: Question) => void): void };
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
/** The guest reads; what writes comes into the document when it is first needed (hand.ts). */
const handPlace = Symbol.for("coffer.hand");
const world = globalThis as unknown as { [place]?: Stay; [handPlace]?: Hand; chrome: Native };

function hand(): Hand {
  const found = world[handPlace];
  if (!found) throw new Error();
  return found;
}

/** Opens the port and serves until it closes. A second call in the same document takes over from the first. */
export function serveGuest(): void {
  const before = world[place];
  before?.leave();
  const fills = before?.fills ?? [];
  /** Numbers mean nothing without the scan that gave them. */
  let scanned: Scan = noScan;
  let last: Promise<void> = Promise.resolve();
  let armed: AbortController | null = null;

  const disarm = () => armed?.abort();

  function takeBack(): Promise<number> {
    disarm();
    return hand().undo(fills.pop() ?? []);
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
        void takeBack();
      },
      options,
    );
    addEventListener("input", (event) => event.isTrusted && disarm(), options);
  }

  async function answer(question: Question): Promise<Answer> {
    switch (question.ask) {
      case "scan":
        if (question.settle)
          await hand().settled(scanned, question.settle.awaited, question.settle.ms);
        scanned = scan(scanned);
        return { got: "fields", fields: scanned.fields };
      case "write": {
        if (question.undoFirst) await takeBack();
        disarm();
        const { results, written } = await hand().write(scanned, question.steps);
        if (question.more) fills.at(-1)?.push(...written);
        else if (written.length > 0) fills.push(written);
        if (written.length > 0) arm();
        return { got: "written", results };
      }
      case "open":
        return { got: "options", options: await hand().openList(scanned, question.n) };
      case "undo":
        return { got: "undone", count: await takeBack() };
      case "capture":
        return { got: "captured", ...capture() };
      case "selection":
        return { got: "selection", ...selected() };
    }
  }

  const port = world.chrome.runtime.connect({ name: "fill" });
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
