/** The page in front, field by field: what is looked at, pointed at, and said of it. */
import { createStore } from "zustand/vanilla";
import type { Saying, SiteChange } from "../../core/sites.ts";
import { hostOf } from "../../core/origin.ts";
import { askForSite } from "../../wire/permission.ts";
import type { Ask, Proof } from "../../wire/protocol.ts";
import type { FrameLine, LookRow, PageLook } from "../../wire/site-rows.ts";
import { say } from "../../wire/words.ts";
import { app, ask, attempt, tell, toast } from "./app.ts";
import { latest } from "./latest.ts";
import { type Place, show } from "./view.ts";

/** One look at the page; null until it is here. */
export interface Pointing {
  look: PageLook | null;
  failed: unknown;
  /** The frame that is asked about. */
  frame: FrameLine | null;
}

/** The look of this window. It may hold values: it is forgotten with the screen. */
export const pointing = createStore<Pointing>(() => ({ look: null, failed: null, frame: null }));

type Chosen = NonNullable<Ask<"page.look">["chosen"]>;
interface Question {
  id: string | null;
  chosen: Chosen;
  password: Proof | null;
}

const run = latest(
  async ({ id, chosen, password }: Question) => {
    const { tabId, origin } = app.getState().here;
    if (tabId === null) return null;
    return ask("page.look", { tabId, origin, id, password, chosen });
  },
  (look) => pointing.setState({ look, failed: null }),
  (failed) => pointing.setState({ failed }),
);

/** Looks at the page in front; the answer comes into `pointing`. Throws WRONG_SECRET, so that it is asked again. */
export async function lookAtPage(id: string | null, chosen: Chosen = []): Promise<void> {
  await run({ id, chosen, password: null });
}

/** The same with the critical values, after the password. */
export async function lookWithPassword(id: string, chosen: Chosen, password: Proof): Promise<void> {
  const { tabId, origin } = app.getState().here;
  if (tabId === null) return;
  pointing.setState({ look: await ask("page.look", { tabId, origin, id, password, chosen }) });
}

/** Forgets the values and takes the frame out of the page. */
export function endLook(): void {
  pointing.setState({ look: null, failed: null, frame: null });
  pointAt(null);
}

let wait: ReturnType<typeof setTimeout> | undefined;
/** A pointer that passes over a list asks for nothing (ms). */
const rests = 90;

/** Frames a field in the page once the pointer rests; null takes the frame away. */
export function pointAt(at: Place | null): void {
  clearTimeout(wait);
  const { tabId } = app.getState().here;
  if (tabId === null) return;
  const place = at === null ? null : { frame: at.frame, mark: at.mark };
  wait = setTimeout(() => {
    ask("page.outline", { tabId, at: place }).catch(() => undefined);
  }, rests);
}

/** Waits for a click in the page. The popup makes room for it, and goes on when it opens again. */
export function pickOnPage(): Promise<void> {
  return attempt(async () => {
    const { tabId, origin } = app.getState().here;
    if (tabId === null) return;
    await ask("page.pick", { tabId, origin });
    window.close();
  });
}

/** Goes on with a field that was picked in this tab; answers whether there was one. */
export async function resumePicked(): Promise<boolean> {
  const { tabId } = app.getState().here;
  if (tabId === null) return false;
  const { at } = await ask("page.picked", { tabId });
  if (at === null) return false;
  show({ name: "fields", at });
  return true;
}

/** Changes what is remembered of a site and says so, with the way back. `again`: what shows it. */
export function changeSite(
  origin: string,
  change: SiteChange,
  words: string,
  again: () => unknown,
): Promise<void> {
  return attempt(async () => {
    const { before } = await ask("site.change", { origin, change });
    const undo = (): void =>
      void attempt(async () => {
        await ask("site.change", { origin, change: { do: "put", site: before } });
        await again();
      });
    toast(words, { words: say("teach.undo"), run: undo });
    await again();
  });
}

/** What is said of a field from now on; null: what Coffer thinks. */
export function teach(row: LookRow, told: Saying | null, again: () => unknown): Promise<void> {
  const { mark, label, origin } = row;
  // What was said for one item is shown before what was said for all, and is taken back before it.
  const item = row.told?.as === "never" ? null : (row.own[0]?.item ?? null);
  const change: SiteChange =
    told === null
      ? { do: "unsay", mark, item }
      : { do: "say", said: [{ mark, say: told, label: label.slice(0, 60) }] };
  const words = told === null ? "teach.forgotten" : "teach.remembered";
  return changeSite(origin, change, say(words, [hostOf(origin)]), again);
}

/** Asks about a frame before anything of it is filled. */
export function askFrame(frame: FrameLine | null): void {
  pointing.setState({ frame });
}

/**
 * The user said yes with both names before them. The browser may have to be asked too, and closes the popup for its
 * question: what was said stands already then.
 */
export async function allowFrame(frame: FrameLine, remember: boolean): Promise<boolean> {
  const { tabId, origin } = app.getState().here;
  if (tabId === null || origin === null) return false;
  // Both begin in the click: the browser's question must not wait for ours.
  const entered = frame.is === "out" ? askForSite(frame.origin) : Promise.resolve(true);
  try {
    await ask("frame.allow", { tabId, origin, frame: frame.origin, remember });
    return await entered;
  } catch (thrown) {
    tell(thrown);
    return false;
  } finally {
    askFrame(null);
  }
}
