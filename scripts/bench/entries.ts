/** What is measured. An entry is a function of the two benches; later work adds its own. */
import { argon2Sync } from "node:crypto";
import { defaultCost } from "../../src/core/kdf.ts";
import { emptyFields } from "../../src/core/kinds/kind.ts";
import { kinds } from "../../src/core/kinds/index.ts";
import { ask } from "../../test/e2e/harness/door.ts";
import { type Bench, findFirst, timed, unlockNow } from "./browser.ts";
import type { Entry } from "./rounds.ts";
import { searchEntry } from "./search.ts";
import { shareEntries } from "./share.ts";

const note = {
  id: null,
  rev: 0,
  kind: "note",
  title: "measured",
  tags: [],
  favourite: false,
  origins: [],
  fields: emptyFields(kinds.note).map((field) => ({ ...field, value: "a few words" })),
};
const saveOne: [string, unknown] = ["item.save", { draft: note, password: null }];
const rotate: [string, unknown] = [
  "rotate",
  { typed: unlockNow[1], newPassword: null, others: [], forgetKeys: false, exposed: false },
];

async function relock({ page }: Bench): Promise<void> {
  await ask(page, "lock", {});
}

/** Native Argon2id with the parameters of the benches' vaults (the default cost). */
function native(): Promise<number> {
  const start = performance.now();
  argon2Sync("argon2id", {
    message: Buffer.from("correct horse battery"),
    nonce: Buffer.alloc(16, 1),
    parallelism: defaultCost.p,
    tagLength: 32,
    memory: defaultCost.m,
    passes: defaultCost.t,
  });
  return Promise.resolve(performance.now() - start);
}

export function entriesFor(small: Bench, large: Bench): Entry[] {
  const unlockOf =
    (bench: Bench, more: [string, unknown][] = []) =>
    async () => {
      await relock(bench);
      return timed(bench.page, [unlockNow, ...more]);
    };
  return [
    {
      name: "unlock",
      about: `unlock of a vault of 10 items against native Argon2id (${defaultCost.m} KiB, t = ${defaultCost.t})`,
      sides: [
        { name: "native Argon2id (Node's OpenSSL)", run: native },
        { name: "Coffer, message to answer", run: unlockOf(small) },
      ],
    },
    {
      name: "first-row",
      about: "unlock to the first 50 rows, 10 against 10,000 items",
      sides: [
        { name: "10 items", run: unlockOf(small, [findFirst]) },
        { name: "10,000 items", run: unlockOf(large, [findFirst]) },
      ],
    },
    {
      name: "save",
      about: "save one new item, in a vault of 10 and of 10,000",
      sides: [
        { name: "10 items", run: () => timed(small.page, [saveOne]) },
        { name: "10,000 items", run: () => timed(large.page, [saveOne]) },
      ],
    },
    {
      name: "rotate",
      about: "rotation: all records sealed anew, 10 against 10,000 items (two records each)",
      sides: [
        { name: "10 items", run: () => timed(small.page, [rotate]) },
        { name: "10,000 items", run: () => timed(large.page, [rotate]) },
      ],
    },
    searchEntry(large),
    ...shareEntries(small, large),
  ];
}
