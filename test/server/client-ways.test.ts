/** Devices and their removal, the history of the server, and what asks the user before it goes on. */
import { describe, expect, test } from "vitest";
import { attach, contentOf, fetch as fetchFile } from "../vault/file-steps.ts";
import { draftOf, password, save, titles } from "../vault/steps.ts";
import { cheapDerivation } from "../vault/two.ts";
import {
  byPassword,
  type Client,
  connected,
  paired,
  type Running,
  serverForEach,
  syncNow,
} from "./client.ts";

cheapDerivation();

let at: Running;
const { keep } = serverForEach((one) => (at = one));
const note = (device: Client, title: string) => save(device, draftOf("note", title));
const statusOf = (device: Client) => device.ask["server.status"]({});
const devicesOf = async (device: Client) =>
  (await device.ask["server.devices"]({ proof: password })).devices;
const statesOf = async (device: Client) =>
  (await device.ask["server.history"]({ before: null })).states;
const rename = async (device: Client, id: string, title: string) => {
  const item = await device.ask["item.read"]({ id });
  const { rev, kind, tags, favourite, origins, fields } = item;
  await save(device, { id, rev, kind, title, tags, favourite, origins, fields });
};

describe("devices", () => {
  test("a removed one gets nothing that comes later, and loses nothing of what it has", async () => {
    const a = keep(await connected(at, "a"));
    const b = keep(await paired(a, "b"));
    await syncNow(a);
    const [, other] = await devicesOf(a);
    expect(other).toMatchObject({ name: "b", own: false });
    await a.ask["server.device.rename"]({
      id: other?.id ?? "",
      name: "Old laptop",
      proof: password,
    });
    expect((await devicesOf(a)).map(({ name }) => name)).toEqual(["Test a", "Old laptop"]);
    const remove = (id: string) =>
      a.ask["server.device.remove"]({
        id,
        typed: byPassword,
        newPassword: null,
        others: [],
        forgetKeys: false,
      });
    const [own] = await devicesOf(a);
    await expect(remove(own?.id ?? "")).rejects.toThrow("INVALID");
    const { recoveryCode, waits } = await remove(other?.id ?? "");
    expect(recoveryCode).not.toBe("");
    expect(waits).toBeUndefined();
    await note(a, "after");
    await syncNow(a);
    expect((await devicesOf(a)).map(({ name }) => name)).toEqual(["Test a"]);

    await note(b, "of b");
    await expect(b.ask["server.sync"]({ proof: null, consent: false })).rejects.toThrow("STEP_UP");
    await expect(syncNow(b)).rejects.toThrow("DEVICE_REMOVED");
    expect(await statusOf(b)).toMatchObject({ state: "trouble", problem: "DEVICE_REMOVED" });
    expect(await titles(b)).toEqual(["of b"]);
    // It was a mistake: it is connected anew, by the other one's word, and is in the list again.
    await b.ask["server.disconnect"]({});
    const { text } = await a.ask["server.pair"]({ proof: password });
    await b.ask["server.link"]({ way: { by: "pairing", text }, proof: password });
    await syncNow(b);
    await syncNow(a);
    expect((await titles(a)).toSorted()).toEqual(["after", "of b"]);
    expect(await titles(b)).toEqual(await titles(a));
    expect(await devicesOf(a)).toHaveLength(2);
  });

  test("without an answer of the server the removal waits, and is done when it comes", async () => {
    const a = keep(await connected(at, "a"));
    const b = keep(await paired(a, "b"));
    await syncNow(a);
    const [, other] = await devicesOf(a);
    let lost = false;
    a.wire.bend = async (url, init, real) => {
      const answer = await real(url, init);
      if (init.method === "POST" && !lost) {
        lost = true;
        throw new TypeError("reset");
      }
      return answer;
    };
    const { waits } = await a.ask["server.device.remove"]({
      id: other?.id ?? "",
      typed: byPassword,
      newPassword: null,
      others: [],
      forgetKeys: false,
    });
    expect(waits).toBe("answer");
    a.wire.bend = null;
    await syncNow(a).catch(() => undefined);
    if ((await a.ask.status({})).state === "locked") await a.ask.unlock(byPassword);
    await syncNow(a);
    expect((await devicesOf(a)).map(({ name }) => name)).toEqual(["Test a"]);
    await expect(syncNow(b)).rejects.toThrow("DEVICE_REMOVED");
  });
});

