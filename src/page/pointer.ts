/**
 * Points at fields: outlines one that our panel speaks of, and lets the user click on one. It holds no value of the
 * vault. The outline is an animation, which leaves neither element nor attribute behind, and ends by itself.
 */
import type { PointAnswer, PointQuestion } from "../wire/point-port.ts";
import { sortOf, type Control } from "./control.ts";
import { framesOf } from "./frames.ts";
import { shadowOf } from "./roots.ts";
import { noScan, type Scan, scan } from "./scan.ts";

/** As far as `runtime.connect` of a browser goes. */
interface Port {
  onMessage: { addListener(hear: (question: PointQuestion) => void): void };
  onDisconnect: { addListener(hear: () => void): void };
  postMessage(answer: PointAnswer): void;
  disconnect(): void;
}
interface Native {
  runtime: { connect(info: { name: "point" }): Port };
}

const place = Symbol.for("coffer.pointer");
const world = globalThis as unknown as {
  [place]?: { leave(): void };
  browser?: Native;
  chrome: Native;
};

/** How long a frame is drawn, and how long a click is waited for at a time (ms). */
const shows = 4000;
const waits = 20_000;
const frame = { outline: "3px solid #e8590c", outlineOffset: "2px" };

/** All that belongs to one press of the button; only these are swallowed. */
const presses =
  "pointerdown mousedown pointerup mouseup click auxclick dblclick touchstart touchend contextmenu".split(
    " ",
  );

/** Opens the port and serves until it closes. A second call in the same document takes over from the first. */
export function servePointer(): void {
  world[place]?.leave();
  let scanned: Scan = noScan;
  let drawn: { on: Element; by: Animation } | null = null;
  let picking: AbortController | null = null;
  let last: Promise<void> = Promise.resolve();

  function outline(element: Element | null | undefined, scroll: boolean): void {
    if (element && drawn?.on === element && drawn.by.playState === "running") return;
    drawn?.by.cancel();
    drawn = null;
    if (!element?.isConnected) return;
    if (scroll) element.scrollIntoView({ block: "nearest", inline: "nearest" });
    drawn = { on: element, by: element.animate([frame, frame], { duration: shows }) };
  }

  /** The field under a point, through shadow roots; of a label, the field it is for. */
  function fieldAt(x: number, y: number): Control | undefined {
    let at = document.elementFromPoint(x, y);
    for (let inner = at; inner !== null;) {
      at = inner;
      const next: Element | null = shadowOf(inner)?.elementFromPoint(x, y) ?? null;
      inner = next === at ? null : next;
    }
    const live = scanned.live;
    const label = at?.closest("label")?.control;
    return (
      live.find((one) => one === at || (at !== null && one.contains(at))) ??
      live.find((one) => one === label) ??
      live.find((one) => within(one, x, y))
    );
  }

  /** Resolves at the first click of the user; `late` where none came in time. */
  function pick(): Promise<{ element: Control | undefined; late: boolean }> {
    scanned = scan();
    picking?.abort();
    const mine = (picking = new AbortController());
    return new Promise((resolve) => {
      const end = (element: Control | undefined, late: boolean) => {
        // First: what ends it from outside answers that nothing was chosen.
        resolve({ element, late });
        mine.abort();
        outline(null, false);
      };
      const options = { capture: true, passive: false, signal: mine.signal };
      const hear = (event: Event) => {
        // What the page makes up is not the user's.
        if (!event.isTrusted) return;
        event.preventDefault();
        event.stopImmediatePropagation();
        const { clientX, clientY } = event as MouseEvent;
        if (event.type === "click") end(fieldAt(clientX, clientY), false);
      };
      for (const name of presses) addEventListener(name, hear, options);
      addEventListener(
        "pointermove",
        (event) => event.isTrusted && outline(fieldAt(event.clientX, event.clientY), false),
        options,
      );
      addEventListener(
        "keydown",
        (event) => {
          if (!event.isTrusted || event.key !== "Escape") return;
          event.preventDefault();
          event.stopImmediatePropagation();
          end(undefined, false);
        },
        options,
      );
      const timer = setTimeout(() => end(undefined, true), waits);
      mine.signal.addEventListener("abort", () => {
        clearTimeout(timer);
        resolve({ element: undefined, late: false });
      });
    });
  }

  async function answer(question: PointQuestion): Promise<PointAnswer> {
    switch (question.ask) {
      case "scan":
        scanned = scan();
        return { got: "fields", fields: scanned.fields };
      case "outline":
        outline(question.n === null ? null : scanned.live[question.n], true);
        return { got: "outlined" };
      case "pick": {
        const { element, late } = await pick();
        scanned = scan();
        const n = element === undefined ? -1 : scanned.live.indexOf(element);
        return { got: "picked", n: n < 0 ? null : n, late, fields: n < 0 ? [] : scanned.fields };
      }
      case "frames":
        return { got: "frames", origins: framesOf() };
    }
  }

  function leave(): void {
    picking?.abort();
    outline(null, false);
    port.disconnect();
  }

  const port = (world.browser ?? world.chrome).runtime.connect({ name: "point" });
  port.onMessage.addListener((question) => {
    last = last
      .then(() => answer(question))
      .catch((): PointAnswer => ({ got: "failed" }))
      .then((answered) => port.postMessage(answered))
      .catch(() => undefined);
  });
  // Without the background nobody waits for a click: the page has all of them.
  port.onDisconnect.addListener(leave);
  world[place] = { leave };
}

function within(control: Control, x: number, y: number): boolean {
  const { left, right, top, bottom } = control.getBoundingClientRect();
  return sortOf(control) !== null && left <= x && x <= right && top <= y && y <= bottom;
}
