/** Sharing at the door (FORMAT.md 9): who may, what comes over, what is remembered, what survives. */
import { describe, expect, it } from "vitest";
import { fromBase64, utf8 } from "../../src/core/bytes.ts";
import { failureCode } from "../../src/core/failure.ts";
import { decodeJson } from "../../src/core/json.ts";
import { keyringSchema } from "../../src/core/keyring.ts";
import { recordClass } from "../../src/core/record.ts";
import {
  decodeTransfer,
  encodeTransfer,
  fromBlock,
  toBlock,
} from "../../src/core/share/container.ts";

import { card, cardOf, know, pair, person, saved, sealed, takeAll } from "./sharing.ts";
import { cofferWithVault, draftOf, pass, password, titles, cofferIn } from "./steps.ts";
import { openOne } from "../../src/vault/items.ts";
import { entryOf, zeroHex } from "../../src/vault/opened.ts";
import { proveShareKeys } from "../../src/vault/own-identity.ts";
import { use } from "../../src/vault/vault.ts";
import { allOnDisk, there } from "./world.ts";

const day = 86_400_000;
describe("one's own card", () => {
  it("is made once, with the password, and is shown without it", async () => {
    const coffer = await cofferWithVault("Anna");
    expect(await coffer.ask["share.me"]({})).toEqual({ me: null, ended: false });
    expect(
      await coffer.ask["share.me.make"]({ name: "Anna", proof: null }).catch(failureCode),
    ).toBe("STEP_UP");
    expect(
      await coffer.ask["share.me.make"]({ name: "Anna", proof: "wrong" }).catch(failureCode),
    ).toBe("WRONG_SECRET");
    await coffer.ask["share.me.make"]({ name: "Anna", proof: password });
    const { me } = await coffer.ask["share.me"]({});
    expect(me?.name).toBe("Anna");
    expect(me?.words).toHaveLength(12);
    await coffer.ask["share.me.make"]({ name: "Anna B.", proof: null });
    const renamed = (await coffer.ask["share.me"]({})).me;
    expect([renamed?.name, renamed?.words]).toEqual(["Anna B.", me?.words]);
  });

  it("does not show in any list, and no row of items answers it", async () => {
    const { anna, bertHere } = await pair();
    expect(await titles(anna)).toEqual([]);
    expect(await anna.ask.status({})).toMatchObject({ items: 0, trashed: 0 });
    const { id } = bertHere;
    expect(await anna.ask["item.read"]({ id }).catch(failureCode)).toBe("NOT_FOUND");
    expect(await anna.ask["item.reveal"]({ id, password }).catch(failureCode)).toBe("NOT_FOUND");
    expect(await anna.ask["item.trash"]({ ids: [id] })).toEqual({ count: 0 });
  });

  it("the private key is nowhere on the disk, and nowhere in the session", async () => {
    const { world, vault } = await person("Anna");
    const opened = await use(vault);
    const keys = await proveShareKeys(vault, opened, password);
    const bytes = await openOne(
      world,
      opened,
      there(entryOf(opened, zeroHex)),
      recordClass.keyring,
      keys.keyring,
    );
    const { identity } = decodeJson(keyringSchema, bytes);
    const raw = new TextDecoder("latin1").decode(fromBase64(there(identity)));
    for (const place of [allOnDisk(world.stored), [...world.session.values()].join("|")]) {
      expect(place).not.toContain(raw);
      expect(place).not.toContain(identity);
    }
  });
});

