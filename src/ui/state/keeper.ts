/**
 * Keeps the newest of a stream of values somewhere slow: one sending at a time, what comes meanwhile
 * is replaced by what comes later, and the last value is always sent. A sending that fails is tried
 * again with the next value or at `flush`.
 */
export interface Keeper<T> {
  keep(value: T): void;
  /** Sends at once what is not sent yet, also beside a sending on its way: for a window that closes. */
  flush(): void;
  /** Resolves when everything so far was sent or has failed. */
  settled(): Promise<void>;
}

/** A keeper over `send`. */
export function keeper<T>(send: (value: T) => Promise<unknown>): Keeper<T> {
  let next: { value: T } | null = null;
  let sending: Promise<void> | null = null;
  const pump = async (): Promise<void> => {
    while (next !== null) {
      const mine: { value: T } = next;
      next = null;
      try {
        await send(mine.value);
      } catch {
        // Nothing newer came: keep it for the next attempt, and stop hammering.
        next ??= mine;
        return;
      }
    }
  };
  const start = (): void => {
    sending ??= pump().finally(() => {
      sending = null;
    });
  };
  return {
    keep(value) {
      next = { value };
      start();
    },
    flush() {
      if (next === null) return;
      const mine = next;
      next = null;
      void send(mine.value).catch(() => {
        next ??= mine;
      });
    },
    async settled() {
      await sending;
    },
  };
}
