import { expect, it } from "vitest";
import { percent, runMutation } from "../../scripts/mutation.ts";

it("nine of ten mutants of the format's files are noticed by its tests, in every file four of five", async () => {
  const { files, total } = await runMutation();
  expect(percent(total)).toBeGreaterThanOrEqual(90);
  for (const score of files) expect(percent(score), score.file).toBeGreaterThanOrEqual(80);
});
