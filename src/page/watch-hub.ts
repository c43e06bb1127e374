/**
 * What the parts of the watcher share in one document: watch.ts holds the port, copied.ts and typed.ts come into a page
 * only where the user wants what they notice.
 */
import type { Features, Said } from "../wire/watch-port.ts";

export interface Hub {
  /** What the user wants here, as far as the background has said it. */
  features(): Features | null;
  /** Has the background say what is wanted now: `told` is heard then. */
  ask(): void;
  tell(said: Said): void;
  /** Each hears what the background says, and null when the port is closed. */
  told: ((features: Features | null) => void)[];
  /** This copy of ours was left behind by an update. */
  over: AbortSignal;
  /** The parts that are there already, however often they are injected. */
  parts: Set<"copied" | "typed">;
}

export const hubPlace = Symbol.for("coffer.watch");

/** The document's hub for a part that comes into it; null where there is none, or the part is there. */
export function joinHub(part: "copied" | "typed"): Hub | null {
  const hub = (globalThis as { [hubPlace]?: Hub })[hubPlace];
  if (hub === undefined || hub.parts.has(part)) return null;
  hub.parts.add(part);
  return hub;
}
