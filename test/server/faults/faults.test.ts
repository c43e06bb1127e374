/**
 * The faults of docs/SERVER.md, each with its mutant: the honest server shows none, the mutant is caught. In every run a
 * few rounds; `npm run test:faults` does the full number (COFFER_FAULT_SIZE) and prints a line each.
 */
import { afterAll, describe, expect, test } from "vitest";
import { cheapDerivation } from "../../vault/two.ts";
import { postgresHere } from "../world.ts";
import { crashFaults } from "./crash.ts";
import { hintFault, manyFaults } from "./many.ts";
import { netFaults } from "./net.ts";
import { timeFaults } from "./time.ts";

cheapDerivation();
const size = Number(process.env["COFFER_FAULT_SIZE"] ?? 1);
const postgres = await postgresHere();
afterAll(() => postgres?.end());
const faults = [...crashFaults, ...netFaults, ...timeFaults, ...manyFaults, hintFault(postgres)];

describe.each(faults)("$name", ({ name, mutant, run, possible = true }) => {
  test.skipIf(!possible)(
    "does no harm, and would be noticed if it did",
    { timeout: 20 * 60_000 },
    async () => {
      const honest = await run(false, size);
      expect(honest.bad, honest.figure).toBe(0);
      const mutated = await run(true, Math.min(size, 3));
      expect(mutated.bad, `the mutant that ${mutant}: ${mutated.figure}`).toBeGreaterThan(0);
      if (size > 1)
        process.stdout.write(
          `✓ ${name}: ${honest.figure} | mutant caught (${mutant}): ${mutated.bad}\n`,
        );
    },
  );
});
