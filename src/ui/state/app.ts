/** What every window of ours knows: the state of the vault, the page in front, and what is being said. */
import { createStore } from "zustand/vanilla";
import { Failure, failureCode } from "../../core/failure.ts";
import { call, onNews } from "../../wire/call.ts";
import type { News } from "../../wire/events.ts";
import type { Ask, Here, Message, Reply, Slot, Status, Typed } from "../../wire/protocol.ts";
import type { InsertWish } from "../../wire/snippets.ts";
import { sentence } from "../words.ts";
import { gate } from "./gate.ts";
import { latest } from "./latest.ts";

/** Something said for a moment. It never carries a secret value: it is read aloud. */
export interface Toast {
  text: string;
  bad: boolean;
  action: { words: string; run: () => void } | null;
}

/** State that every screen may look at. */
export interface App {
  /** Null until the background has answered. */
  status: Status | null;
  /** Nobody answers: told above the empty screen. */
  broken: unknown;
  here: Here;
  toast: Toast | null;
  /** Which window of ours this is: where half-typed text is kept. */
  slot: Slot;
  /** What is chosen now goes to the caret of this page. */
  inserting: InsertWish | null;
  /** Counts the changes of items that were told of; what shows one item reads it again. */
  changes: number;
}

const nowhere: Here = { tabId: null, origin: null, host: null, reachable: false };

/** The one store of the window. */
export const app = createStore<App>(() => ({
  status: null,
  broken: null,
  here: nowhere,
  toast: null,
  slot: "manager",
  inserting: null,
  changes: 0,
}));

const door = gate(() => {
  const { status } = app.getState();
  if (status?.state === "open")
    app.setState({
      status: {
        state: "locked",
        waiting: null,
        clip: status.clip,
        keys: { second: false, quick: false },
      },
    });
  void refresh();
});

/** Asks the background. A locked vault is no failure here: the question waits for the unlock. */
export function ask<M extends Message>(message: M, body: Ask<M>): Promise<Reply<M>> {
  return door.pass(() => call(message, body));
}

const askStatus = latest(
  () => call("status", {}),
  (status) => {
    app.setState({ status, broken: null });
    if (status.state === "open") door.open();
  },
  (broken) => app.setState({ broken }),
);

/** Asks how the vault is. */
export function refresh(): Promise<void> {
  return askStatus(undefined);
}

/** How often, and after how long (ms), a background that does not answer is asked again. */
const tries = 4;
const patience = 1500;

/**
 * The first question of a window. Just after an update or a start of the browser the background may not
 * hear it; so it is asked again a few times before the window says that something is broken.
 */
export async function hello(): Promise<void> {
  app.setState({ broken: null });
  for (let n = 0; n < tries; n++) {
    const late = new Promise<void>((resolve) => setTimeout(resolve, patience));
    await Promise.race([askStatus(undefined), late]);
    const { status, broken } = app.getState();
    if (status !== null) return;
    if (broken !== null) {
      if (n + 1 < tries) app.setState({ broken: null });
      await late;
    }
  }
  if (app.getState().status === null) app.setState({ broken: new Failure("INTERNAL") });
}

/** Asks which page is in front. */
export async function lookHere(): Promise<Here> {
  try {
    const here = await call("here", {});
    app.setState({ here });
    return here;
  } catch {
    return nowhere;
  }
}

/** Unlocks. Answers what was waiting and has been done; throws as the door does. */
export async function unlock(typed: Typed): Promise<Reply<"unlock">> {
  const reply = await call("unlock", typed);
  await refresh();
  return reply;
}

/** Locks the vault; says so where that fails. */
export async function lock(): Promise<void> {
  try {
    await call("lock", {});
    await refresh();
  } catch (thrown) {
    tell(thrown);
  }
}

/** Says something for a few seconds, with one thing to do about it. */
export function toast(text: string, action: Toast["action"] = null): void {
  app.setState({ toast: { text, bad: false, action } });
}

/** Says why something failed. What the user stopped is not a failure. */
export function tell(thrown: unknown): void {
  if (failureCode(thrown) === "CANCELLED") return;
  app.setState({ toast: { text: sentence(thrown), bad: true, action: null } });
}

/** Takes away what is being said. */
export function hush(): void {
  app.setState({ toast: null });
}

/** Runs `work` and says so when it fails. */
export async function attempt(work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (thrown) {
    tell(thrown);
  }
}

/** Starts listening; `hear` gets the news the app itself does not handle. */
export function listen(hear: (news: News) => void): void {
  onNews((news) => {
    if (news === "status" || news === "clip" || news === "items") void refresh();
    if (news === "items") app.setState({ changes: app.getState().changes + 1 });
    hear(news);
  });
}
