/** What a contact can do who means harm (FORMAT.md 9): he is known and verified, and seals what no Coffer would. */
import * as v from "valibot";
import { describe, expect, it } from "vitest";
import { utf8 } from "../../src/core/bytes.ts";
import { failureCode } from "../../src/core/failure.ts";
import { pad } from "../../src/core/padding.ts";
import { randomBytes } from "../../src/core/random.ts";
import {
  decodeCard,
  encodeCard,
  encodeHandover,
  fromText,
  toText,
} from "../../src/core/share/card.ts";
import {
  aadOf,
  encodeTransfer,
  infoOf,
  toBlock,
  type TransferClass,
} from "../../src/core/share/container.ts";
import { identityOf } from "../../src/core/share/identity.ts";
import { sealAuth, sealTransfer } from "../../src/core/share/hpke.ts";
import { identityNow, proveShareKeys } from "../../src/vault/own-identity.ts";
import { use } from "../../src/vault/vault.ts";
import { sharingRows } from "../../src/wire/sharing.ts";
import { cardOf, know, pair, person, type Person, saved, sealed, takeAll } from "./sharing.ts";
import { draftOf, password } from "./steps.ts";
import { cheapDerivation } from "./two.ts";
import { there } from "./world.ts";

cheapDerivation();

const day = 86_400_000;
const keysOf = async (one: Person) => decodeCard(fromText(await cardOf(one)).bytes);

async function identityIn({ world, vault }: Person) {
  const opened = await use(vault);
  return identityNow(world, opened, await proveShareKeys(vault, opened, password));
}

/** Any payload, sealed by the real key of `from`. */
async function forged(from: Person, to: Person, payload: unknown, cls: TransferClass = 2) {
  const { agree } = await identityIn(from);
  const { pk: recipientPk } = await keysOf(to);
  const expiry = to.world.time.now + day;
  const head = { expiry, cls, shareId: randomBytes(16), recipientPk };
  const transfer = await sealTransfer(agree, head, utf8(JSON.stringify(payload)));
  return toBlock(encodeTransfer(transfer));
}

const plain = { kind: "note", title: "N", tags: [], origins: [], fields: [] };
const open = (to: Person, text: string) => to.ask["share.open"]({ text, proof: password });

describe("a payload that no Coffer makes", () => {
  const field = { id: "a", key: "", label: "", type: "text", critical: false, value: "x" };
  it.each([
    ["with a field too many", { items: [plain], more: 1 }],
    ["with an item of no kind", { items: [{ ...plain, kind: "contact" }] }],
    [
      "with a place among a page's fields",
      { items: [{ ...plain, fields: [{ ...field, match: { name: "iban" } }] }] },
    ],
    [
      "with a file that is no base64",
      { items: [{ ...plain, files: [{ name: "f", data: "a===" }] }] },
    ],
    [
      "with a file that has a key of its own",
      { items: [{ ...plain, files: [{ name: "f", data: "", key: "" }] }] },
    ],
    [
      "with more files than an item has",
      { items: [{ ...plain, files: Array.from({ length: 21 }, () => ({ name: "f", data: "" })) }] },
    ],
    [
      "with a field that says __proto__",
      JSON.parse(
        '{"items":[{"kind":"note","__proto__":{"title":"N","tags":[],"origins":[],"fields":[]}}]}',
      ),
    ],
    ["of five thousand and one items", { items: Array.from({ length: 5001 }, () => plain) }],
    ["of a hundred thousand items", { items: Array.from({ length: 100_000 }, () => plain) }],
    ["with a value that is longer than any", { items: [{ ...plain, title: "x".repeat(7 << 20) }] }],
  ])("%s is refused whole, and nothing is here", async (_, payload) => {
    const { anna, bert } = await pair();
    expect(await open(bert, await forged(anna, bert, payload)).catch(failureCode)).toBe("TAMPERED");
  });

  it("nested deeper than any is refused before it is parsed", async () => {
    const { anna, bert } = await pair();
    const deep = JSON.parse(`${"[".repeat(40)}${"]".repeat(40)}`) as unknown;
    expect(await open(bert, await forged(anna, bert, { items: deep })).catch(failureCode)).toBe(
      "TAMPERED",
    );
  });
});

