/** The rows of the backup server, answered by a part of its own: who has no server never loads it. */
import { Failure } from "../core/failure.ts";
import type { Handlers } from "../wire/protocol.ts";
import { serverRows } from "../wire/servers.ts";
import type { Vault } from "./vault.ts";

type ServerRow = keyof typeof serverRows;
export type ServerHandlers = Pick<Handlers, ServerRow>;

/** What that part offers the background. */
export interface ServerPart {
  handlers(vault: Vault): ServerHandlers;
}

/** Each row as a function that loads the part and asks it. OFFLINE where this background has none. */
export function serverDoor(vault: Vault): ServerHandlers {
  const ask = async (row: ServerRow, content: unknown) => {
    const part = await vault.world.server?.();
    if (part === undefined) throw new Failure("OFFLINE");
    return (part.handlers(vault)[row] as (content: unknown) => Promise<unknown>)(content);
  };
  const rows = Object.keys(serverRows) as ServerRow[];
  return Object.fromEntries(
    rows.map((row) => [row, (content: unknown) => ask(row, content)]),
  ) as unknown as ServerHandlers;
}
