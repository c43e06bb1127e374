/**
 * A call that meets a locked vault waits at the gate until it is open and is then made again,
 * so that unlocking goes on with the very thing the user was doing.
 */
import { failureCode } from "../../core/failure.ts";

/** Where calls wait for the unlock. */
export interface Gate {
  /** Runs `work`; while it throws LOCKED, shows the lock and runs it again after the next opening. */
  pass<T>(work: () => Promise<T>): Promise<T>;
  /** The vault is open: everything that waits goes on. */
  open(): void;
  /** How many wait. */
  waiting(): number;
}

/** A gate that calls `showLock` each time something has to wait. */
export function gate(showLock: () => void): Gate {
  let queue: (() => void)[] = [];
  return {
    async pass(work) {
      for (;;) {
        try {
          return await work();
        } catch (thrown) {
          if (failureCode(thrown) !== "LOCKED") throw thrown;
          const opened = new Promise<void>((resolve) => queue.push(resolve));
          showLock();
          await opened;
        }
      }
    },
    open() {
      const going = queue;
      queue = [];
      for (const go of going) go();
    },
    waiting: () => queue.length,
  };
}
