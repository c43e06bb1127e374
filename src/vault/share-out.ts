/** What leaves the vault: for a contact, as a link for anybody, or as an age file (FORMAT.md 9). */
import { type Bytes, concat, toBase64, toHex, wipe } from "../core/bytes.ts";
import { Failure, failureCode } from "../core/failure.ts";
import type { Field, FileLine, ItemCritical } from "../core/item.ts";
import { randomBytes } from "../core/random.ts";
import { encodeCount } from "../core/share/audit.ts";
import { encodeTransfer, toBlock, transferLimit } from "../core/share/container.ts";
import { keysOf } from "../core/share/contact.ts";
import { linkKeyText, sealLink } from "../core/share/link.ts";
import { mailboxKeys, sealLetter } from "../core/share/mailbox.ts";
import {
  classOf,
  encodePayload,
  sharedFile,
  type SharedFile,
  type SharedItem,
} from "../core/share/payload.ts";
import type { Ask, Reply } from "../wire/protocol.ts";
import { contactOf, mailboxOf, mustBeVerified } from "./contacts.ts";
import { fileLines, readPart } from "./files.ts";
import { inTurn, itemEntry, noCritical, readCritical, readSecret } from "./items.ts";
import type { Listed, Opened } from "./opened.ts";
import { connected } from "./mailbox.ts";
import { identityNow, proveShareKeys } from "./own-identity.ts";
import type { World } from "./ports.ts";
import { stepUp, stillOpen, use, type Vault } from "./vault.ts";
import { applyEdits } from "./write.ts";

const day = 86_400_000;

type Chosen = Pick<Ask<"share.send">, "items" | "critical">;

/** The chosen items with their values. `key` is needed (STEP_UP) where critical values are asked for; NOT_FOUND. */
async function gather(
  world: World,
  opened: Opened,
  { items, critical }: Chosen,
  key: CryptoKey | null,
): Promise<SharedItem[]> {
  if (critical && key === null) throw new Failure("STEP_UP");
  const found: SharedItem[] = [];
  // More files than fit are not read first: a folder may hold more than this worker's memory.
  let room = transferLimit;
  for (let at = 0; at < items.length; at += 64) {
    const some = items.slice(at, at + 64).map(async (one) => {
      const entry = itemEntry(opened, one.id);
      return gatherOne(world, opened, entry, one, critical ? key : null);
    });
    for (const { id, item, files } of await Promise.all(some)) {
      room -= files.reduce((sum, { bytes }) => sum + bytes, 0);
      if (room < 0) throw new Failure("SHARE_TOO_LARGE");
      const read: SharedFile[] = [];
      for (const file of files) read.push(await readWhole(world, opened, id, file));
      found.push(read.length === 0 ? item : { ...item, files: read });
    }
  }
  return found;
}

async function readWhole(
  world: World,
  opened: Opened,
  id: string,
  { file, name, parts }: FileLine,
): Promise<SharedFile> {
  const read = Array.from({ length: parts }, (_, part) =>
    readPart(world, opened, { id, file, part }),
  );
  const bytes = concat(...(await Promise.all(read)));
  const shared = sharedFile(name, bytes);
  wipe(bytes);
  return shared;
}

/** An item without its files, and which of them go along. */
async function gatherOne(
  world: World,
  opened: Opened,
  entry: Listed,
  { fields: wanted, files: these }: Chosen["items"][number],
  key: CryptoKey | null,
): Promise<{ id: string; item: SharedItem; files: FileLine[] }> {
  const secret = await readSecret(world, opened, entry);
  // A critical field goes only where it was named.
  const isWanted = (field: Field) =>
    wanted === null
      ? !field.critical
      : wanted.includes(field.id) && (!field.critical || key !== null);
  const fields = secret.fields.filter(isWanted);
  const asks = key !== null && fields.some((field) => field.critical && field.value === null);
  const critical: ItemCritical = asks ? await readCritical(world, opened, entry, key) : noCritical;
  const values = new Map(critical.values.map(({ field, value }) => [field, value]));
  const { kind, title, tags, origins } = entry;
  const item: SharedItem = {
    kind,
    title,
    tags,
    origins,
    // How a page of the sender's called a field (`match`) is nobody else's business.
    fields: fields.map(({ id, key: name, label, type, critical: asked, value, options }) => ({
      id,
      key: name,
      label,
      type,
      critical: asked,
      value: value ?? values.get(id) ?? "",
      ...(options === undefined ? {} : { options }),
    })),
  };
  const files = fileLines(secret.files).filter(({ file }) => these?.includes(file) !== false);
  return { id: entry.id, item, files };
}

/**
 * Seals for a verified contact; what `wrap` makes of it is handed out only when the log has it. NO_CARD,
 * CONTACT_UNVERIFIED, CONTACT_CHANGED, STEP_UP, WRONG_SECRET, SHARE_TOO_LARGE.
 */
