/** Where an offer stands to the items of the open vault: known already, a change of one, or new. */
import * as v from "valibot";
import { joinSteps, type Submitted, submittedSchema } from "../core/form/submitted.ts";
import { settle, type Settled } from "../core/form/settle.ts";
import { caps, type Draft, type Field } from "../core/item.ts";
import { originOf } from "../core/origin.ts";
import { adopted } from "../core/site.ts";
import type { Offer } from "../wire/protocol.ts";
import { openTexts } from "./inbox.ts";
import { itemEntry, readSecret } from "./items.ts";
import type { Kept } from "./offers.ts";
import { type Entry, isListed, type Opened } from "./opened.ts";
import { siteTestOf } from "./sites.ts";
import { settingsOf } from "./settings-record.ts";
import type { Vault } from "./vault.ts";
import { allowedBy } from "./watched.ts";

/** So many items of a kind are compared with what was sent. */
const compared = 200;

/** What was sent, put together of its steps; null where it can not be read or there is nothing to offer. */
export async function sentIn(vault: Vault, opened: Opened, kept: Kept): Promise<Submitted | null> {
  const texts = await openTexts(vault.world, opened, kept.parts);
  const steps = texts.flatMap((text) => {
    if (text === null) return [];
    const checked = v.safeParse(submittedSchema, JSON.parse(text));
    return checked.success ? [checked.output] : [];
  });
  return joinSteps(steps);
}

/** The offer as it is shown; null where the user does not want it there, or has all of it already. */
export async function standing(vault: Vault, opened: Opened, kept: Kept): Promise<Offer | null> {
  // What came while the vault was locked is judged now.
  if (!allowedBy(settingsOf(vault), kept.origin, false).capture) return null;
  const sent = await sentIn(vault, opened, kept);
  if (sent === null) return null;
  const { draft } = sent;
  const near = await comparable(vault, opened, kept.origin, draft);
  const settled = draft.kind === "login" ? settleLogin(near, sent) : settleOther(near, draft);
  if (settled.how === "known") return null;
  const ids = settled.how === "update" ? [settled.id] : settled.how === "ask" ? settled.ids : [];
  return {
    id: kept.id,
    origin: kept.origin,
    kind: draft.kind,
    title: draft.title,
    fields: draft.fields
      .filter(({ value }) => value !== null && value !== "")
      .map(({ id, key, label, type, value }) => ({ id, key, label, type, value: value ?? "" })),
    choices: ids.slice(0, 20).map((id) => {
      const { title, hint } = itemEntry(opened, id);
      return { id, title, hint };
    }),
    into: settled.how === "update" ? settled.id : null,
  };
}

interface Near {
  id: string;
  fields: readonly Field[];
}

/** Items that what was sent could be: logins and forms of the site, cards and identities of any. */
async function comparable(
  vault: Vault,
  opened: Opened,
  origin: string,
  { kind }: Draft,
): Promise<Near[]> {
  const belongs = await siteTestOf(vault, opened, origin);
  const anywhere = kind === "card" || kind === "identity";
  const fits = (entry: Entry) =>
    isListed(entry) &&
    entry.trashed === null &&
    entry.kind === kind &&
    (anywhere || belongs(entry.origins));
  const near: Near[] = [];
  for (const entry of opened.entries.filter(fits).slice(0, compared)) {
    const secret = await readSecret(vault.world, opened, entry).catch(() => null);
    if (secret !== null) near.push({ id: entry.id, fields: secret.fields });
  }
  return near;
}

const valueOf = (fields: readonly Field[], key: string) =>
  fields.find((field) => field.key === key)?.value ?? null;

function settleLogin(near: readonly Near[], { draft, old }: Submitted): Settled {
  const known = near.map(({ id, fields }) => ({
    id,
    username: valueOf(fields, "username") ?? "",
    password: valueOf(fields, "password"),
  }));
  const username = valueOf(draft.fields, "username") ?? "";
  return settle(known, { username, password: valueOf(draft.fields, "password") ?? "", old });
}

/** One field of an item and one that was sent are the same by their key, else by where they were found on the page. */
function twinOf(fields: readonly Field[], { key, match, label }: Field): Field | undefined {
  if (key !== "") return fields.find((own) => own.key === key);
  return fields.find(
    (own) =>
      own.key === "" &&
      (match?.name === undefined
        ? own.label === label
        : own.match?.name === match.name || (own.match === undefined && own.label === label)),
  );
}

/** Cards are one by their number, identities by their name, forms by most of their fields. */
function settleOther(near: readonly Near[], draft: Draft): Settled {
  const given = draft.fields.filter(({ value }) => value !== null && value !== "");
  const plain = (text: string | null | undefined) => (text ?? "").replace(/\s+/g, "").toLowerCase();
  const agrees = ({ fields }: Near, one: Field) =>
    plain(twinOf(fields, one)?.value) === plain(one.value);
  if (near.some((item) => given.every((one) => agrees(item, one)))) return { how: "known" };
  const keys = draft.kind === "card" ? ["cc-number"] : ["given-name", "family-name"];
  const likely = near.filter((item) => {
    if (draft.kind === "form")
      return given.filter((one) => twinOf(item.fields, one)).length * 2 > given.length;
    const own = given.filter(({ key }) => keys.includes(key));
    return own.length > 0 && own.every((one) => agrees(item, one));
  });
  const [first] = likely;
  if (first === undefined) return { how: "new" };
  // A person may have two addresses; a card has one number.
  return draft.kind === "card" && likely.length === 1
    ? { how: "update", id: first.id }
    : { how: "ask", ids: likely.map(({ id }) => id) };
}

/** The item with what was sent in it; nothing of it is taken away, earlier values go into its history. */
export function merged(item: Draft, draft: Draft, origin: string): Draft {
  const fields = [...item.fields];
  const ids = new Set(fields.map(({ id }) => id));
  for (const one of draft.fields) {
    if (one.value === null || one.value === "") continue;
    const twin = twinOf(fields, one);
    if (twin !== undefined) fields[fields.indexOf(twin)] = { ...twin, value: one.value };
    else if (fields.length < caps.fields) {
      let id = one.id;
      for (let n = 1; ids.has(id); n++) id = `s${n}`;
      ids.add(id);
      fields.push({ ...one, id });
    }
  }
  const { kind } = draft;
  const sites = kind === "login" || kind === "form" ? adopted(item.origins, origin) : item.origins;
  return { ...item, fields, origins: sites.slice(0, caps.origins) };
}

/** Whether it is an origin that may be watched or barred. */
export function isSite(text: string): boolean {
  return text === "*" || originOf(text) === text;
}
