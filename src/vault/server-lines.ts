/** Lines of this background to backup servers. */
import type { Account } from "../core/backup-key.ts";
import { toHex } from "../core/bytes.ts";
import type { ServerAccount, Servers } from "./ports.ts";

/** The line that is in use: one account at a time. */
export interface Lines {
  at(account: Account, origin: string): ServerAccount;
  /** Null where none was used yet. */
  last(): ServerAccount | null;
  /** Aborts what is under way; the next is a new one. */
  stop(): void;
}

/** Lines of this background to what `servers` reaches. */
export function linesOf(servers: Servers): Lines {
  let line: { key: string; account: ServerAccount } | null = null;
  return {
    at: (account, origin) => {
      const key = `${toHex(account.locator)} ${origin}`;
      if (line?.key !== key) line = { key, account: servers.account(account, origin) };
      return line.account;
    },
    last: () => line?.account ?? null,
    stop: () => {
      line?.account.stop();
      line = null;
    },
  };
}
