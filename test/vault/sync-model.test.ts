/** The model of two devices (model.ts) in its short form; sync-model.long.test.ts runs it by the thousands. */
import { expect, test } from "vitest";
import { inStepAtFirst, modelHolds } from "./model.ts";
import { cheapDerivation } from "./two.ts";

cheapDerivation();

test("two devices converge and lose nothing, whatever happens between", async () => {
  const count = await modelHolds(await inStepAtFirst(), { numRuns: 100, steps: 25 });
  // The model is not idle: every kind of thing did happen.
  const usual = [
    "sync",
    "edit",
    "erase",
    "offline",
    "lost",
    "killed",
    "rotate",
    "purge",
    "restore exact",
  ];
  for (const what of usual) expect(count.get(what) ?? 0, what).toBeGreaterThan(0);
}, 120_000);
