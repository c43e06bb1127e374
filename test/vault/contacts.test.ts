/** Contacts and keys at the door (FORMAT.md 9): changed keys, hand-overs, and what survives. */
import { describe, expect, it } from "vitest";
import { fromBase64 } from "../../src/core/bytes.ts";
import { failureCode } from "../../src/core/failure.ts";
import { randomBytes } from "../../src/core/random.ts";
import { encodeCard, fromText, toText } from "../../src/core/share/card.ts";
import { identityOf } from "../../src/core/share/identity.ts";

import { cardOf, know, pair, person, saved, sealed, takeAll } from "./sharing.ts";
import { draftOf, exportFile, password, upload, apply, cofferIn } from "./steps.ts";
import { testWorld } from "./world.ts";

describe("H01, a changed key", () => {
  it("of a known name is an alarm, and blocks both ways until it is settled", async () => {
    const { anna, bert, bertHere, annaHere } = await pair();
    const under = await sealed(anna, bertHere.id, [await saved(anna, draftOf("note", "N"))]);
    const eve = await person("anna ");
    const { what } = await bert.ask["contact.add"]({ text: await cardOf(eve), contact: null });
    expect(what).toBe("alarm");
    expect(await bert.ask["share.check"]({ text: under }).catch(failureCode)).toBe(
      "CONTACT_CHANGED",
    );
    const id = await saved(bert, draftOf("note", "back"));
    expect(await sealed(bert, annaHere.id, [id]).catch(failureCode)).toBe("CONTACT_CHANGED");
    const [line] = (await bert.ask["contact.list"]({})).contacts;
    const { me } = await eve.ask["share.me"]({});
    expect(line?.alarm?.words).toEqual(me?.words);
    // Settled for the old key: it goes on as before.
    await bert.ask["contact.verify"]({
      id: annaHere.id,
      print: line?.alarm?.print ?? "",
      same: false,
    });
    expect(await takeAll(bert, under)).toHaveLength(1);
  });

  it.each(["Аnnа", "ANNA", "A\u3164nna", "Ánna"])(
    "of a name that reads like a known one, %s, is one too",
    async (name) => {
      const { bert } = await pair();
      const { pk, sign } = await identityOf(randomBytes(32));
      const text = toText("card", await encodeCard({ pk, sign, name }));
      const { what, contact } = await bert.ask["contact.add"]({ text, contact: null });
      expect([what, contact.name]).toEqual(["alarm", "Anna"]);
    },
  );

  it("that is right is taken over once its words were compared", async () => {
    const { bert, annaHere } = await pair();
    const anew = await person("Anna 2");
    await bert.ask["contact.add"]({ text: await cardOf(anew), contact: annaHere.id });
    const { me } = await anew.ask["share.me"]({});
    const [line] = (await bert.ask["contact.list"]({})).contacts;
    expect(
      await bert.ask["contact.verify"]({
        id: annaHere.id,
        print: annaHere.print,
        same: true,
      }).catch(failureCode),
    ).toBe("CONFLICT");
    await bert.ask["contact.verify"]({
      id: annaHere.id,
      print: line?.alarm?.print ?? "",
      same: true,
    });
    const [now] = (await bert.ask["contact.list"]({})).contacts;
    expect(now).toMatchObject({ words: me?.words, alarm: null, was: 1 });
    expect(now?.verified).not.toBeNull();
  });

  it("the same agreement key beside another signing key is one too", async () => {
    const { anna, bert } = await pair();
    const eve = await person("Eve");
    const parse = async (one: typeof anna) =>
      (await import("../../src/core/share/card.ts")).decodeCard(fromText(await cardOf(one)).bytes);
    const [a, e] = [await parse(anna), await parse(eve)];
    const mixed = toText("card", await encodeCard({ pk: a.pk, sign: e.sign, name: "Other" }));
    expect((await bert.ask["contact.add"]({ text: mixed, contact: null })).what).toBe("alarm");
  });

  it("words that differ take the verification back", async () => {
    const { anna, bertHere } = await pair();
    await anna.ask["contact.verify"]({ id: bertHere.id, print: bertHere.print, same: false });
    const id = await saved(anna, draftOf("note", "N"));
    expect(await sealed(anna, bertHere.id, [id]).catch(failureCode)).toBe("CONTACT_UNVERIFIED");
  });

  it("a card that is known, or one's own, is not added", async () => {
    const { anna, bert } = await pair();
    for (const one of [anna, bert])
      expect(
        await anna.ask["contact.add"]({ text: await cardOf(one), contact: null }).catch(
          failureCode,
        ),
      ).toBe("CONTACT_KNOWN");
  });
});

