import { describe, expect, it } from "vitest";
import type { Row } from "../../src/core/item.ts";
import { finder, pageRows } from "../../src/ui/state/finder.ts";
import type { Ask, Found } from "../../src/wire/protocol.ts";

function row(n: number): Row {
  const id = n.toString(16).padStart(32, "0");
  return {
    id,
    kind: "login",
    title: `Item ${n}`,
    hint: "",
    tags: [],
    favourite: false,
    origins: [],
    modified: 0,
    trashed: null,
  };
}

/** A background with `count` items, of which the first `site` belong to the page in front. */
function background(count: number, site = 0) {
  const asked: Ask<"find">[] = [];
  const state = { count };
  const find = async (ask: Ask<"find">): Promise<Found> => {
    asked.push(ask);
    const all = Array.from({ length: state.count }, (_, n) => row(n)).filter((one) =>
      one.title.includes(ask.text),
    );
    const rest = all.slice(Math.min(site, all.length));
    return {
      site: all.slice(0, site),
      rows: rest.slice(ask.offset, ask.offset + ask.limit),
      total: all.length,
    };
  };
  return { asked, find, state };
}

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe("the list", () => {
  it("asks for the first page only and knows how many there are", async () => {
    const { find, asked } = background(10_000, 2);
    const list = finder(find, () => 7);
    list.look({ text: "" });
    await settled();
    expect(asked).toHaveLength(1);
    expect(asked[0]).toMatchObject({ tabId: 7, offset: 0, limit: pageRows });
    const { total, rows, site } = list.store.getState();
    expect([total, rows.length, site.length]).toEqual([10_000, 9_998, 2]);
    expect(list.rowAt(1)).toEqual(row(1));
    expect(list.rowAt(2)).toEqual(row(2));
    expect(list.rowAt(5000)).toBeUndefined();
  });

  it("asks for the pages that come into view, each once", async () => {
    const { find, asked } = background(10_000);
    const list = finder(find, () => null);
    list.look({});
    await settled();
    list.need(4990, 5020);
    list.need(4990, 5020);
    await settled();
    expect(asked.map((ask) => ask.offset)).toEqual([0, 4950, 5000]);
    expect(list.rowAt(4995)).toEqual(row(4995));
    expect(list.rowAt(5019)).toEqual(row(5019));
  });

  it("does not mix pages of an outdated search into the new one", async () => {
    const { find } = background(10_000);
    const list = finder(find, () => null);
    list.look({});
    await settled();
    list.need(200, 220);
    list.look({ text: "Item 99" });
    await settled();
    const { rows, total } = list.store.getState();
    expect(total).toBe(111);
    const here = rows.filter((one) => one !== undefined);
    expect(here).toHaveLength(pageRows);
    for (const one of here) expect(one.title).toContain("Item 99");
  });

  it("keeps its rows while it asks again, and its place within what is left", async () => {
    const { find, state } = background(60);
    const list = finder(find, () => null);
    list.look({});
    await settled();
    list.need(50, 60);
    await settled();
    list.move(59);
    state.count = 55;
    list.again();
    expect(list.rowAt(59)).toEqual(row(59));
    await settled();
    expect(list.store.getState().at).toBe(54);
    expect(list.store.getState().rows).toHaveLength(55);
  });

  it("starts at the top after a new search and never leaves the list", async () => {
    const { find } = background(100);
    const list = finder(find, () => null);
    list.look({});
    await settled();
    list.move(40);
    list.look({ text: "9" });
    await settled();
    expect(list.store.getState().at).toBe(0);
    list.move(-3);
    expect(list.store.getState().at).toBe(0);
    list.move(1e6);
    expect(list.store.getState().at).toBe(list.store.getState().total - 1);
  });

  it("forgets every title when the vault locks, also those on their way", async () => {
    const { find } = background(200);
    const list = finder(find, () => null);
    list.look({});
    await settled();
    list.need(100, 110);
    list.empty();
    await settled();
    expect(list.store.getState()).toMatchObject({ site: [], rows: [], total: 0, answered: null });
    list.look({});
    list.empty();
    await settled();
    expect(list.store.getState()).toMatchObject({ rows: [], total: 0, answered: null });
  });

  it("forgets what was looked for when the vault locks: it may be a secret", async () => {
    const { find, asked } = background(20);
    const list = finder(find, () => null);
    list.look({ text: "hunter2", tag: "Doctor", kind: "note", favourite: true });
    await settled();
    list.empty();
    expect(JSON.stringify(list.store.getState())).not.toMatch(/hunter2|Doctor|note|true/);
    list.again();
    await settled();
    expect(asked.at(-1)).toMatchObject({ text: "", tag: null, kind: null, favourite: false });
  });

  it("acts on what was typed, not on what still stands there, and not at all once something else is", async () => {
    const { find } = background(20);
    const list = finder(find, () => null);
    list.look({});
    await settled();
    const chosen: (string | undefined)[] = [];
    const choose = (): void => list.once(() => chosen.push(list.rowAt(0)?.title));
    choose();
    list.look({ text: "Item 7" });
    choose();
    choose();
    expect(chosen).toEqual(["Item 0"]);
    await settled();
    expect(chosen).toEqual(["Item 0", "Item 7"]);
    list.look({ text: "Item 8" });
    choose();
    list.look({ text: "Item 9" });
    await settled();
    list.look({ text: "Item 3" });
    choose();
    list.empty();
    await settled();
    expect(chosen).toEqual(["Item 0", "Item 7"]);
  });

  it("does not act long after an answer that did not come", async () => {
    const { find } = background(20);
    let fails = false;
    const list = finder(
      (ask) => (fails ? Promise.reject(new Error("no")) : find(ask)),
      () => null,
    );
    list.look({});
    await settled();
    fails = true;
    list.look({ text: "Item 7" });
    const chosen: string[] = [];
    list.once(() => chosen.push("too late"));
    await settled();
    fails = false;
    list.again();
    await settled();
    expect(list.rowAt(0)?.title).toBe("Item 7");
    expect(chosen).toEqual([]);
  });
});
