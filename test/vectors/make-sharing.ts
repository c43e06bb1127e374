/** Vectors of FORMAT.md 9, by Node's own cryptography and the second HPKE (test/core/share/second-hpke.ts). */
import {
  createCipheriv,
  createHash,
  createPrivateKey,
  createPublicKey,
  hkdfSync,
  sign,
} from "node:crypto";
import { publicOf, sealAuth } from "../core/share/second-hpke.ts";
import { be, buffer, lp, secondPad } from "../core/second.ts";
import { type Bytes, type Case, fill, flip, put, same, utf8 } from "./fixed.ts";

const h = (bytes: Uint8Array) => new Uint8Array(createHash("sha256").update(bytes).digest());
const hkdf = (ikm: Uint8Array, salt: Uint8Array, info: Uint8Array, length: number) =>
  new Uint8Array(hkdfSync("sha256", ikm, salt, info, length));
const none = new Uint8Array(0);

interface Person {
  secret: Bytes;
  pk: Bytes;
  sign: Bytes;
  by: (message: Uint8Array) => Bytes;
}

function person(start: number): Person {
  const secret = fill(32, start);
  const seed = hkdf(secret, none, utf8("coffer/1/share/sign\0"), 32);
  const der = Buffer.concat([Buffer.from("302e020100300506032b657004220420", "hex"), seed]);
  const key = createPrivateKey({ key: der, format: "der", type: "pkcs8" });
  const spki = createPublicKey(key).export({ format: "der", type: "spki" });
  return {
    secret,
    pk: publicOf(secret),
    sign: new Uint8Array(spki.subarray(-32)),
    by: (message) => new Uint8Array(sign(null, message, key)),
  };
}

const anna = person(1);
const bert = person(101);
const eve = person(201);

function card({ pk, sign: signPk }: Person, name: string): Bytes {
  const body = buffer(utf8("CFCC1\0"), pk, signPk, lp(utf8(name)));
  return buffer(body, h(body).slice(0, 4));
}

function handover(old: Person, next: Person, by = old): Bytes {
  const newCard = lp(card(next, "Anna"));
  const body = buffer(utf8("CFHO1\0"), be(1_700_000_000_000, 8), old.pk, old.sign, newCard);
  const signed = buffer(utf8("coffer/1/share/handover\0"), body);
  return buffer(body, by.by(signed), next.by(signed));
}

const json = utf8('{"items":[{"kind":"note","title":"N","tags":[],"origins":[],"fields":[]}]}');
const expiry = 1_800_000_000_000;

async function transfer(from: Person, to: Person, plain = json, cls = 2): Promise<Bytes> {
  const shareId = fill(16, 0xa0);
  const aad = buffer(be(1, 2), be(expiry, 8), be(cls, 1));
  const info = buffer(utf8("coffer/1/share\0"), from.pk, to.pk, shareId);
  const keys = { ephemeral: fill(32, 0x33), sender: from.secret, recipientPk: to.pk };
  const { enc, ct } = await sealAuth(keys, { info, aad, pt: secondPad(plain) });
  return buffer(utf8("CFSH1\0"), aad, shareId, from.pk, to.pk, enc, ct);
}

function link(key: Bytes): Bytes {
  const magic = utf8("CFLK1\0");
  const salt = fill(32, 0x60);
  const info = buffer(utf8("coffer/1/share/link\0"), magic, be(expiry, 8));
  const okm = hkdf(key, salt, info, 76);
  const head = buffer(magic, be(expiry, 8), salt, okm.slice(44));
  const cipher = createCipheriv("aes-256-gcm", okm.slice(0, 32), okm.slice(32, 44));
  cipher.setAAD(head);
  return buffer(
    head,
    new Uint8Array(cipher.update(secondPad(json))),
    new Uint8Array(cipher.final()),
    new Uint8Array(cipher.getAuthTag()),
  );
}

function address(owner: Person, origin: string, secret: Bytes, by = owner): Bytes {
  const body = buffer(
    utf8("CFMB1\0"),
    be(1_700_000_000_000, 8),
    owner.pk,
    lp(utf8(origin)),
    secret,
  );
  return buffer(body, by.by(buffer(utf8("coffer/1/share/mailbox\0"), body)));
}

function letter(secret: Bytes, mail: string, transferred: Bytes): Bytes {
  const salt = fill(32, 0x70);
  const head = buffer(utf8("CFML1\0"), be(expiry, 8), be(3, 1), salt);
  const info = buffer(utf8("coffer/1/share/mailbox/letter\0"), utf8(mail));
  const okm = hkdf(secret, salt, info, 44);
  const cipher = createCipheriv("aes-256-gcm", okm.slice(0, 32), okm.slice(32));
  cipher.setAAD(head);
  return buffer(
    head,
    new Uint8Array(cipher.update(transferred)),
    new Uint8Array(cipher.final()),
    new Uint8Array(cipher.getAuthTag()),
  );
}

