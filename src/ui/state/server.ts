/** What the screens of the backup server know: how it stands with it, asked again at each piece of news. */
import { createStore } from "zustand/vanilla";
import { call, onNews } from "../../wire/call.ts";
import type { ServerStatus } from "../../wire/servers.ts";
import { ask, tell } from "./app.ts";
import { latest } from "./latest.ts";

/** A status with a server. */
export type Connected = Exclude<ServerStatus, { state: "none" }>;

/** The one store of these screens; null until it was asked. */
export const server = createStore<{ status: ServerStatus | null }>(() => ({ status: null }));

const askAgain = latest(
  () => call("server.status", {}),
  (status) => server.setState({ status }),
  (thrown) => {
    if (server.getState().status === null) tell(thrown);
  },
);

/** Asks how it stands. */
export function lookAtServer(): Promise<void> {
  return askAgain(undefined);
}

/** Asks now and at each piece of news; answers what ends that. */
export function watchServer(): () => void {
  void lookAtServer();
  return onNews((news) => {
    if (news === "server" || news === "status") void lookAtServer();
  });
}

/** Syncs now, without a password; what goes wrong stands in the status, with its ways out. */
export async function syncNow(): Promise<void> {
  await ask("server.sync", { proof: null, consent: false }).catch(() => undefined);
  await lookAtServer();
}