describe("history", () => {
  test("shows what was, and brings back one item as it was, or all, or exactly all", async () => {
    const a = keep(await connected(at, "a"));
    const one = await note(a, "one");
    const card = await save(a, draftOf("card", "card", { "cc-csc": "123" }), password);
    await syncNow(a);
    const [then] = await statesOf(a);
    expect(then).toMatchObject({ now: true });
    await rename(a, one.id, "changed");
    await a.ask["item.trash"]({ ids: [card.id] });
    await a.ask["item.erase"]({ ids: [card.id] });
    await note(a, "new");
    await syncNow(a);
    const states = await statesOf(a);
    expect(states[0]?.rev).toBeGreaterThan(then?.rev ?? 0);
    const rev = then?.rev ?? 0;
    const shown = await a.ask["server.state"]({ rev, proof: null });
    expect(Object.fromEntries(shown.items.map(({ title, here }) => [title, here]))).toEqual({
      one: "differs",
      card: "gone",
    });
    expect(shown.newer).toBe(1);
    const back = (ask: object) =>
      a.ask["server.state.restore"]({
        rev,
        ids: null,
        exact: false,
        typed: "",
        proof: null,
        ...ask,
      });
    expect(await back({ ids: [one.id] })).toEqual({ items: 1 });
    expect((await titles(a)).toSorted()).toEqual(["new", "one"]);
    await expect(back({})).rejects.toThrow("STEP_UP");
    expect(await back({ proof: password })).toEqual({ items: 1 });
    expect((await titles(a)).toSorted()).toEqual(["card", "new", "one"]);
    const { values } = await a.ask["item.reveal"]({ id: card.id, password });
    expect(values).toMatchObject([{ value: "123" }]);
    await expect(back({ exact: true, proof: password })).rejects.toThrow("CONFIRMATION");
    await back({ exact: true, proof: password, typed: "RESTORE" });
    expect((await titles(a)).toSorted()).toEqual(["card", "one"]);
    expect(await titles(a, "", "trash")).toEqual(["new"]);
    await syncNow(a);
    const b = keep(await paired(a, "b"));
    expect((await titles(b)).toSorted()).toEqual(["card", "one"]);
  });

  test("a file comes back with its item, also on a device that has never seen it", async () => {
    const a = keep(await connected(at, "a"));
    const one = await note(a, "with a file");
    const content = contentOf(200_000, 1);
    await attach(a, one.id, "scan.pdf", content);
    await syncNow(a);
    const [then] = await statesOf(a);
    await a.ask["item.trash"]({ ids: [one.id] });
    await a.ask["item.erase"]({ ids: [one.id] });
    await syncNow(a);
    const b = keep(await paired(a, "b"));
    expect(await titles(b)).toEqual([]);
    const ask = { rev: then?.rev ?? 0, exact: false, typed: "", proof: null };
    expect(await b.ask["server.state.restore"]({ ...ask, ids: [one.id] })).toEqual({ items: 1 });
    await syncNow(b);
    await syncNow(a);
    for (const device of [a, b]) {
      expect(await fetchFile(device, one.id, "scan.pdf")).toEqual(content);
    }
  });

  test("a state from before a change of keys opens with the password", async () => {
    const a = keep(await connected(at, "a"));
    const one = await note(a, "one");
    await syncNow(a);
    const [then] = await statesOf(a);
    await a.ask.rotate({
      typed: byPassword,
      newPassword: "quite another password",
      others: [],
      forgetKeys: false,
      exposed: false,
    });
    await rename(a, one.id, "changed");
    const proof = "quite another password";
    await a.ask["server.sync"]({ proof, consent: false });
    const rev = then?.rev ?? 0;
    await expect(a.ask["server.state"]({ rev, proof: null })).rejects.toThrow("STEP_UP");
    await expect(a.ask["server.state"]({ rev, proof: password })).rejects.toThrow("WRONG_SECRET");
    const { items } = await a.ask["server.state"]({ rev, proof });
    expect(items).toMatchObject([{ title: "one", here: "differs" }]);
    const ask = { rev, ids: [one.id], exact: false, typed: "", proof };
    expect(await a.ask["server.state.restore"](ask)).toEqual({ items: 1 });
    expect(await titles(a)).toEqual(["one"]);
    await expect(a.ask["server.state"]({ rev: 9999, proof })).rejects.toThrow("NOT_FOUND");
  });
});

