/** Sharing through a mailbox (FORMAT.md 9): what is asked of which server, what it learns, and that nothing is lost. */
import { describe, expect, it } from "vitest";
import { toHex } from "../../src/core/bytes.ts";
import { failureCode } from "../../src/core/failure.ts";
import { decodeCard, fromText } from "../../src/core/share/card.ts";
import { readMailbox } from "../../src/core/share/mailbox.ts";
import { letters, mailScene, mailTerms, ownCard, sendNote, takeLetter } from "./mail-steps.ts";
import { connectedTo, newOffice, office1 } from "./post.ts";
import { card, cardOf, know, pair, person, saved, takeAll } from "./sharing.ts";
import { type Coffer, cofferIn, draftOf, password, titles } from "./steps.ts";
import { cheapDerivation } from "./two.ts";
import { there } from "./world.ts";

cheapDerivation();

const day = 86_400_000;

/** The vault has locked meanwhile. */
async function later(coffer: Coffer, ms: number): Promise<void> {
  coffer.world.time.now += ms;
  await coffer.ask.unlock({ by: "password", secret: password });
}

describe("a mailbox", () => {
  it("carries an item from one vault to another, and is empty afterwards, here and there", async () => {
    const { anna, bert, office, to } = await mailScene();
    const posted = await sendNote(anna, to);
    expect(posted).toMatchObject({ items: 1, origin: office1 });
    expect(await letters(bert)).toEqual([]);
    expect(await bert.ask["mailbox.fetch"]({})).toEqual({ count: 1 });
    expect(await letters(bert)).toMatchObject([
      { from: "Anna", expiry: posted.expiry, critical: false, problem: null },
    ]);
    await takeLetter(bert);
    expect(await titles(bert)).toEqual(["Note"]);
    expect(await letters(bert)).toEqual([]);
    expect(bert.world.stored.facts.has("letters")).toBe(false);
    expect([...office.letters.values()].map(({ bytes }) => bytes)).toEqual([null]);
    expect(await bert.ask["mailbox.fetch"]({})).toEqual({ count: 0 });
  });

  it("makes no request where no server is connected, whatever is asked", async () => {
    const { anna, bert, bertHere } = await pair();
    const office = newOffice(() => 0);
    for (const { world } of [anna, bert]) {
      world.post = async () => {
        office.calls.push("loaded");
        throw new Error("asked");
      };
    }
    const asked = [
      bert.ask["mailbox.make"]({ proof: password }),
      bert.ask["mailbox.fetch"]({}),
      sendNote(anna, bertHere.id),
    ];
    for (const one of asked) expect(await one.catch(failureCode)).toBe("NO_SERVER");
    expect(await bert.ask["mailbox.state"]({})).toEqual({ server: null, mine: null, letters: [] });
    await bert.ask["mailbox.close"]({});
    await bert.ask["mailbox.drop"]({ id: "ab".repeat(16) });
    expect(office.calls).toEqual([]);
  });

  it("of a contact who names this very machine is not asked, unless one's own server is here", async () => {
    const { anna, bert, bertHere } = await pair();
    const office = newOffice(() => bert.world.time.now);
    await connectedTo(bert, office, "http://localhost:631");
    await bert.ask["mailbox.make"]({ proof: password });
    await connectedTo(anna, office, "https://other.example");
    const { mailbox } = await ownCard(bert);
    await anna.ask["contact.add"]({ text: there(mailbox), contact: null });
    const before = office.calls.length;
    expect(await sendNote(anna, bertHere.id).catch(failureCode)).toBe("NO_MAILBOX");
    expect(office.calls).toHaveLength(before);
  });

  it("asks for the password to be made, and for a card", async () => {
    const { bert } = await pair();
    await connectedTo(
      bert,
      newOffice(() => 0),
    );
    expect(await bert.ask["mailbox.make"]({ proof: "wrong" }).catch(failureCode)).toBe(
      "WRONG_SECRET",
    );
    expect((await ownCard(bert)).mailbox).toBeNull();
  });

  it("tells its server no name, no key of a card and nothing that was sent", async () => {
    const { anna, bert, office, to } = await mailScene();
    const id = await saved(anna, card(), password);
    await anna.ask["share.mail"]({
      to,
      items: [{ id, fields: ["cc-number", "cc-csc"] }],
      ...mailTerms,
      critical: true,
    });
    const seen = Buffer.concat(
      [...office.letters.values()].map(({ bytes }) => Buffer.from(bytes ?? [])),
    );
    const cards = [await ownCard(anna), await ownCard(bert)];
    const keys: Buffer[] = [];
    for (const { text } of cards) {
      const { pk, sign } = await decodeCard(fromText(text).bytes);
      keys.push(Buffer.from(pk), Buffer.from(sign));
    }
    const secret = there(readMailbox(there(cards[1]?.mailbox))).secret;
    for (const word of ["Anna", "Bert", "4111111111111111", ...keys, Buffer.from(secret)])
      expect(seen.includes(word)).toBe(false);
    const names = [...office.boxes.keys(), ...office.letters.keys()].join();
    expect(names).not.toContain(toHex(secret));
    expect(office.calls).toEqual(["waiting", "open", "drop"]);
  });

  it("a letter whose answer was lost is there once, though it was sent twice", async () => {
    const { anna, bert, office, to } = await mailScene();
    office.down = "answers";
    expect(await sendNote(anna, to).catch(failureCode)).toBe("MAIL_OFFLINE");
    expect(office.calls.filter((call) => call === "drop")).toHaveLength(2);
    expect(office.letters.size).toBe(1);
    office.down = false;
    expect(await bert.ask["mailbox.fetch"]({})).toEqual({ count: 1 });
  });

  it("what was read for the last time survives a restart, and a server that is gone", async () => {
    const { anna, bert, office, to } = await mailScene();
    await sendNote(anna, to, "Once", { reads: 1 });
    await bert.ask["mailbox.fetch"]({});
    expect([...office.letters.values()].map(({ bytes }) => bytes)).toEqual([null]);
    office.down = true;
    const again = { ...bert, ...cofferIn(bert.world) };
    const [letter] = await letters(again);
    const { text } = await again.ask["mailbox.text"]({ id: there(letter).id });
    await takeAll(again, text);
    expect(await titles(again)).toEqual(["Once"]);
    // It is told no more, though the server could not be told; that is done with the next fetch.
    expect(await again.ask["mailbox.drop"]({ id: there(letter).id }).catch(failureCode)).toBe(
      "MAIL_OFFLINE",
    );
    expect(await letters(again)).toEqual([]);
    office.down = false;
    await again.ask["mailbox.fetch"]({});
    expect(bert.world.stored.facts.has("letters")).toBe(false);
  });

  it("an answer lost at the last reading but one loses nothing", async () => {
    const { anna, bert, office, to } = await mailScene();
    await sendNote(anna, to, "Twice", { reads: 2 });
    const [name, letter] = there([...office.letters][0]);
    letter.reads -= 1;
    expect(await bert.ask["mailbox.fetch"]({})).toEqual({ count: 1 });
    expect(there((await letters(bert))[0]).id).toBe(name);
  });

  it("refuses a letter of nobody in the contacts, shows why, and lets it be thrown away", async () => {
    const { bert, office } = await mailScene();
    const eve = await person("Eve");
    await connectedTo(eve, office);
    const bertThere = await know(eve, bert);
    await eve.ask["contact.add"]({ text: there((await ownCard(bert)).mailbox), contact: null });
    await sendNote(eve, bertThere.id, "Bait");
    await bert.ask["mailbox.fetch"]({});
    const [letter] = await letters(bert);
    expect(letter).toMatchObject({ from: null, problem: "TRANSFER_UNKNOWN" });
    await bert.ask["mailbox.drop"]({ id: there(letter).id });
    expect(await letters(bert)).toEqual([]);
    expect(await bert.ask["mailbox.fetch"]({})).toEqual({ count: 0 });
  });

  it("junk of somebody who knows the address is erased unseen, and stands in nobody's way", async () => {
    const { anna, bert, office, to } = await mailScene();
    await sendNote(anna, to);
    const [, good] = there([...office.letters][0]);
    office.letters.set("cd".repeat(16), { ...good, hash: "" });
    office.letters.set("ce".repeat(16), { ...good, bytes: new Uint8Array(500), hash: "" });
    expect(await bert.ask["mailbox.fetch"]({})).toEqual({ count: 1 });
    expect(await letters(bert)).toHaveLength(1);
    expect(office.letters.get("cd".repeat(16))?.bytes).toBeNull();
  });

  it("H02, replayed: a server that serves a letter again, or under another name, gains nothing", async () => {
    const { anna, bert, office, to } = await mailScene();
    await sendNote(anna, to);
    const kept = there([...office.letters][0]);
    const { bytes } = kept[1];
    await bert.ask["mailbox.fetch"]({});
    await takeLetter(bert);
    office.letters.set(kept[0], { ...kept[1], bytes, reads: 9 });
    office.letters.set("cd".repeat(16), { ...kept[1], bytes, reads: 9 });
    expect(await bert.ask["mailbox.fetch"]({})).toEqual({ count: 0 });
    expect(await letters(bert)).toEqual([]);
    expect(await titles(bert)).toEqual(["Note"]);
  });

  it("a letter that has expired is neither told nor fetched", async () => {
    const { anna, bert, to } = await mailScene();
    await sendNote(anna, to, "Old", { days: 1 });
    await sendNote(anna, to, "Fetched", { days: 2 });
    await bert.ask["mailbox.fetch"]({});
    expect(await letters(bert)).toHaveLength(2);
    await later(bert, day + 1);
    expect(await letters(bert)).toHaveLength(1);
    await later(bert, day);
    await bert.ask["mailbox.fetch"]({});
    expect(await letters(bert)).toEqual([]);
    expect(bert.world.stored.facts.has("letters")).toBe(false);
  });

  it("a server that forgot the mailbox is told of it again with the next fetch", async () => {
    const { anna, bert, office, to } = await mailScene();
    office.boxes.clear();
    expect(await sendNote(anna, to).catch(failureCode)).toBe("NO_MAILBOX");
    await bert.ask["mailbox.fetch"]({});
    await sendNote(anna, to, "After");
    expect(await bert.ask["mailbox.fetch"]({})).toEqual({ count: 1 });
  });

  it("says what is full, and what is too large for it", async () => {
    const { anna, to } = await mailScene();
    const body = "x".repeat(90_000);
    const ids: string[] = [];
    for (let i = 0; i < 13; i++)
      ids.push(await saved(anna, draftOf("note", `Large ${i}`, { body })));
    const items = ids.map((id) => ({ id, fields: null }));
    expect(await anna.ask["share.mail"]({ to, items, ...mailTerms }).catch(failureCode)).toBe(
      "MAIL_TOO_LARGE",
    );
  });
});