describe("sending", () => {
  it("goes to a contact whose words were compared, who takes it as new items", async () => {
    const { anna, bert, bertHere } = await pair();
    const login = draftOf("login", "Shop", { username: "anna", password: "s3cret" });
    const ids = [
      await saved(anna, { ...login, origins: ["https://shop.example"], tags: ["team"] }),
      await saved(anna, draftOf("snippet", "Greeting", { body: "Hello {name}" })),
    ];
    const text = await sealed(anna, bertHere.id, ids);
    expect(text).not.toContain("s3cret");
    expect(await bert.ask["share.check"]({ text })).toMatchObject({
      from: "Anna",
      critical: false,
    });
    const preview = await bert.ask["share.open"]({ text, proof: password });
    expect(preview.items.map(({ title, here }) => [title, here])).toEqual([
      ["Shop", false],
      ["Greeting", false],
    ]);
    const look = await bert.ask["share.look"]({ token: preview.token, at: 0 });
    expect(look.values).toContainEqual({ field: "password", value: "s3cret" });
    const taken = await bert.ask["share.take"]({
      token: preview.token,
      items: [
        { at: 0, fields: null },
        { at: 1, fields: null },
      ],
      proof: null,
    });
    expect(await titles(bert)).toEqual(expect.arrayContaining(["Shop", "Greeting"]));
    const got = await bert.ask["item.read"]({ id: taken.ids[0] ?? "" });
    expect(got).toMatchObject({ kind: "login", origins: ["https://shop.example"], tags: ["team"] });
    expect(got.fields.find(({ key }) => key === "password")?.value).toBe("s3cret");
    // And undone as any other import.
    await bert.ask["item.trash"]({ ids: taken.ids });
    expect(await titles(bert)).toEqual([]);
  });

  it("is refused before a password is asked for to one whose words were not compared", async () => {
    const [anna, bert] = [await person("Anna"), await person("Bert")];
    const { contact } = await anna.ask["contact.add"]({ text: await cardOf(bert), contact: null });
    const ids = [await saved(anna, draftOf("note", "N", { body: "x" }))];
    expect(await sealed(anna, contact.id, ids).catch(failureCode)).toBe("CONTACT_UNVERIFIED");
  });

  it("always asks for the password, a grace or not", async () => {
    const { anna, bertHere } = await pair();
    const status = await anna.ask.status({});
    if (status.state !== "open") throw new Error("locked");
    await anna.ask["settings.save"]({
      settings: { ...status.settings, graceMinutes: 15 },
    });
    const id = await saved(anna, card(), password);
    await anna.ask["item.reveal"]({ id, password });
    const ask = { to: bertHere.id, items: [{ id, fields: null }], critical: true, days: 7 };
    expect(await anna.ask["share.send"]({ ...ask, proof: "wrong" }).catch(failureCode)).toBe(
      "WRONG_SECRET",
    );
  });

  it("leaves critical values at home unless they were asked for", async () => {
    const { anna, bert, bertHere } = await pair();
    const id = await saved(anna, card(), password);
    const plain = await bert.ask["share.open"]({
      text: await sealed(anna, bertHere.id, [id]),
      proof: password,
    });
    expect(plain.items[0]?.fields.some(({ critical }) => critical)).toBe(false);

    const text = await sealed(anna, bertHere.id, [id], true);
    const whole = await bert.ask["share.open"]({ text, proof: password });
    const { values } = await bert.ask["share.look"]({ token: whole.token, at: 0 });
    expect(JSON.stringify(values)).not.toContain("123");
    const take = { token: whole.token, items: [{ at: 0, fields: null }] };
    expect(await bert.ask["share.take"]({ ...take, proof: null }).catch(failureCode)).toBe(
      "STEP_UP",
    );
    const { ids } = await bert.ask["share.take"]({ ...take, proof: password });
    const shown = await bert.ask["item.reveal"]({ id: ids[0] ?? "", password });
    expect(shown.values.map(({ value }) => value)).toContain("123");
  });

  it("takes along the chosen fields alone", async () => {
    const { anna, bert, bertHere } = await pair();
    const id = await saved(
      anna,
      draftOf("login", "Shop", { username: "anna", password: "s3cret" }),
    );
    const { text } = await anna.ask["share.send"]({
      to: bertHere.id,
      items: [{ id, fields: ["username"] }],
      critical: false,
      days: 1,
      proof: password,
    });
    const { items } = await bert.ask["share.open"]({ text, proof: password });
    expect(items[0]?.fields.map(({ id: field }) => field)).toEqual(["username"]);
  });

  it("takes a thousand items in one action", async () => {
    const { anna, bert, bertHere } = await pair();
    const ids: string[] = [];
    for (let n = 0; n < 1000; n++)
      ids.push(await saved(anna, draftOf("note", `Note ${n}`, { body: `text ${n}` })));
    const text = await sealed(anna, bertHere.id, ids);
    const before = bert.world.commits.count;
    expect(await takeAll(bert, text)).toHaveLength(1000);
    expect(bert.world.commits.count - before).toBe(1);
  });
});