describe("the brake", () => {
  test("asks before many items go; who says no keeps them, on both devices", async () => {
    const a = keep(await connected(at, "a"));
    const ids: string[] = [];
    for (let i = 0; i < 11; i++)
      ids.push((await save(a, draftOf("note", `item ${i}`, { body: `body of ${i}` }))).id);
    const numbers = { "cc-number": "4111111111111111", "cc-csc": "123" };
    const card = await save(a, draftOf("card", "card", numbers), password);
    ids.push(card.id);
    await syncNow(a);
    const b = keep(await paired(a, "b"));
    const c = keep(await paired(a, "c"));
    await a.ask["item.trash"]({ ids });
    await syncNow(a);
    await b.ring();
    expect(await statusOf(b)).toMatchObject({
      state: "trouble",
      problem: "CONFIRMATION",
      brake: { removes: 12, of: 12 },
    });
    expect(await titles(b)).toHaveLength(12);
    // One says yes.
    await syncNow(b, true);
    expect(await titles(b)).toHaveLength(0);
    expect(await titles(b, "", "trash")).toHaveLength(12);
    expect(await statusOf(b)).toMatchObject({ problem: null, brake: null });
    // Meanwhile the trash was emptied there, of all but two.
    await a.ask["item.erase"]({ ids: ids.slice(2) });
    await rename(a, ids[1] ?? "", "renamed in the trash");
    await syncNow(a);
    // The other one says no: what it has stays, comes back on all, and nobody is asked again.
    await expect(syncNow(c)).rejects.toThrow("CONFIRMATION");
    expect(await titles(c)).toHaveLength(12);
    await c.ask["server.sync"]({ proof: null, consent: false, keep: true });
    await syncNow(a);
    await syncNow(b);
    const all = (await titles(c)).toSorted();
    expect(all).toHaveLength(12);
    expect(all).toContain("renamed in the trash");
    for (const device of [a, b]) {
      expect((await titles(device)).toSorted()).toEqual(all);
      expect(await titles(device, "", "trash")).toEqual([]);
      expect(await statusOf(device)).toMatchObject({ problem: null, pending: 0 });
    }
    const { fields } = await a.ask["item.read"]({ id: ids[5] ?? "" });
    expect(fields.find(({ key }) => key === "body")?.value).toBe("body of 5");
    const { values } = await a.ask["item.reveal"]({ id: card.id, password });
    expect(values).toContainEqual(expect.objectContaining({ value: "123" }));
  });

  test("what goes below it goes at once, and what was edited here since stays", async () => {
    const a = keep(await connected(at, "a"));
    const ids: string[] = [];
    for (let i = 0; i < 12; i++) ids.push((await note(a, `item ${i}`)).id);
    await syncNow(a);
    const b = keep(await paired(a, "b"));
    await rename(b, ids[0] ?? "", "edited here");
    await a.ask["item.trash"]({ ids: ids.slice(0, 9) });
    await syncNow(a);
    await b.ring();
    expect(await statusOf(b)).toMatchObject({ state: "ok", problem: null, brake: null });
    expect((await titles(b)).toSorted()).toEqual(["edited here", "item 10", "item 11", "item 9"]);
  });
});
