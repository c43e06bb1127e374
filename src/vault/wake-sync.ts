/** Where a server is connected, it is asked a little later: what changes quickly goes in one commit. */
import type { World } from "./ports.ts";

/** Waits (ms) for more of the same. */
const together = 400;

/** Asks the clock for a sync soon; nothing happens where no server is connected. */
export async function wakeSync(world: World): Promise<void> {
  const connected = await world.disk.fact("sync").catch(() => null);
  if (connected !== null) world.clock.wake("sync", world.clock.now() + together);
}
