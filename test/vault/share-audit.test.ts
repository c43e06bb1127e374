/** The log about sharing: every way out, every way in, every refusal, with the contact and counts, and nothing of what it was. */
import { describe, expect, it } from "vitest";
import { toHex } from "../../src/core/bytes.ts";
import { failureCode } from "../../src/core/failure.ts";
import { openRecord, peekRecord, recordClass } from "../../src/core/record.ts";
import {
  decodeTransfer,
  encodeTransfer,
  fromBlock,
  toBlock,
} from "../../src/core/share/container.ts";
import { use } from "../../src/vault/vault.ts";
import { flipBit } from "../core/any.ts";
import { mailScene, sendNote } from "./mail-steps.ts";
import { auditOf, cardOf, pair, person, saved, sealed, takeAll } from "./sharing.ts";
import { type Coffer, draftOf, pass, password } from "./steps.ts";
import { cheapDerivation } from "./two.ts";
import { there } from "./world.ts";

cheapDerivation();

const day = 86_400_000;
const note = (title = "TITLE-CANARY") => draftOf("note", title, { body: "BODY-CANARY" });

/** All entries as they are under their seal. */
async function entriesOf({ world, vault }: Coffer): Promise<string> {
  const opened = await use(vault);
  const logged = [...world.stored.records.values()].filter(({ cls }) => cls === recordClass.audit);
  expect(logged.length).toBeGreaterThan(0);
  const plain = await Promise.all(
    logged.map(({ bytes }) =>
      openRecord(opened.keys.audit, { ...peekRecord(bytes), ...opened.vault }, bytes),
    ),
  );
  return plain.map((one) => Buffer.from(one).toString("latin1")).join("|");
}

/** The newest line of the log about sharing. */
async function newest(coffer: Coffer) {
  const line = (await auditOf(coffer)).find(({ sharing }) => sharing !== null);
  return line && { event: line.event, contact: line.item?.id ?? null, sharing: line.sharing };
}

describe("the log about sharing", () => {
  it("has what was sent, with the contact and how many items, and nothing where none was sent", async () => {
    const { anna, bertHere } = await pair();
    const ids = [await saved(anna, note()), await saved(anna, note("OTHER-CANARY"))];
    const items = ids.map((id) => ({ id, fields: null }));
    const ask = { to: bertHere.id, items, critical: false, days: 7 };
    await anna.ask["share.send"]({ ...ask, proof: "wrong" }).catch(failureCode);
    expect(await newest(anna)).toBeUndefined();
    await anna.ask["share.send"]({ ...ask, proof: password });
    const contact = bertHere.id;
    expect(await newest(anna)).toEqual({ event: "shared", contact, sharing: { count: 2 } });
    const out = { items, critical: false, proof: null };
    await anna.ask["share.link"]({ ...out, days: 7 });
    expect(await newest(anna)).toEqual({
      event: "sharedLink",
      contact: null,
      sharing: { count: 2 },
    });
    await anna.ask["share.age"]({ ...out, to: { passphrase: "PASSPHRASE-CANARY" } });
    expect(await newest(anna)).toEqual({
      event: "sharedAge",
      contact: null,
      sharing: { count: 2 },
    });
    const plain = await entriesOf(anna);
    for (const secret of ["CANARY", "Bert", password]) expect(plain).not.toContain(secret);
  });

  it("has a letter as it has a file", async () => {
    const { anna, to } = await mailScene();
    await sendNote(anna, to);
    expect(await newest(anna)).toEqual({ event: "shared", contact: to, sharing: { count: 1 } });
  });

  it("has what was taken, and how many of them", async () => {
    const { anna, bert, bertHere, annaHere } = await pair();
    const text = await sealed(anna, bertHere.id, [
      await saved(anna, note()),
      await saved(anna, note()),
    ]);
    const { token } = await bert.ask["share.open"]({ text, proof: password });
    expect(await newest(bert)).toBeUndefined();
    await bert.ask["share.take"]({ token, items: [{ at: 1, fields: null }], proof: null });
    const contact = annaHere.id;
    expect(await newest(bert)).toEqual({ event: "received", contact, sharing: { count: 1 } });
    const plain = await entriesOf(bert);
    const { shareId } = decodeTransfer(fromBlock(text));
    for (const secret of ["CANARY", "Anna", toHex(shareId)]) expect(plain).not.toContain(secret);
  });

  it("has each reason of a refusal, with the contact where there is one", async () => {
    const { anna, bert, bertHere, annaHere } = await pair();
    const eve = await person("Eve");
    const id = await saved(anna, note());
    const send = () => sealed(anna, bertHere.id, [id]);
    const refused = async (by: Coffer, text: string, reason: string, contact: string | null) => {
      const why = await by.ask["share.open"]({ text, proof: password }).catch(failureCode);
      expect(why).toBe(reason);
      expect(await newest(by)).toEqual({ event: "shareRefused", contact, sharing: reason });
    };
    await refused(eve, await send(), "TRANSFER_UNKNOWN", null);
    const added = await eve.ask["contact.add"]({ text: await cardOf(anna), contact: null });
    const { id: annaThere, print } = added.contact;
    await refused(eve, await send(), "CONTACT_UNVERIFIED", annaThere);
    await eve.ask["contact.verify"]({ id: annaThere, print, same: true });
    await refused(eve, await send(), "TRANSFER_OTHER", annaThere);

    const whole = encodeTransfer(decodeTransfer(fromBlock(await send())));
    const broken = toBlock(flipBit(whole, whole.length * 8 - 1));
    await refused(bert, broken, "TAMPERED", annaHere.id);
    const taken = await send();
    await takeAll(bert, taken);
    await refused(bert, taken, "TRANSFER_SEEN", annaHere.id);
    const unwanted = await bert.ask["share.open"]({ text: await send(), proof: password });
    await bert.ask["share.drop"]({ token: unwanted.token, refuse: true });
    expect(await newest(bert)).toEqual({
      event: "shareRefused",
      contact: annaHere.id,
      sharing: "CANCELLED",
    });
    const late = await send();
    pass(bert, 7 * day);
    await refused(bert, late, "TRANSFER_EXPIRED", annaHere.id);
    const imposter = await person("anna ");
    await bert.ask["contact.add"]({ text: await cardOf(imposter), contact: null });
    await refused(bert, late, "CONTACT_CHANGED", annaHere.id);
    expect(there(await entriesOf(bert))).not.toContain("CANARY");
  });
});
