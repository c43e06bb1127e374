/** The server of an account, through the part that talks to servers; a test brings its own. */
import type { Account } from "../core/backup-key.ts";
import { Failure } from "../core/failure.ts";
import type { Remote, World } from "./ports.ts";

/** OFFLINE where this background has no such part. */
export async function reach(world: World, account: Account, origin: string): Promise<Remote> {
  const remote =
    (await world.remote?.(account, origin)) ?? (await world.server?.())?.remote(account, origin);
  if (remote === undefined) throw new Failure("OFFLINE");
  return remote;
}
