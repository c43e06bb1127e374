/** The model of two devices by the thousands, with longer stories; every lie is told, every way of restoring is tried. */
import { expect, test } from "vitest";
import { lieNames } from "./lies.ts";
import { inStepAtFirst, modelHolds } from "./model.ts";
import { cheapDerivation } from "./two.ts";

cheapDerivation();

test("two devices converge and lose nothing, in thousands of stories", async () => {
  const count = await modelHolds(await inStepAtFirst(), { numRuns: 3000, steps: 60 });
  const usual = ["sync", "edit", "erase", "offline", "lost", "killed", "lived", "rotate"];
  const rare = [
    "rotation waits",
    "restore add",
    "restore exact",
    "restore replace",
    "server back",
    "profile back",
  ];
  const told = lieNames.map((name) => `lie ${name}`);
  const all = usual.concat(rare, told, "connected anew");
  for (const what of all) expect(count.get(what) ?? 0, what).toBeGreaterThan(0);
});
