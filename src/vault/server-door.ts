/** The rows of the backup server, answered by a part of its own: who has no server never loads it. */
import type { Account } from "../core/backup-key.ts";
import { Failure } from "../core/failure.ts";
import type { Handlers } from "../wire/protocol.ts";
import { serverRows } from "../wire/servers.ts";
import type { Post } from "./mail-ports.ts";
import type { Remote } from "./ports.ts";
import { syncFact } from "./sync-state.ts";
import type { Vault } from "./vault.ts";

type ServerRow = keyof typeof serverRows;
export type ServerHandlers = Pick<Handlers, ServerRow>;

/** What that part offers the background. */
export interface ServerPart {
  handlers(vault: Vault): ServerHandlers;
  /** The clock asks for a sync, where a server is connected and the vault is open. Never throws. */
  ring(vault: Vault): Promise<void>;
  /** The clock asks whether the socket that was open is still there. Never throws; nothing is asked of the server while it is. */
  look(vault: Vault): Promise<void>;
  remote(account: Account, origin: string): Remote;
  /** Mailboxes, at this server and at others. */
  post?: Post;
}

/** Each row as a function that loads the part and asks it. OFFLINE where this background has none. */
export function serverDoor(vault: Vault): ServerHandlers {
  let loaded: ServerHandlers | undefined;
  const ask = async (row: ServerRow, content: unknown) => {
    // To say that there is none, nothing is loaded.
    if (row === "server.status" && loaded === undefined) {
      const connected = await vault.world.disk.fact(syncFact);
      if (connected === null) return { state: "none", joining: null };
    }
    const part = await vault.world.server?.();
    if (part === undefined) throw new Failure("OFFLINE");
    loaded ??= part.handlers(vault);
    return (loaded[row] as (content: unknown) => Promise<unknown>)(content);
  };
  const rows = Object.keys(serverRows) as ServerRow[];
  return Object.fromEntries(
    rows.map((row) => [row, (content: unknown) => ask(row, content)]),
  ) as unknown as ServerHandlers;
}
