/** What every part of a running server shares. */
import type { Hub } from "./hub.ts";
import type { Log } from "./log.ts";
import type { Metrics } from "./metrics.ts";
import type { Rate } from "./rates.ts";
import type { Store } from "./store/store.ts";

export interface Rules {
  /** Origins that a signature may name; the address of this server as its clients write it. */
  origins: string[];
  registration: "open" | "invite" | "closed";
  /** Bytes of one account, history too. */
  bytesMax: number;
  /** Days that dropped objects stay. */
  historyDays: number;
  /** Hours until an ordered purge is done. */
  purgeHours: number;
  ratePerKey: Rate;
  ratePerAddress: Rate;
}

export interface House {
  store: Store;
  rules: Rules;
  /** ms since 1970. */
  now: () => number;
  hub: Hub;
  metrics: Metrics;
  log: Log;
  /** A mirror takes no writes from clients; null once the server is told to stop. */
  state: {
    role: "primary" | "mirror";
    stopping: boolean;
    /** Something was erased, and the store is still to be scrubbed. */
    toScrub?: boolean;
  };
}
