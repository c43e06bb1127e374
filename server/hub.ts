/** Who is to be told that a log has grown: sockets of this instance, by vault. A hint only, the pull is the truth. */
import { toHex } from "./bytes.ts";
import type { Store } from "./store/store.ts";

export interface Hint {
  rev: number;
  chain: string;
  logId: string;
}

export interface Hub {
  changed(locator: string, hint: Hint): void;
  /** Called with every newer head; the answer ends it. */
  watch(locator: string, tell: (hint: Hint) => void): () => void;
  watched(): number;
  stop(): void;
}

/** Hints that come quickly are one. */
const coalesce = 30;

/**
 * A hub. Where several instances share a store (PostgreSQL) it asks every `pollMs` for the heads of what is watched here:
 * no NOTIFY, which would stand in the way of every write.
 */
export function hubOver(store: Store, pollMs: number | null): Hub {
  const watchers = new Map<string, Set<(hint: Hint) => void>>();
  const last = new Map<string, Hint>();
  const due = new Set<string>();
  const changed = (locator: string, hint: Hint) => {
    if (!watchers.has(locator)) return;
    const before = last.get(locator);
    if (before !== undefined && before.logId === hint.logId && before.rev >= hint.rev) return;
    last.set(locator, hint);
    if (due.has(locator)) return;
    due.add(locator);
    setTimeout(() => {
      due.delete(locator);
      const now = last.get(locator);
      if (now !== undefined) for (const tell of watchers.get(locator) ?? []) tell(now);
    }, coalesce);
  };
  const poll = async (): Promise<void> => {
    const names = [...watchers.keys()];
    for (let at = 0; at < names.length; at += 1000) {
      const some = names.slice(at, at + 1000).map((hex) => Buffer.from(hex, "hex"));
      for (const { locator, rev, chain, log_id } of await store.run("heads", some))
        changed(toHex(locator), { rev, chain: toHex(chain), logId: toHex(log_id) });
    }
  };
  const timer =
    pollMs === null
      ? undefined
      : setInterval(() => {
          // The store is away for a moment: the next round asks again.
          poll().catch(() => undefined);
        }, pollMs);
  return {
    changed,
    watch: (locator, tell) => {
      const all = watchers.get(locator) ?? new Set();
      all.add(tell);
      watchers.set(locator, all);
      return () => {
        all.delete(tell);
        if (all.size > 0) return;
        watchers.delete(locator);
        last.delete(locator);
      };
    },
    watched: () => [...watchers.values()].reduce((sum, all) => sum + all.size, 0),
    stop: () => clearInterval(timer),
  };
}
