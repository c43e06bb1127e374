/** The one item being typed in this window. Every change is kept by the background until it is saved. */
import { createStore } from "zustand/vanilla";
import { failureCode } from "../../core/failure.ts";
import type { Draft, Item, KindName } from "../../core/item.ts";
import { say } from "../../wire/words.ts";
import { app, ask, tell, toast } from "./app.ts";
import { asCopy, differs, draftOf, newDraft, withBuiltIn } from "./draft.ts";
import { keeper } from "./keeper.ts";
import { stepUp, withPassword } from "./step-up.ts";
import { list, show } from "./view.ts";

/** State of the editor; without a draft it is closed. */
export interface Editing {
  draft: Draft | null;
  /** As it was when the editor opened; null where it was never saved. */
  before: Draft | null;
  /** It comes from a page and is shown for review. */
  review: boolean;
  /** It was kept while the window was closed. */
  kept: boolean;
  saving: boolean;
  failed: unknown;
  /** Another window was quicker, or has deleted it. */
  clash: "changed" | "gone" | null;
}

const idle: Editing = {
  draft: null,
  before: null,
  review: false,
  kept: false,
  saving: false,
  failed: null,
  clash: null,
};

/** The editor of this window. */
export const editing = createStore<Editing>(() => idle);

const kept = keeper((draft: Draft | null) =>
  ask("draft.keep", { slot: app.getState().slot, draft }),
);

/** A window that closes sends what is not kept yet. */
function flush(): void {
  kept.flush();
}

/** Changes the draft and has it kept; the same draft from `next` is no change. */
export function change(next: (draft: Draft) => Draft): void {
  const { draft } = editing.getState();
  if (draft === null) return;
  const changed = next(draft);
  if (changed === draft) return;
  editing.setState({ draft: changed, failed: null });
  kept.keep(changed);
}

function begin(draft: Draft, part: Partial<Editing>): void {
  addEventListener("pagehide", flush);
  editing.setState({ ...idle, draft, before: draft, ...part });
  show({ name: "edit" });
}

/** Opens the editor on a new item; a login belongs to the site in front. */
export function editNew(kind: KindName, title: string): void {
  const { here } = app.getState();
  const site = kind === "login" && here.reachable && here.origin !== null ? [here.origin] : [];
  begin(newDraft(kind, title, site), {});
}

/** Opens the editor on a stored item. */
export function editItem(item: Item): void {
  begin(draftOf(item), {});
}

/** A draft from a page, for review. */
export function reviewDraft(draft: Draft): void {
  begin(draft, { review: true, before: null });
  kept.keep(draft);
}

/** Opens the editor on a new item with something in it; it is kept like half-typed text. */
export function editFresh(draft: Draft): void {
  begin(draft, { before: null });
  kept.keep(draft);
}

/** Opens the editor on what was half-typed when this window last closed; answers whether there was anything. */
export async function resumeDraft(): Promise<boolean> {
  const { draft } = await ask("draft.read", { slot: app.getState().slot });
  if (draft === null) return false;
  begin(withBuiltIn(draft), { kept: true, before: null });
  return true;
}

/** Whether leaving now would lose something. */
export function unsaved(): boolean {
  const { draft, before } = editing.getState();
  return draft !== null && (before === null || differs(draft, before));
}

/** Leaves the editor and forgets the draft. */
export function discard(): void {
  const { draft } = editing.getState();
  editing.setState(idle);
  kept.keep(null);
  show(draft?.id ? { name: "item", id: draft.id } : { name: "list" });
}

/** Runs one way of saving; null from it means that the user gave no password, and all stays as it was. */
async function saving(isNew: boolean, work: () => Promise<Item | null>): Promise<void> {
  if (editing.getState().saving) return;
  editing.setState({ saving: true, failed: null, clash: null });
  try {
    const item = await work();
    if (item === null) {
      editing.setState({ saving: false });
      return;
    }
    editing.setState(idle);
    kept.keep(null);
    show({ name: "item", id: item.id });
    list.again();
    toast(say("edit.saved"));
  } catch (thrown) {
    const code = failureCode(thrown);
    const clash = code === "CONFLICT" ? "changed" : code === "NOT_FOUND" && !isNew ? "gone" : null;
    editing.setState({ saving: false, failed: clash === null ? thrown : null, clash });
  }
}

function store(draft: Draft): Promise<void> {
  return saving(draft.id === null, () =>
    stepUp("save", (password) => ask("item.save", { draft, password })),
  );
}

/** Saves what is in the editor, asking for the password where it must. */
export async function save(): Promise<void> {
  const { draft } = editing.getState();
  if (draft !== null) await store(draft);
}

/** After a clash: mine over theirs. */
export async function saveOver(): Promise<void> {
  const { draft } = editing.getState();
  if (draft === null || draft.id === null) return;
  try {
    const theirs = await ask("item.read", { id: draft.id });
    const mine = { ...draft, rev: theirs.rev };
    editing.setState({ draft: mine });
    await store(mine);
  } catch (thrown) {
    editing.setState(
      failureCode(thrown) === "NOT_FOUND" ? { clash: "gone" } : { clash: null, failed: thrown },
    );
  }
}

/** After a clash: mine as an item of its own. Critical values not in hand are fetched, so that none is lost. */
export async function saveCopy(): Promise<void> {
  const { draft, clash } = editing.getState();
  if (draft === null) return;
  const { id } = draft;
  const title = clash === "gone" ? draft.title : say("edit.copyTitle", [draft.title]);
  if (id === null || clash === "gone" || draft.fields.every((field) => field.value !== null)) {
    await store(asCopy(draft, title, []));
    return;
  }
  await saving(true, () =>
    withPassword("save", async (password) => {
      const { values } = await ask("item.reveal", { id, password });
      return ask("item.save", { draft: asCopy(draft, title, values), password });
    }),
  );
}

/** After a clash: theirs; what was typed here is given up. */
export async function takeTheirs(): Promise<void> {
  const { draft } = editing.getState();
  if (draft === null || draft.id === null) return;
  try {
    const theirs = await ask("item.read", { id: draft.id });
    editing.setState(idle);
    kept.keep(null);
    show({ name: "item", id: theirs.id });
  } catch (thrown) {
    editing.setState({ clash: failureCode(thrown) === "NOT_FOUND" ? "gone" : null });
    tell(thrown);
  }
}