describe("a transfer that is too large", () => {
  it("is refused before it is opened: what is sealed is as long as what comes out, nothing is inflated", async () => {
    const { anna, bert } = await pair();
    const { agree } = await identityIn(anna);
    const { pk: recipientPk } = await keysOf(bert);
    const whole = {
      expiry: bert.world.time.now + day,
      cls: 2 as const,
      shareId: randomBytes(16),
      senderPk: agree.raw,
      recipientPk,
    };
    // The contact's own key seals it, and leaves out what sealTransfer would refuse.
    const padded = pad(new Uint8Array(8 * 2 ** 20));
    const bound = { info: infoOf(whole), aad: aadOf(whole) };
    const sealedOne = await sealAuth(agree, recipientPk, bound, padded);
    const text = toBlock(encodeTransfer({ ...whole, ...sealedOne }));
    expect(await open(bert, text).catch(failureCode)).toBe("TOO_LARGE");
    expect(await bert.ask["share.check"]({ text }).catch(failureCode)).toBe("TOO_LARGE");
  });

  it("does not get past the door where its text is longer than any transfer", () => {
    const { schema } = sharingRows["share.check"];
    expect(v.safeParse(schema, { text: "x".repeat(12 * 2 ** 20) }).success).toBe(true);
    expect(v.safeParse(schema, { text: "x".repeat(12 * 2 ** 20 + 1) }).success).toBe(false);
  });
});

describe("an item that means harm", () => {
  it("tells where it would be offered; rules that are none are left out, and good ones come along", async () => {
    const { anna, bert } = await pair();
    const origins = [
      "https://bank.example",
      "domain https://shop.example",
      "javascript:alert(1)",
      "regex .*",
      "https://user:pass@evil.example/path",
      "start https://wiki.example/team/",
    ];
    const text = await forged(anna, bert, { items: [{ ...plain, kind: "login", origins }] });
    const { items } = await open(bert, text);
    const kept = items[0]?.origins ?? [];
    expect(kept).toEqual(
      expect.arrayContaining([
        "https://bank.example",
        "domain https://shop.example",
        "start https://wiki.example/team/",
      ]),
    );
    expect(kept.join()).not.toMatch(/javascript|regex|user|pass/);
    const [id] = await takeAll(bert, text);
    expect((await bert.ask["item.read"]({ id: there(id) })).origins).toEqual(kept);
  });

  it("does not slip in under a name that templates read: an invoice keeps my account", async () => {
    const { anna, bert } = await pair();
    const identity = draftOf("identity", "Work");
    const mine = {
      ...identity,
      fields: [
        ...identity.fields,
        {
          id: "iban",
          key: "",
          label: "iban",
          type: "text" as const,
          critical: false,
          value: "MY-ACCOUNT",
        },
      ],
    };
    await saved(bert, mine);
    const iban = {
      id: "a",
      key: "",
      label: "iban",
      type: "text",
      critical: false,
      value: "EVE-ACCOUNT",
    };
    const text = await forged(anna, bert, {
      items: [
        {
          ...plain,
          title: "Holiday",
          tags: ["@work", "@Wo rk", "@holiday", "trip"],
          fields: [iban],
        },
      ],
    });
    expect((await open(bert, text)).items[0]?.tags).toEqual(["@holiday", "trip"]);
    const [id] = await takeAll(bert, text);
    expect((await bert.ask["item.read"]({ id: there(id) })).tags).toEqual(["@holiday", "trip"]);
  });

  it("as a snippet says what of the vault it reads", async () => {
    const { anna, bert, bertHere } = await pair();
    const body = '{{if false}}{{bank.password}}{{end}} {{vault("my shop", "pin")}} {{clipboard}}';
    const id = await saved(anna, draftOf("snippet", "Hello", { body }));
    const { items } = await open(bert, await sealed(anna, bertHere.id, [id]));
    expect(items[0]?.reads).toEqual({
      fields: ["bank.password", "my shop.pin"],
      clipboard: true,
      page: false,
    });
  });

  it("has files with names that no path and no hidden mark is in", async () => {
    const { anna, bert } = await pair();
    const files = [
      { name: "../../etc/passwd", data: "QUJD" },
      { name: "gnp\u202eexe.scr", data: "" },
    ];
    const text = await forged(anna, bert, { items: [{ ...plain, files }] });
    const told = (await open(bert, text)).items[0]?.files.map(({ name }) => name);
    const [id] = await takeAll(bert, text);
    const { files: landed } = await bert.ask["file.list"]({ id: there(id) });
    expect(landed.map(({ name }) => name)).toEqual(told);
    for (const name of there(told)) expect(name).not.toMatch(/[/\\\u202e]|^\./);
  });

  it("five thousand of one title do not make us open the vault five thousand times", async () => {
    const { anna, bert } = await pair();
    for (let n = 0; n < 40; n++) await saved(bert, draftOf("note", "N", { body: String(n) }));
    const text = await forged(anna, bert, { items: Array.from({ length: 500 }, () => plain) });
    const record = bert.world.disk.record;
    let read = 0;
    bert.world.disk.record = (...ask) => {
      read += 1;
      return record(...ask);
    };
    await open(bert, text);
    expect(read).toBeLessThan(500 * 10);
  });
});

