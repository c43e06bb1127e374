import { useEffect } from "preact/hooks";

/** Calls `end` once after `ms` without a key or a pointer, while `on`. */
export function useIdle(on: boolean, ms: number, end: () => void): void {
  useEffect(() => {
    if (!on) return undefined;
    let timer = setTimeout(end, ms);
    const again = () => {
      clearTimeout(timer);
      timer = setTimeout(end, ms);
    };
    const signs = ["keydown", "pointerdown", "pointermove", "wheel"] as const;
    for (const sign of signs) addEventListener(sign, again, { passive: true });
    return () => {
      clearTimeout(timer);
      for (const sign of signs) removeEventListener(sign, again);
    };
    // `end` closes over nothing that changes while it is on.
  }, [on, ms]);
}
