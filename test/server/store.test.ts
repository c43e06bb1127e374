/** One list of promises over every store. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Store } from "../../server/store/store.ts";
import { storeContract } from "./contract.ts";
import { mailContract } from "./mail-contract.ts";
import { mirrorContract } from "./mirror-contract.ts";
import { type Postgres, postgresHere, sqliteHere } from "./world.ts";

describe("SQLite", () => {
  let here: Awaited<ReturnType<typeof sqliteHere>>;
  beforeAll(async () => {
    here = await sqliteHere();
  });
  afterAll(() => here.end());
  storeContract(() => here.store);
  mailContract(() => here.store);
  mirrorContract(() => here.store);
});

const postgres: Postgres | null = await postgresHere();
afterAll(() => postgres?.end());

describe.skipIf(postgres === null)("PostgreSQL", () => {
  let store: Store;
  beforeAll(async () => {
    if (postgres !== null) store = await postgres.open();
  });
  afterAll(() => store.close());
  storeContract(() => store);
  mailContract(() => store);
  mirrorContract(() => store);
});

describe.skipIf(postgres === null)("PostgreSQL, serializable, with conflicts forced", () => {
  let store: Store;
  let forced = 0;
  let n = 0;
  beforeAll(async () => {
    if (postgres === null) return;
    const conflict = () => {
      n += 1;
      if (n % 3 !== 0) return false;
      forced += 1;
      return true;
    };
    store = await postgres.open({ serializable: true, conflict });
  });
  afterAll(() => store.close());
  storeContract(() => store);
  mailContract(() => store);
  mirrorContract(() => store);
  test("conflicts did happen", () => expect(forced).toBeGreaterThan(20));
});
