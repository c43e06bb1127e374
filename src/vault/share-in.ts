/** What comes into the vault from a contact: checked, opened for a preview, and taken over as new items (FORMAT.md 9). */
import { toBase64, toHex, wipe } from "../core/bytes.ts";
import { Failure, type FailureCode, failureCode } from "../core/failure.ts";
import type { ItemSecret } from "../core/item.ts";
import { randomBytes } from "../core/random.ts";
import { recordClass } from "../core/record.ts";
import { encodeCount, encodeReason, reasonOf } from "../core/share/audit.ts";
import { decodeTransfer, fromBlock, longestLife, type Transfer } from "../core/share/container.ts";
import { keysOf, wasSeen, withSeen } from "../core/share/contact.ts";
import { decodePayload, type SharedItem } from "../core/share/payload.ts";
import type { Ask, Proof, Reply } from "../wire/protocol.ts";
import { type Contact, contactEdit, contactOf, contactsOf, mustBeVerified } from "./contacts.ts";
import { inTurn } from "./items.ts";
import type { Opened } from "./opened.ts";
import { identityFor, proveShareKeys, type ShareKeys } from "./own-identity.ts";
import type { World } from "./ports.ts";
import { editOf, namesHere } from "./share-item.ts";
import { previewOf } from "./share-preview.ts";
import { stillOpen, use, type Vault } from "./vault.ts";
import { applyEdits, type Edit } from "./write.ts";

/** An opened transfer that nothing was taken of yet, without its critical values. It goes with a lock. */
export interface Pending {
  token: string;
  transfer: Transfer;
  contact: string;
  items: SharedItem[];
  /** When it is forgotten (ms since 1970). */
  until: number;
}

const patience = 15 * 60_000;

function recordsOf(contacts: readonly Contact[], { senderPk }: Transfer): Contact[] {
  const pk = toBase64(senderPk);
  return contacts.filter(({ state }) => state.pk === pk);
}

/** The contact that a transfer says it is from, whether it may be opened or not. */
export function senderAmong(contacts: readonly Contact[], transfer: Transfer): Contact | undefined {
  // Two records of one person, from two devices: the one with an alarm blocks, else the verified one counts.
  const his = recordsOf(contacts, transfer);
  return (
    his.find(({ state }) => state.alarm !== null) ??
    his.find(({ state }) => state.verified !== null) ??
    his[0]
  );
}

/** The same; refused where it may not be opened. Nothing is noted. */
export function checkAmong(contacts: readonly Contact[], transfer: Transfer, now: number): Contact {
  const contact = senderAmong(contacts, transfer);
  if (contact === undefined) throw new Failure("TRANSFER_UNKNOWN");
  mustBeVerified(contact);
  // Longer than any honest one: it would have to be remembered for as long.
  if (transfer.expiry <= now || transfer.expiry > now + longestLife + 86_400_000)
    throw new Failure("TRANSFER_EXPIRED");
  const shareId = toHex(transfer.shareId);
  if (recordsOf(contacts, transfer).some(({ secret }) => wasSeen(secret, shareId)))
    throw new Failure("TRANSFER_SEEN");
  return contact;
}

const check = async (world: World, opened: Opened, transfer: Transfer, now: number) =>
  checkAmong(await contactsOf(world, opened), transfer, now);

/** Notes a refusal in the log; nothing of it keeps anybody from refusing. */
export async function noteRefusal(
  world: World,
  opened: Opened,
  sender: Contact | undefined,
  code: FailureCode,
): Promise<void> {
  const reason = reasonOf(code);
  if (reason === null) return;
  const about = sender === undefined ? {} : { recId: sender.entry.recId };
  const happened = [{ event: "shareRefused" as const, ...about, more: encodeReason(reason) }];
  await applyEdits(world, opened, [], happened).catch(() => undefined);
}

/** Does it, and notes a refusal in the log. */
async function checked<T>(
  world: World,
  opened: Opened,
  transfer: Transfer,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    const code = failureCode(thrown);
    if (reasonOf(code) !== null) {
      const contacts = await contactsOf(world, opened).catch(() => []);
      await noteRefusal(world, opened, senderAmong(contacts, transfer), code);
    }
    throw thrown;
  }
}

/** Who it is from, before a proof is asked for. */
export async function checkTransfer(
  vault: Vault,
  { text }: Ask<"share.check">,
): Promise<Reply<"share.check">> {
  const { world } = vault;
  const opened = await use(vault);
  const transfer = decodeTransfer(fromBlock(text));
  const { expiry, cls } = transfer;
  const contact = await checked(world, opened, transfer, () =>
    check(world, opened, transfer, world.clock.now()),
  );
  return { from: contact.entry.title, expiry, critical: cls === recordClass.critical };
}