describe("another address", () => {
  it("takes along what waits, and the one before is good for nothing", async () => {
    const { anna, bert, office, to } = await mailScene();
    await sendNote(anna, to, "Waiting");
    await sendNote(anna, to, "Last", { reads: 1 });
    const before = [...office.boxes.keys()];
    await bert.ask["mailbox.make"]({ proof: password });
    expect([...office.boxes.keys()]).not.toEqual(before);
    expect(office.boxes.size).toBe(1);
    expect(await letters(bert)).toMatchObject([{ problem: null }, { problem: null }]);
    expect(await sendNote(anna, to).catch(failureCode)).toBe("NO_MAILBOX");
    const { mailbox } = await ownCard(bert);
    const added = await anna.ask["contact.add"]({ text: there(mailbox), contact: null });
    expect(added).toMatchObject({ what: "mailbox", contact: { mailbox: office1 } });
    await sendNote(anna, to, "New");
    await bert.ask["mailbox.fetch"]({});
    expect(await letters(bert)).toHaveLength(3);
  });

  it("an older one, another's, and one beside somebody else's card are refused", async () => {
    const { anna, bert } = await mailScene();
    const old = there((await ownCard(bert)).mailbox);
    bert.world.time.now += 1000;
    await bert.ask["mailbox.make"]({ proof: password });
    const next = there((await ownCard(bert)).mailbox);
    const add = (text: string) =>
      anna.ask["contact.add"]({ text, contact: null }).catch(failureCode);
    await add(next);
    expect(await add(old)).toBe("CONTACT_KNOWN");
    const eve = await person("Eve");
    await connectedTo(
      eve,
      newOffice(() => 0),
    );
    await eve.ask["mailbox.make"]({ proof: password });
    const hers = there((await ownCard(eve)).mailbox);
    expect(await add(hers)).toBe("TRANSFER_UNKNOWN");
    expect(await add(`${await cardOf(eve)}\n${next}`)).toBe("BAD_CARD");
    expect(await add(there((await ownCard(anna)).mailbox ?? hers))).toBe("TRANSFER_UNKNOWN");
    // Both together are one paste.
    const both = await add(`${await cardOf(eve)}\n${hers}`);
    expect(both).toMatchObject({ what: "added", contact: { mailbox: office1, verified: null } });
  });

  it("a card with another key takes no mailbox along, and a new key drops the old one's", async () => {
    const { anna, bertHere } = await mailScene();
    const mallory = await person("Bert 2");
    await mallory.ask["share.me.make"]({ name: "Bert", proof: null });
    await connectedTo(
      mallory,
      newOffice(() => 0),
      "https://evil.example",
    );
    await mallory.ask["mailbox.make"]({ proof: password });
    const { text, mailbox } = await ownCard(mallory);
    const { what, contact } = await anna.ask["contact.add"]({
      text: `${text}\n${mailbox}`,
      contact: null,
    });
    expect([what, contact.mailbox]).toEqual(["alarm", office1]);
    const alarm = there(contact.alarm);
    await anna.ask["contact.verify"]({ id: bertHere.id, print: alarm.print, same: true });
    const { contacts } = await anna.ask["contact.list"]({});
    expect(contacts.find(({ id }) => id === bertHere.id)?.mailbox).toBeNull();
    expect(await sendNote(anna, bertHere.id).catch(failureCode)).toBe("NO_MAILBOX");
  });

  it("a new identity says the same address anew, and contacts go on writing", async () => {
    const { anna, bert, to } = await mailScene();
    bert.world.time.now += 1000;
    await bert.ask["share.me.rotate"]({ proof: password });
    const { handover, mailbox } = await ownCard(bert);
    await anna.ask["contact.add"]({ text: `${handover}\n${mailbox}`, contact: null });
    await sendNote(anna, to, "After");
    expect(await bert.ask["mailbox.fetch"]({})).toEqual({ count: 1 });
    await takeLetter(bert);
    expect(await titles(bert)).toEqual(["After"]);
  });

  it("is closed with all that waits", async () => {
    const { anna, bert, office, to } = await mailScene();
    await sendNote(anna, to);
    await bert.ask["mailbox.close"]({});
    expect([office.boxes.size, office.letters.size]).toEqual([0, 0]);
    expect((await ownCard(bert)).mailbox).toBeNull();
    expect(await bert.ask["mailbox.fetch"]({}).catch(failureCode)).toBe("NO_MAILBOX");
  });
});
