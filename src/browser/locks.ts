/** Web Locks: one writer, one derivation, across every context of the extension. */
import type { Locks } from "../vault/ports.ts";

export const locks: Locks = {
  hold: (name, work) => navigator.locks.request(`coffer-${name}`, work),
  tryHold: (name, work) =>
    navigator.locks.request(`coffer-${name}`, { ifAvailable: true }, (lock) =>
      lock === null ? null : work(),
    ),
};
