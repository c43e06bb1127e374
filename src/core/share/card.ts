/**
 * A contact card (FORMAT.md 9), and the hand-over from an old key to a new one. Both are public.
 *
 * card     "CFCC1\0" | pk 32 | sign 32 | LP(name) | first 4 bytes of H(all before)
 * handover "CFHO1\0" | unixMs u64 | old pk 32 | old sign 32 | LP(new card) | sig 64 by the old key | sig 64 by the new
 *
 * As text: "coffer-card:" or "coffer-handover:" and base64url. The name is what its owner calls himself; nothing vouches for it.
 */
import {
  type Bytes,
  concat,
  equalBytes,
  fromBase64,
  fromUtf8,
  label,
  lengthPrefixed,
  reader,
  toBase64,
  u64,
  utf8,
} from "../bytes.ts";
import { Failure } from "../failure.ts";
import { sha256 } from "../hash.ts";
import { sign, verify } from "../sign.ts";
import type { Identity, PublicIdentity } from "./identity.ts";
import { isPublicKey } from "./x25519.ts";

const cardMagic = utf8("CFCC1\0");
const handoverMagic = utf8("CFHO1\0");
/** Of a name, in bytes of UTF-8. */
export const nameLimit = 200;

export interface Card extends PublicIdentity {
  name: string;
}

/** An old key's word for a new one. `verify` says whether it is. */
export interface Handover {
  /** When it was made (ms since 1970). */
  made: number;
  old: PublicIdentity;
  card: Card;
  signed: Bytes;
  byOld: Bytes;
  byNew: Bytes;
}

/** A name without what forges lines or directions, or is not seen; cut to the limit. */
export function tidyName(name: string): string {
  const plain = name
    .normalize("NFC")
    .replaceAll(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\u3164\u115F\u1160\uFFA0\u2800]/gu, " ")
    .replaceAll(/\s+/g, " ")
    .trim();
  let cut = [...plain].slice(0, 60).join("");
  while (utf8(cut).length > nameLimit) cut = [...cut].slice(0, -1).join("");
  return cut;
}

/** The bytes of a card. */
export async function encodeCard({ pk, sign: signPk, name }: Card): Promise<Bytes> {
  const body = concat(cardMagic, pk, signPk, lengthPrefixed(utf8(tidyName(name))));
  return concat(body, (await sha256(body)).slice(0, 4));
}

/** Reads a card; BAD_CARD for anything else, mistyped ones and keys of small order included. */
export async function decodeCard(bytes: Bytes): Promise<Card> {
  const from = reader(bytes, "BAD_CARD");
  if (!equalBytes(from.take(cardMagic.length), cardMagic)) throw new Failure("BAD_CARD");
  const [pk, signPk] = [from.take(32), from.take(32)];
  const name = fromUtf8(from.lengthPrefixed(nameLimit), "BAD_CARD");
  const check = from.take(4);
  from.end();
  const whole = (await sha256(bytes.slice(0, -4))).slice(0, 4);
  if (!equalBytes(check, whole) || !isPublicKey(pk)) throw new Failure("BAD_CARD");
  return { pk, sign: signPk, name: tidyName(name) };
}

/** Hands over from one identity to the next; `made` in ms since 1970. */
export async function encodeHandover(
  old: Identity,
  next: Identity,
  name: string,
  made: number,
): Promise<Bytes> {
  const card = await encodeCard({ ...next, name });
  const body = concat(handoverMagic, u64(made), old.pk, old.sign, lengthPrefixed(card));
  const signed = label("share/handover", body);
  return concat(body, await sign(old.signer, signed), await sign(next.signer, signed));
}

/** Reads a hand-over; BAD_CARD for anything else. It is not proved yet. */
export async function decodeHandover(bytes: Bytes): Promise<Handover> {
  const from = reader(bytes, "BAD_CARD");
  if (!equalBytes(from.take(handoverMagic.length), handoverMagic)) throw new Failure("BAD_CARD");
  const made = from.u64();
  const old = { pk: from.take(32), sign: from.take(32) };
  const card = await decodeCard(from.lengthPrefixed(1024));
  const [byOld, byNew] = [from.take(64), from.take(64)];
  from.end();
  return { made, old, card, signed: label("share/handover", bytes.slice(0, -128)), byOld, byNew };
}

/** Whether both keys have signed it: the old one, as the vault knows it, and the new one. */
export async function provesHandover(known: PublicIdentity, over: Handover): Promise<boolean> {
  return (
    equalBytes(known.pk, over.old.pk) &&
    equalBytes(known.sign, over.old.sign) &&
    (await verify(known.sign, over.signed, over.byOld)) &&
    (await verify(over.card.sign, over.signed, over.byNew))
  );
}

const prefixes = { card: "coffer-card:", handover: "coffer-handover:" } as const;

/** A card or a hand-over as one word of text. */
export function toText(what: keyof typeof prefixes, bytes: Bytes): string {
  const base64url = toBase64(bytes).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  return prefixes[what] + base64url;
}

/** The first card or hand-over in a text, whatever stands around it; BAD_CARD where there is none. */
export function fromText(text: string): { what: keyof typeof prefixes; bytes: Bytes } {
  const found = /coffer-(card|handover):([A-Za-z0-9_-]{40,2000})/.exec(text);
  if (found === null) throw new Failure("BAD_CARD");
  const [, what, body = ""] = found;
  try {
    const bytes = fromBase64(body.replaceAll("-", "+").replaceAll("_", "/"));
    return { what: what as keyof typeof prefixes, bytes };
  } catch {
    throw new Failure("BAD_CARD");
  }
}
