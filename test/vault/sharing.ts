/** Two people who share, at the doors of their vaults in memory. */
import type { Draft } from "../../src/core/item.ts";
import type { ContactLine } from "../../src/wire/sharing.ts";
import { type Coffer, cofferIn, cofferWithVault, draftOf, password, save } from "./steps.ts";
import { testWorld } from "./world.ts";

export interface Person extends Coffer {
  name: string;
}

/** The same profile once more: what follows in one test is nothing to the others. */
function copyOf<T extends Coffer>(coffer: T): T {
  const copy = testWorld(structuredClone(coffer.world.stored));
  for (const [place, text] of coffer.world.session) copy.session.set(place, text);
  return { ...coffer, ...cofferIn(copy) };
}

const people = new Map<string, Promise<Person>>();

/** A vault of its own with a contact card; made once for each name, since each proof is a derivation. */
export async function person(name: string): Promise<Person> {
  const made = people.get(name) ?? makePerson(name);
  people.set(name, made);
  return copyOf(await made);
}

async function makePerson(name: string): Promise<Person> {
  const coffer = await cofferWithVault(name);
  await coffer.ask["share.me.make"]({ name, proof: password });
  return { ...coffer, name };
}

export async function cardOf({ ask }: Coffer): Promise<string> {
  const { me } = await ask["share.me"]({});
  if (me === null) throw new Error("no card");
  return me.text;
}

/** Adds the card of another and compares the words. */
export async function know(one: Coffer, other: Coffer): Promise<ContactLine> {
  const { contact } = await one.ask["contact.add"]({ text: await cardOf(other), contact: null });
  const { me } = await other.ask["share.me"]({});
  if (me?.words.join(" ") !== contact.words.join(" ")) throw new Error("the words differ");
  await one.ask["contact.verify"]({ id: contact.id, print: contact.print, same: true });
  return contact;
}

/** Anna and Bert, who know each other. */
export async function pair() {
  const [anna, bert] = [await person("Anna"), await person("Bert")];
  return { anna, bert, bertHere: await know(anna, bert), annaHere: await know(bert, anna) };
}

export async function saved(coffer: Coffer, draft: Draft, secret: string | null = null) {
  return (await save(coffer, draft, secret)).id;
}

/** With a security code that asks for the password. */
export const card = () =>
  draftOf("card", "Visa", {
    "cc-name": "Anna Example",
    "cc-number": "4111111111111111",
    "cc-csc": "123",
  });

/** Seals items of `from` for a contact, all plain fields; with `critical` number and security code of cards. */
export async function sealed(from: Coffer, to: string, ids: string[], critical = false) {
  const items = ids.map((id) => ({ id, fields: critical ? ["cc-number", "cc-csc"] : null }));
  const { text } = await from.ask["share.send"]({ to, items, critical, days: 7, proof: password });
  return text;
}

/** Opens a transfer and takes all of it. */
export async function takeAll(to: Coffer, text: string): Promise<string[]> {
  const { token, items } = await to.ask["share.open"]({ text, proof: password });
  const all = items.map((_, at) => ({ at, fields: null }));
  return (await to.ask["share.take"]({ token, items: all, proof: password })).ids;
}

/** The newest lines of the log, which is sound. */
export async function auditOf({ ask }: Coffer) {
  const about = { events: null, item: null, from: null, to: null };
  const log = await ask["audit.list"]({ ...about, offset: 0, limit: 200 });
  if (log.state !== "sound") throw new Error(log.state);
  return log.lines;
}
