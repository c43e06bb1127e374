/** Waits for a page that answers a choice with more to fill: the states of a country, for one. */
import { optionsOf } from "./control.ts";
import { fits } from "./dom.ts";
import type { Scan } from "./scan.ts";

/** After a change of the document it is waited this long (ms) for the next one. */
const quiet = 100;
const step = 30;

/**
 * Until one of the fields `awaited` has other options or can be used, and the page has left its document alone for
 * a moment; where none is awaited, until that moment. At most `patience` ms.
 */
export async function settled(scanned: Scan, awaited: number[], patience: number): Promise<void> {
  let last = performance.now();
  const end = last + patience;
  const watcher = new MutationObserver(() => (last = performance.now()));
  watcher.observe(document, { subtree: true, childList: true, attributes: true });
  const came = () =>
    awaited.length === 0 ||
    awaited.some((n) => {
      const control = scanned.live[n];
      const was = scanned.seen[n]?.field;
      if (!control?.isConnected || !was) return true;
      const free = was.obstacle === "disabled" && !fits(control, ":disabled");
      return free || optionsOf(control).length !== was.options.length;
    });
  for (let now = last; now < end; now = performance.now()) {
    if (now - last >= quiet && came()) break;
    await new Promise((done) => setTimeout(done, step));
  }
  watcher.disconnect();
}
