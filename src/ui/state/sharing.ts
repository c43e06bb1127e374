/** What the sharing screen knows: one's own card, the contacts, and what is chosen to leave. */
import { createStore } from "zustand/vanilla";
import type { Row } from "../../core/item.ts";
import type { ContactLine, MailboxState, OwnCard } from "../../wire/sharing.ts";
import { ask } from "./app.ts";

/** An item that is to leave; `fields` null is all that do not ask for the password, `files` null all of them. */
export interface Chosen {
  row: Pick<Row, "id" | "title" | "kind">;
  fields: string[] | null;
  files: string[] | null;
  /** A field that asks for the password is among them. */
  critical: boolean;
}

interface Sharing {
  /** Null until it was asked for. */
  me: { card: OwnCard | null; ended: boolean } | null;
  contacts: ContactLine[];
  chosen: Chosen[];
  /** Null until it was asked for. */
  mailbox: MailboxState | null;
  /** A letter that is to be looked at: its name, and the transfer in it. */
  letter: { id: string; text: string } | null;
}

/** The one store of the sharing screen. */
export const sharing = createStore<Sharing>(() => ({
  me: null,
  contacts: [],
  chosen: [],
  mailbox: null,
  letter: null,
}));

/** Asks for card, contacts and mailbox anew. No server is asked. */
export async function loadSharing(): Promise<void> {
  const [{ me: card, ended }, { contacts }, mailbox] = await Promise.all([
    ask("share.me", {}),
    ask("contact.list", {}),
    ask("mailbox.state", {}),
  ]);
  sharing.setState({ me: { card, ended }, contacts, mailbox });
}

/** Hands a fetched letter to where transfers are opened. */
export async function openLetter(id: string): Promise<void> {
  const { text } = await ask("mailbox.text", { id });
  sharing.setState({ letter: { id, text } });
}

/** A letter that was taken or refused is needed no more; where its server can not be told now, the next fetch does. */
export async function forgetLetter(id: string): Promise<void> {
  await ask("mailbox.drop", { id }).catch(() => undefined);
}

/** Adds an item to what is to leave, or puts another choice in its place. */
export function choose(chosen: Chosen): void {
  const { chosen: now } = sharing.getState();
  const at = now.findIndex(({ row }) => row.id === chosen.row.id);
  sharing.setState({ chosen: at < 0 ? [...now, chosen] : now.with(at, chosen) });
}

/** Leaves an item out; without an id, all. */
export function unchoose(id?: string): void {
  const { chosen } = sharing.getState();
  sharing.setState({ chosen: id === undefined ? [] : chosen.filter(({ row }) => row.id !== id) });
}

/** Goes to the sharing screen of the manager with one item chosen. */
export function shareItem(row: Chosen["row"]): void {
  chooseRow(row);
  location.hash = "#/sharing";
}

/** The same with every item of a folder, or with a tag. */
export async function shareTag(tag: string): Promise<void> {
  await chooseTag(tag);
  location.hash = "#/sharing";
}

/** Adds an item with all that does not ask for the password. */
export function chooseRow(row: Chosen["row"]): void {
  choose({ row, fields: null, files: null, critical: false });
}

const page = 200;

/** Items by their words, or with a tag; a folder has those of the folders in it too. */
export function itemsLike(text: string, tag: string | null, offset: number, limit: number) {
  const all = { tabId: null, where: "items", kind: null, favourite: false } as const;
  return ask("find", { ...all, text, tag, offset, limit });
}

/** Adds every item with a tag: a folder, a pack of snippets. */
export async function chooseTag(tag: string): Promise<void> {
  for (let offset = 0; ; offset += page) {
    const { rows } = await itemsLike("", tag, offset, page);
    rows.forEach(chooseRow);
    if (rows.length < page) return;
  }
}