describe("receiving", () => {
  it("H02, replayed: what was taken or refused is not opened again, nor by a worker started anew", async () => {
    const { anna, bert, bertHere } = await pair();
    const id = await saved(anna, draftOf("note", "N", { body: "x" }));
    const text = await sealed(anna, bertHere.id, [id]);
    await takeAll(bert, text);
    expect(await bert.ask["share.open"]({ text, proof: password }).catch(failureCode)).toBe(
      "TRANSFER_SEEN",
    );
    const other = await sealed(anna, bertHere.id, [id]);
    const { token } = await bert.ask["share.open"]({ text: other, proof: password });
    await bert.ask["share.drop"]({ token, refuse: true });
    expect(await bert.ask["share.check"]({ text: other }).catch(failureCode)).toBe("TRANSFER_SEEN");
    expect(await cofferIn(bert.world).ask["share.check"]({ text }).catch(failureCode)).toBe(
      "TRANSFER_SEEN",
    );
  });

  it("a preview that was only closed can be opened again", async () => {
    const { anna, bert, bertHere } = await pair();
    const text = await sealed(anna, bertHere.id, [await saved(anna, draftOf("note", "N"))]);
    const { token } = await bert.ask["share.open"]({ text, proof: password });
    await bert.ask["share.drop"]({ token, refuse: false });
    expect(await bert.ask["share.look"]({ token, at: 0 }).catch(failureCode)).toBe("CANCELLED");
    expect(await takeAll(bert, text)).toHaveLength(1);
  });

  it("a preview goes with the lock", async () => {
    const { anna, bert, bertHere } = await pair();
    const text = await sealed(anna, bertHere.id, [await saved(anna, draftOf("note", "N"))]);
    const { token } = await bert.ask["share.open"]({ text, proof: password });
    await bert.ask.lock({});
    await bert.ask.unlock({ by: "password", secret: password });
    expect(await bert.ask["share.look"]({ token, at: 0 }).catch(failureCode)).toBe("CANCELLED");
  });

  it("H02, expired: is refused at its time, and so is one that claims more than thirty days", async () => {
    const { anna, bert, bertHere } = await pair();
    const text = await sealed(anna, bertHere.id, [await saved(anna, draftOf("note", "N"))]);
    pass(bert, 7 * day);
    expect(await bert.ask["share.check"]({ text }).catch(failureCode)).toBe("TRANSFER_EXPIRED");
    const long = { ...decodeTransfer(fromBlock(text)), expiry: bert.world.time.now + 60 * day };
    expect(
      await bert.ask["share.check"]({ text: toBlock(encodeTransfer(long)) }).catch(failureCode),
    ).toBe("TRANSFER_EXPIRED");
    const little = { ...long, expiry: bert.world.time.now + day };
    expect(
      await bert.ask["share.open"]({
        text: toBlock(encodeTransfer(little)),
        proof: password,
      }).catch(failureCode),
    ).toBe("TAMPERED");
  });

  it("H02, from nobody we know, or for somebody else, is not opened", async () => {
    const { anna, bert, bertHere } = await pair();
    const eve = await person("Eve");
    const text = await sealed(anna, bertHere.id, [await saved(anna, draftOf("note", "N"))]);
    expect(await eve.ask["share.check"]({ text }).catch(failureCode)).toBe("TRANSFER_UNKNOWN");
    await know(eve, anna);
    expect(await eve.ask["share.open"]({ text, proof: password }).catch(failureCode)).toBe(
      "TRANSFER_OTHER",
    );
    expect(await takeAll(bert, text)).toHaveLength(1);
  });

  it("a field named twice, or a critical value under the wrong class, is refused", async () => {
    const { decodePayload } = await import("../../src/core/share/payload.ts");
    const field = { id: "a", key: "", label: "", type: "text", critical: true, value: "x" };
    const item = { kind: "note", title: "", tags: [], origins: [], fields: [field] };
    const bytes = (value: unknown) => utf8(JSON.stringify(value));
    expect(() => decodePayload(bytes({ items: [item] }), 2)).toThrow("TAMPERED");
    expect(decodePayload(bytes({ items: [item] }), 3)).toHaveLength(1);
    const twice = { ...item, fields: [field, field] };
    expect(() => decodePayload(bytes({ items: [twice] }), 3)).toThrow("TAMPERED");
    expect(() => decodePayload(bytes({ items: [] }), 2)).toThrow("TAMPERED");
  });

  it("says what is here already", async () => {
    const { anna, bert, bertHere } = await pair();
    const id = await saved(anna, draftOf("note", "N", { body: "same" }));
    await takeAll(bert, await sealed(anna, bertHere.id, [id]));
    const { items } = await bert.ask["share.open"]({
      text: await sealed(anna, bertHere.id, [id]),
      proof: password,
    });
    expect(items[0]?.here).toBe(true);
  });
});
