/** The model of two devices (model.ts) in its short form; sync-model.long.test.ts runs it by the thousands. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { runModel, step } from "./model.ts";
import { draftOf, save } from "./steps.ts";
import { cheapDerivation, expectInStep, twoDevices } from "./two.ts";

cheapDerivation();

test("two devices converge and lose nothing, whatever happens between", async () => {
  const made = await twoDevices();
  for (const title of ["one", "two", "three"])
    await save(made.a, draftOf("login", title, { username: title }));
  await expectInStep(made);
  const seen = new Set<string>();
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 5, maxLength: Number(process.env["STEPS"] ?? 25) }),
      async (steps) => {
        const { count } = await runModel(made, steps);
        for (const what of count.keys()) seen.add(what);
      },
    ),
    { numRuns: Number(process.env["RUNS"] ?? 60) },
  );
  // The model is not idle: every kind of thing did happen.
  for (const what of [
    "sync",
    "edit",
    "erase",
    "offline",
    "lost",
    "killed",
    "rotate",
    "restore exact",
  ])
    expect(seen, what).toContain(what);
  if (process.env["COUNTS"]) process.stdout.write(`${[...seen].join(", ")}\n`);
}, 1_200_000);
