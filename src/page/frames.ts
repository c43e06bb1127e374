/** Which other sites have a frame in this document. The page says so: it is good for a question to the user, for nothing else. */
import { walk } from "./roots.ts";
import { sight } from "./visible.ts";

/** Smaller than this (CSS pixels) nobody types there. */
const least = 40;

/** Origins of the frames that can be seen and are not of this document's own, at most 20. */
export function framesOf(): string[] {
  const found = new Set<string>();
  const see = sight();
  walk(document, (node) => {
    if (node instanceof HTMLIFrameElement && found.size < 20) {
      const origin = originOf(node);
      const { width, height } = node.getBoundingClientRect();
      if (origin && width >= least && height >= 16 && see(node, []) === null) found.add(origin);
    }
    return true;
  });
  return [...found];
}

function originOf(frame: HTMLIFrameElement): string | null {
  // A sandbox without its own origin is never filled, so nobody is asked about it.
  const { sandbox } = frame;
  if (frame.hasAttribute("sandbox") && !sandbox.contains("allow-same-origin")) return null;
  try {
    const { origin, protocol } = new URL(frame.src, document.baseURI);
    return /^https?:$/.test(protocol) && origin !== location.origin ? origin : null;
  } catch {
    return null;
  }
}