describe("a key that is somebody else's", () => {
  it("H02, sender swapped: a contact can not hand over to another contact's key, nor to ours, and be told as its owner", async () => {
    const { anna, bert } = await pair();
    const eve = await person("Eve");
    await know(bert, eve);
    const [old, fresh] = [await identityIn(eve), await identityOf(randomBytes(32))];
    for (const victim of [anna, bert]) {
      const { pk } = await keysOf(victim);
      // Her own new key to sign with: both signatures are right.
      const mixed = { ...fresh, pk };
      const over = toText("handover", await encodeHandover(old, mixed, "Eve", bert.world.time.now));
      expect(await bert.ask["contact.add"]({ text: over, contact: null }).catch(failureCode)).toBe(
        "CONTACT_CHANGED",
      );
    }
    const honest = toText("handover", await encodeHandover(old, fresh, "Eve", bert.world.time.now));
    expect((await bert.ask["contact.add"]({ text: honest, contact: null })).what).toBe("handed");
  });

  it("nor put it on a card: the owner's contact has the alarm, or it is refused", async () => {
    const { anna, bert } = await pair();
    const eve = await person("Eve");
    const eves = await know(bert, eve);
    const mixed = toText(
      "card",
      await encodeCard({
        pk: (await keysOf(anna)).pk,
        sign: (await keysOf(eve)).sign,
        name: "Eve",
      }),
    );
    expect(
      await bert.ask["contact.add"]({ text: mixed, contact: eves.id }).catch(failureCode),
    ).toBe("CONTACT_CHANGED");
    const { what, contact } = await bert.ask["contact.add"]({ text: mixed, contact: null });
    expect([what, contact.name]).toEqual(["alarm", "Anna"]);
  });

  it("words that were shown for one card verify no other card with the same key to agree with", async () => {
    const { anna, bert, annaHere } = await pair();
    const { pk } = await keysOf(anna);
    const cardWith = async (sign: Uint8Array<ArrayBuffer>) =>
      toText("card", await encodeCard({ pk, sign, name: "Anna" }));
    const [one, other] = [await identityOf(randomBytes(32)), await identityOf(randomBytes(32))];
    await bert.ask["contact.add"]({ text: await cardWith(one.sign), contact: null });
    const [shown] = (await bert.ask["contact.list"]({})).contacts;
    // While the words are on the screen another window takes another card.
    await bert.ask["contact.add"]({ text: await cardWith(other.sign), contact: null });
    const print = there(there(shown).alarm).print;
    expect(
      await bert.ask["contact.verify"]({ id: annaHere.id, print, same: true }).catch(failureCode),
    ).toBe("CONFLICT");
  });
});