async function sealFor<T>(
  vault: Vault,
  ask: Ask<"share.send">,
  wrap: (transfer: Bytes, expiry: number) => Promise<T>,
): Promise<{ items: number; expiry: number; wrapped: T }> {
  const { world } = vault;
  const opened = await use(vault);
  const still = stillOpen(vault);
  // Refused before a password is worth anything.
  mustBeVerified(await contactOf(world, opened, ask.to));
  const keys = await proveShareKeys(vault, opened, ask.proof);
  return inTurn(world, async () => {
    const contact = await contactOf(world, opened, ask.to);
    mustBeVerified(contact);
    const sender = await identityNow(world, opened, keys);
    const items = await gather(world, opened, ask, keys.critical);
    const payload = encodePayload(items);
    const expiry = world.clock.now() + ask.days * day;
    const head = {
      expiry,
      cls: classOf(items),
      shareId: randomBytes(16),
      recipientPk: keysOf(contact.state).pk,
    };
    const { sealTransfer } = await world.sharing();
    const transfer = await sealTransfer(sender.agree, head, payload);
    wipe(payload);
    const wrapped = await wrap(encodeTransfer(transfer), expiry);
    // What the log does not have is not handed out.
    const { recId } = contact.entry;
    const more = encodeCount(items.length);
    await applyEdits(world, opened, [], [{ event: "shared", recId, more }]);
    still();
    return { items: items.length, expiry, wrapped };
  });
}

/** Seals for a contact, as text. */
export async function send(vault: Vault, ask: Ask<"share.send">): Promise<Reply<"share.send">> {
  const { wrapped, ...sealed } = await sealFor(vault, ask, async (transfer) => toBlock(transfer));
  return { ...sealed, text: wrapped };
}

/** The same, put into the contact's mailbox. NO_SERVER, NO_MAILBOX, MAILBOX_FULL, MAIL_TOO_LARGE, MAIL_OFFLINE. */
export async function sendMail(vault: Vault, ask: Ask<"share.mail">): Promise<Reply<"share.mail">> {
  const { world } = vault;
  const opened = await use(vault);
  const { post, origin } = await connected(world, opened);
  const box = mailboxOf((await contactOf(world, opened, ask.to)).secret);
  // A contact's address must not make us knock at services of this machine, unless one's own server is one.
  const isHere = (one: string) => one.startsWith("http:");
  if (box === null || (isHere(box.origin) && !isHere(origin))) throw new Failure("NO_MAILBOX");
  const { id, seed } = await mailboxKeys(box.secret);
  const mail = toHex(randomBytes(16));
  const { reads } = ask;
  const { wrapped: letter, ...sealed } = await sealFor(vault, ask, (transfer, expiry) =>
    sealLetter(box.secret, mail, { expiry, reads }, transfer),
  );
  const drop = () => post.drop({ origin: box.origin, box: id, seed }, mail, letter);
  // Whether it arrived is not known where no answer came: the same letter again is harmless.
  await drop().catch((thrown: unknown) => {
    if (failureCode(thrown) !== "MAIL_OFFLINE") throw thrown;
    return drop();
  });
  return { ...sealed, origin: box.origin };
}

/** Gathers for people without Coffer: the password is asked where critical values go along. */
async function gatherOut<T>(
  vault: Vault,
  ask: Chosen & { proof: Ask<"share.age">["proof"] },
  seal: (items: SharedItem[], opened: Opened) => Promise<T>,
): Promise<T> {
  const { world } = vault;
  const opened = await use(vault);
  const still = stillOpen(vault);
  const work = (key: CryptoKey | null) =>
    inTurn(world, async () => seal(await gather(world, opened, ask, key), opened));
  const sealed = ask.critical ? await stepUp(vault, opened, ask.proof, work) : await work(null);
  still();
  return sealed;
}

/** Seals under a fresh key, for the reader's page. */
export function sendLink(vault: Vault, ask: Ask<"share.link">): Promise<Reply<"share.link">> {
  const { world } = vault;
  return gatherOut(vault, ask, async (items, opened) => {
    const raw = randomBytes(32);
    const payload = encodePayload(items);
    const data = await sealLink(raw, world.clock.now() + ask.days * day, payload);
    const key = linkKeyText(raw);
    wipe(raw, payload);
    const more = encodeCount(items.length);
    await applyEdits(world, opened, [], [{ event: "sharedLink", more }]);
    return { data: toBase64(data), key, items: items.length };
  });
}

/** An age file of the items. BAD_RECIPIENT before anything is opened where none is one. */
export function sendAge(vault: Vault, ask: Ask<"share.age">): Promise<Reply<"share.age">> {
  const { world } = vault;
  return gatherOut(vault, ask, async (items, opened) => {
    const payload = encodePayload(items);
    const text = await (await world.age()).sealAge(payload, ask.to);
    wipe(payload);
    const more = encodeCount(items.length);
    await applyEdits(world, opened, [], [{ event: "sharedAge", more }]);
    return { text, items: items.length };
  });
}
