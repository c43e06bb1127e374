/** Sharing on two devices of one vault that sync: they agree on contacts, alarms, what was taken, identity and mailbox. */
import { beforeAll, expect, test } from "vitest";
import { failureCode } from "../../src/core/failure.ts";
import { connect } from "../../src/vault/connect.ts";
import { connectedTo, newOffice, postOf } from "./post.ts";
import { card, cardOf, know, type Person, person, saved, sealed, takeAll } from "./sharing.ts";
import { draftOf, password, titles } from "./steps.ts";
import {
  byPassword,
  cheapDerivation,
  copyOfTwo,
  type Device,
  expectInStep,
  type Two,
  twoDevices,
} from "./two.ts";
import { there } from "./world.ts";

cheapDerivation();
let made: Two;
let bert: Person;
beforeAll(async () => {
  made = await twoDevices();
  await made.a.ask["share.me.make"]({ name: "Anna", proof: password });
  bert = await person("Bert");
  await know(made.a, bert);
  await know(bert, made.a);
  await expectInStep(made);
});
const two = () => copyOfTwo(made);

const contactsOf = async (device: Device) => (await device.ask["contact.list"]({})).contacts;
const meOf = async (device: Device) => there((await device.ask["share.me"]({})).me);

/** What another person seals for the vault of both devices. */
async function fromBert(title: string): Promise<string> {
  const [to] = (await bert.ask["contact.list"]({})).contacts;
  const id = await saved(bert, draftOf("note", title, { body: "x" }));
  return sealed(bert, there(to).id, [id]);
}

test("a card and its verification on one device are there on the other, and both can send and receive", async () => {
  const { a, b } = await two();
  expect(await meOf(b)).toEqual(await meOf(a));
  expect(await contactsOf(b)).toEqual(await contactsOf(a));
  const [contact] = await contactsOf(b);
  expect(contact?.verified).not.toBeNull();
  const id = await saved(b, card(), password);
  const text = await sealed(b, there(contact).id, [id]);
  expect((await bert.ask["share.check"]({ text })).from).toBe("Anna");
  await takeAll(b, await fromBert("For b"));
  expect(await titles(b)).toContain("For b");
});

test("what one device has taken or refused, the other takes no more once they have synced", async () => {
  const both = await two();
  const { a, b } = both;
  const [taken, refused, alsoTaken] = [
    await fromBert("Taken"),
    await fromBert("Refused"),
    await fromBert("On b"),
  ];
  await takeAll(a, taken);
  const { token } = await a.ask["share.open"]({ text: refused, proof: password });
  await a.ask["share.drop"]({ token, refuse: true });
  // Meanwhile, without a line, the other has taken another: both are remembered.
  await takeAll(b, alsoTaken);
  await expectInStep(both);
  for (const device of [a, b])
    for (const text of [taken, refused, alsoTaken])
      expect(await device.ask["share.check"]({ text }).catch(failureCode)).toBe("TRANSFER_SEEN");
  expect((await titles(b)).toSorted()).toEqual(["On b", "Taken"]);
});

test("an alarm on one device blocks the other, and settling it frees both", async () => {
  const both = await two();
  const { a, b } = both;
  const other = await person("Bert on another device");
  await other.ask["share.me.make"]({ name: "Bert", proof: null });
  expect((await a.ask["contact.add"]({ text: await cardOf(other), contact: null })).what).toBe(
    "alarm",
  );
  await expectInStep(both);
  const [blocked] = await contactsOf(b);
  expect(blocked?.alarm).not.toBeNull();
  const text = await fromBert("While in doubt");
  expect(await b.ask["share.check"]({ text }).catch(failureCode)).toBe("CONTACT_CHANGED");
  const { id, alarm } = there(blocked);
  await b.ask["contact.verify"]({ id, print: there(alarm).print, same: false });
  await expectInStep(both);
  expect((await contactsOf(a))[0]?.alarm).toBeNull();
  expect((await a.ask["share.check"]({ text })).from).toBe("Bert");
});

test("a new identity of one device is the other's too, which still reads what was sealed for the old one", async () => {
  const both = await two();
  const { a, b } = both;
  const before = await fromBert("For the old key");
  await a.ask["share.me.rotate"]({ proof: password });
  await expectInStep(both);
  expect(await meOf(b)).toEqual(await meOf(a));
  expect((await meOf(b)).old).toBe(1);
  await takeAll(b, before);
  expect(await titles(b)).toEqual(["For the old key"]);
});

test("a mailbox of one device is the other's too: each fetches, and what one took the other drops", async () => {
  const both = await two();
  const { a, b, backupKey } = both;
  const office = newOffice(() => a.world.time.now);
  const origin = "https://vault.example";
  for (const { vault, world } of [a, b]) {
    world.post = async () => postOf(office);
    await connect(vault, byPassword, backupKey, { origin });
  }
  await a.ask["mailbox.make"]({ proof: password });
  await expectInStep(both);
  expect((await meOf(b)).mailbox).toBe((await meOf(a)).mailbox);
  await connectedTo(bert, office);
  await bert.ask["contact.add"]({ text: there((await meOf(a)).mailbox), contact: null });
  const [to] = (await bert.ask["contact.list"]({})).contacts;
  const id = await saved(bert, draftOf("note", "By mail", { body: "x" }));
  const items = [{ id, fields: null }];
  await bert.ask["share.mail"]({
    to: there(to).id,
    items,
    critical: false,
    days: 7,
    reads: 3,
    proof: password,
  });
  for (const device of [a, b]) expect(await device.ask["mailbox.fetch"]({})).toEqual({ count: 1 });
  const [letter] = (await a.ask["mailbox.state"]({})).letters;
  const { text } = await a.ask["mailbox.text"]({ id: there(letter).id });
  await takeAll(a, text);
  await a.ask["mailbox.drop"]({ id: there(letter).id });
  await expectInStep(both);
  expect((await b.ask["mailbox.state"]({})).letters).toEqual([]);
  expect(await b.ask["mailbox.fetch"]({})).toEqual({ count: 0 });
  expect(b.world.stored.facts.has("letters")).toBe(false);
  expect(await titles(b)).toEqual(["By mail"]);
});