/** The items of a transfer; TRANSFER_OTHER where no key of ours is its recipient's, TAMPERED. */
async function unseal(
  world: World,
  opened: Opened,
  keys: ShareKeys,
  contact: Contact,
  transfer: Transfer,
): Promise<SharedItem[]> {
  const own = await identityFor(world, opened, keys, transfer.recipientPk);
  if (own === null) throw new Failure("TRANSFER_OTHER");
  const { openTransfer } = await world.sharing();
  const plaintext = await openTransfer(own.agree, keysOf(contact.state).pk, transfer);
  const items = decodePayload(plaintext, transfer.cls);
  wipe(plaintext);
  return items;
}

const withoutCritical = (items: readonly SharedItem[]): SharedItem[] =>
  items.map((item) => ({
    ...item,
    fields: item.fields.map((field) => (field.critical ? { ...field, value: "" } : field)),
  }));

/** Opens a transfer for a preview. */
export async function openForPreview(
  vault: Vault,
  { text, proof }: Ask<"share.open">,
): Promise<{ pending: Pending; preview: Reply<"share.open"> }> {
  const { world } = vault;
  const opened = await use(vault);
  const still = stillOpen(vault);
  const transfer = decodeTransfer(fromBlock(text));
  const now = world.clock.now();
  return checked(world, opened, transfer, async () => {
    const contact = await check(world, opened, transfer, now);
    const keys = await proveShareKeys(vault, opened, proof);
    const items = await unseal(world, opened, keys, contact, transfer);
    const { expiry } = transfer;
    const token = toHex(randomBytes(16));
    const { id, title: name } = contact.entry;
    const preview = {
      token,
      from: { id, name },
      expiry,
      items: await previewOf(world, opened, items),
    };
    still();
    const kept = withoutCritical(items);
    return {
      pending: { token, transfer, contact: id, items: kept, until: now + patience },
      preview,
    };
  });
}

/**
 * Takes items over, as one action with the memory that this transfer was taken. TRANSFER_SEEN where another window was
 * quicker; STEP_UP where critical values come in and nothing proves who takes them.
 */
export async function take(
  vault: Vault,
  pending: Pending,
  { items: chosen, proof }: Pick<Ask<"share.take">, "items" | "proof">,
): Promise<string[]> {
  const { world } = vault;
  const opened = await use(vault);
  const places = new Set(chosen.map(({ at }) => at));
  if (places.size !== chosen.length) throw new Failure("INVALID");
  const of = (items: readonly SharedItem[]) =>
    chosen.map(({ at, fields, files: these }) => {
      const item = items[at];
      if (item === undefined) throw new Failure("INVALID");
      return {
        ...item,
        fields: item.fields.filter(({ id }) => fields === null || fields.includes(id)),
        files: item.files?.filter((_, place) => these?.includes(place) !== false) ?? [],
      };
    });
  const asks = of(pending.items).some(({ fields }) => fields.some(({ critical }) => critical));
  const keys = asks ? await provenFor(vault, opened, pending, proof) : null;
  return inTurn(world, async () => {
    const now = world.clock.now();
    const contact = await check(world, opened, pending.transfer, now);
    const items =
      keys === null ? pending.items : await unseal(world, opened, keys, contact, pending.transfer);
    const around = { critical: keys?.critical ?? null, taken: namesHere(opened), now };
    const edits: Edit[] = [];
    for (const item of of(items)) edits.push(await editOf(world, opened, item, around));
    const more = encodeCount(edits.length);
    const { recId } = contact.entry;
    const happened = [{ event: "received" as const, recId, more }];
    await applyEdits(world, opened, [...edits, seenEdit(opened, contact, pending, now)], happened);
    world.tell("items");
    return edits.map((edit) => toHex(edit.recId));
  });
}

/** No critical value may come in where the transfer has none: then nothing has to be proved. */
async function provenFor(
  vault: Vault,
  opened: Opened,
  { transfer }: Pending,
  proof: Proof | null,
): Promise<ShareKeys | null> {
  return transfer.cls === recordClass.critical ? proveShareKeys(vault, opened, proof) : null;
}

function seenEdit(opened: Opened, contact: Contact, { transfer }: Pending, now: number): Edit {
  const { recId, title: name, created } = contact.entry;
  const { expiry } = transfer;
  const shareId = toHex(transfer.shareId);
  const secret: ItemSecret = withSeen(contact.secret, { shareId, expiry }, now);
  return contactEdit(opened, { recId, name, created, secret }, now);
}

/** Refuses a transfer for good. */
export async function refuse(vault: Vault, pending: Pending): Promise<void> {
  const { world } = vault;
  const opened = await use(vault);
  await inTurn(world, async () => {
    const contact = await contactOf(world, opened, pending.contact);
    const { recId } = contact.entry;
    const more = encodeReason("CANCELLED");
    const edit = seenEdit(opened, contact, pending, world.clock.now());
    await applyEdits(world, opened, [edit], [{ event: "shareRefused", recId, more }]);
  });
}