/** Mailboxes: addresses, what is made of their secret, letters. */
function mailbox(): Case[] {
  const [secret, other] = [fill(32, 0xd0), fill(32, 0xd1)];
  const origin = "https://vault.example";
  const known = { pk: anna.pk, sign: anna.sign };
  const said = (name: string, bytes: Bytes, more: { out: object } | { error: string }): Case => ({
    name,
    op: "mailbox",
    in: { ...known, address: bytes },
    ...more,
  });
  const good = address(anna, origin, secret);
  const seed = hkdf(secret, none, utf8("coffer/1/share/mailbox/drop\0"), 32);
  const der = Buffer.concat([Buffer.from("302e020100300506032b657004220420", "hex"), seed]);
  const key = createPrivateKey({ key: der, format: "der", type: "pkcs8" });
  const spki = createPublicKey(key).export({ format: "der", type: "spki" });
  const id = hkdf(secret, none, utf8("coffer/1/share/mailbox/id\0"), 16);
  const mail = "ab".repeat(16);
  const sealed = letter(secret, mail, json);
  const refused = { error: "TAMPERED" };
  return [
    said("an address", good, {
      out: {
        proved: true,
        made: 1_700_000_000_000,
        origin,
        secret,
        id,
        dropPk: new Uint8Array(spki.subarray(-32)),
      },
    }),
    said("an address that another has signed", address(anna, origin, secret, eve), {
      out: { proved: false },
    }),
    said("an address of another", address(eve, origin, secret), { out: { proved: false } }),
    said("an address with a path", address(anna, `${origin}/x`, secret), { error: "BAD_CARD" }),
    said("an address without TLS", address(anna, "http://vault.example", secret), {
      error: "BAD_CARD",
    }),
    said("an address cut", good.slice(0, -1), { error: "BAD_CARD" }),
    {
      name: "a letter",
      op: "letter",
      in: { secret, mail, letter: sealed },
      out: { transfer: json },
    },
    {
      name: "a letter under another secret",
      op: "letter",
      in: { secret: other, mail, letter: sealed },
      ...refused,
    },
    {
      name: "a letter under another name",
      op: "letter",
      in: { secret, mail: "cd".repeat(16), letter: sealed },
      ...refused,
    },
    {
      name: "a letter with another count",
      op: "letter",
      in: { secret, mail, letter: put(sealed, 14, [9]) },
      ...refused,
    },
    {
      name: "a letter changed",
      op: "letter",
      in: { secret, mail, letter: flip(sealed, -1) },
      ...refused,
    },
  ];
}

/** Identities, cards, hand-overs, transfers, pages with a key, and mailboxes. */
export async function sharing(): Promise<Case[]> {
  const sealed = await transfer(anna, bert);
  const open = (
    name: string,
    bytes: Bytes,
    more: { out: object } | { error: string },
    from = anna,
  ): Case => ({
    name,
    op: "transfer",
    in: { secret: bert.secret, senderPk: from.pk, transfer: bytes },
    ...more,
  });
  const refused: { error: string } = { error: "TAMPERED" };
  const annas = card(anna, "Anna Ö");
  const over = handover(anna, bert);
  const known = { pk: anna.pk, sign: anna.sign };
  const [key, other] = [fill(32, 0x90), fill(32, 0x91)];
  const page = link(key);
  return [
    ...[anna, bert].map((one, n) => ({
      name: `identity ${n + 1}`,
      op: "identity",
      in: { secret: one.secret },
      out: {
        pk: one.pk,
        sign: one.sign,
        hash: h(buffer(utf8("coffer/1/contact\0"), one.pk, one.sign)),
      },
    })),
    { name: "a card", op: "card", in: { card: annas }, out: { ...known, name: "Anna Ö" } },
    { name: "a card cut", op: "card", in: { card: annas.slice(0, -1) }, error: "BAD_CARD" },
    { name: "a card mistyped", op: "card", in: { card: flip(annas, 90) }, error: "BAD_CARD" },
    {
      name: "a card with a key of small order",
      op: "card",
      in: { card: card({ ...anna, pk: same(32, 0) }, "") },
      error: "BAD_CARD",
    },
    {
      name: "a hand-over",
      op: "handover",
      in: { ...known, handover: over },
      out: { proved: true, pk: bert.pk, sign: bert.sign },
    },
    {
      name: "a hand-over that another key signed",
      op: "handover",
      in: { ...known, handover: handover(anna, bert, eve) },
      out: { proved: false },
    },
    {
      name: "a hand-over of a key that is not the contact's",
      op: "handover",
      in: { ...known, handover: handover(eve, bert) },
      out: { proved: false },
    },
    open("a transfer", sealed, { out: { plaintext: json, cls: 2, expiry } }),
    open("a flipped bit", flip(sealed, -1), refused),
    open("a later expiry", flip(sealed, 8 * 16 - 1), refused),
    open("another class", put(sealed, 16, [3]), refused),
    open("another id", flip(sealed, 8 * 18), refused),
    open("sealed for Eve", await transfer(anna, eve), refused),
    open("sealed by Eve, said to be Anna's", await transfer(eve, bert), refused),
    open("not a transfer", put(sealed, 0, [0]), { error: "NOT_A_TRANSFER" }),
    open("of no class there is", put(sealed, 16, [1]), { error: "NOT_A_TRANSFER" }),
    open("with an ephemeral point of small order", put(sealed, 97, same(32, 0)), refused),
    {
      name: "a page with its key",
      op: "link",
      in: { key, sealed: page },
      out: { plaintext: json, expiry },
    },
    { name: "another key", op: "link", in: { key: other, sealed: page }, error: "WRONG_SECRET" },
    { name: "a page changed", op: "link", in: { key, sealed: flip(page, -1) }, error: "TAMPERED" },
    ...mailbox(),
  ];
}