describe("a new key of one's own", () => {
  it("is handed over by the old one, and what is under way is still read", async () => {
    const { anna, bert, bertHere, annaHere } = await pair();
    const under = await sealed(bert, annaHere.id, [
      await saved(bert, draftOf("note", "under way")),
    ]);
    await anna.ask["share.me.rotate"]({ proof: password });
    const { me } = await anna.ask["share.me"]({});
    expect(me?.old).toBe(1);
    const { what, contact } = await bert.ask["contact.add"]({
      text: me?.handover ?? "",
      contact: null,
    });
    expect([what, contact.words, contact.was]).toEqual(["handed", me?.words, 1]);
    expect(await takeAll(anna, under)).toHaveLength(1);
    // Both ways again, under the new key.
    await takeAll(
      bert,
      await sealed(anna, bertHere.id, [await saved(anna, draftOf("note", "new"))]),
    );
    await takeAll(
      anna,
      await sealed(bert, annaHere.id, [await saved(bert, draftOf("note", "to new"))]),
    );
    // The hand-over counts once, and only from a verified key.
    expect(
      await bert.ask["contact.add"]({ text: me?.handover ?? "", contact: null }).catch(failureCode),
    ).toBe("CONTACT_KNOWN");
    const eve = await person("Eve");
    expect(
      await eve.ask["contact.add"]({ text: me?.handover ?? "", contact: null }).catch(failureCode),
    ).toBe("TRANSFER_UNKNOWN");
  });

  it("leaves the old private key until it is removed", async () => {
    const { anna, bert, annaHere } = await pair();
    const id = await saved(bert, draftOf("note", "N"));
    const under = await sealed(bert, annaHere.id, [id]);
    await anna.ask["share.me.rotate"]({ proof: password });
    expect(await anna.ask["share.me.forget"]({ proof: password })).toEqual({ count: 1 });
    expect(await anna.ask["share.open"]({ text: under, proof: password }).catch(failureCode)).toBe(
      "TRANSFER_OTHER",
    );
    expect(await anna.ask["share.me.forget"]({ proof: password })).toEqual({ count: 0 });
  });

  it("after an exposure is another altogether: nothing hands it over, and no old key opens", async () => {
    const { anna, bert, annaHere } = await pair();
    const under = await sealed(bert, annaHere.id, [await saved(bert, draftOf("note", "N"))]);
    await anna.ask.rotate({
      typed: { by: "password", secret: password },
      newPassword: null,
      others: [],
      forgetKeys: false,
      exposed: true,
    });
    expect(await anna.ask["share.me"]({})).toEqual({ me: null, ended: true });
    expect(await anna.ask["share.open"]({ text: under, proof: password }).catch(failureCode)).toBe(
      "NO_CARD",
    );
    await anna.ask["share.me.make"]({ name: "Anna", proof: password });
    expect((await anna.ask["share.me"]({})).me).toMatchObject({ handover: null, old: 0 });
    expect(await anna.ask["share.open"]({ text: under, proof: password }).catch(failureCode)).toBe(
      "TRANSFER_OTHER",
    );
  });
});

describe("contacts and keys", () => {
  it("survive a rotation of the vault, a worker's death and a restored backup", async () => {
    const { anna, bert, bertHere, annaHere } = await pair();
    await anna.ask["share.me.rotate"]({ proof: password });
    await bert.ask["contact.add"]({
      text: (await anna.ask["share.me"]({})).me?.handover ?? "",
      contact: null,
    });
    await anna.ask.rotate({
      typed: { by: "password", secret: password },
      newPassword: null,
      others: [],
      forgetKeys: false,
      exposed: false,
    });
    const text = await sealed(bert, annaHere.id, [await saved(bert, draftOf("note", "N"))]);
    const file = await exportFile(anna);
    const fresh = cofferIn(testWorld());
    fresh.world.time.now = anna.world.time.now;
    await upload(fresh, file);
    await fresh.ask["restore.open"]({ by: "password", secret: password });
    await fresh.ask["restore.apply"]({ ...apply, how: "adopt" });
    await fresh.ask.unlock({ by: "password", secret: password });
    expect(
      (await fresh.ask["contact.list"]({})).contacts.map(({ name, verified }) => [
        name,
        verified !== null,
      ]),
    ).toEqual([["Bert", true]]);
    expect((await fresh.ask["share.me"]({})).me?.old).toBe(1);
    expect(await takeAll(fresh, text)).toHaveLength(1);
    expect(bertHere.name).toBe("Bert");
  });

  it("an export under another password has the contacts, and no private key", async () => {
    const { anna } = await pair();
    const begun = await anna.ask["export.begin"]({
      password: "another long password",
      proof: password,
    });
    expect(begun.items).toBe(0);
    const { data } = await anna.ask["backup.part"]({ part: 0 });
    const fresh = cofferIn(testWorld());
    await upload(fresh, fromBase64(data));
    await fresh.ask["restore.open"]({ by: "password", secret: "another long password" });
    await fresh.ask["restore.apply"]({ ...apply, secret: "another long password", how: "adopt" });
    await fresh.ask.unlock({ by: "password", secret: "another long password" });
    expect((await fresh.ask["contact.list"]({})).contacts).toHaveLength(1);
    expect(await fresh.ask["share.me"]({})).toEqual({ me: null, ended: false });
  });

  it("can be renamed and removed", async () => {
    const { anna, bert, bertHere } = await pair();
    await anna.ask["contact.rename"]({ id: bertHere.id, name: "  Bert\u202e B. " });
    expect((await anna.ask["contact.list"]({})).contacts[0]?.name).toBe("Bert B.");
    expect(
      await anna.ask["contact.rename"]({ id: bertHere.id, name: " \n" }).catch(failureCode),
    ).toBe("INVALID");
    await anna.ask["contact.remove"]({ id: bertHere.id });
    expect((await anna.ask["contact.list"]({})).contacts).toEqual([]);
    expect((await know(anna, bert)).name).toBe("Bert");
  });
});
