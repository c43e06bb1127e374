/**
 * `npm run test:cluster`: PostgreSQL 15 + Patroni + etcd, three nodes on loopback; the leader is killed under load. No
 * acknowledged commit may be lost; the asynchronous control must lose some, or the checker proves nothing.
 */
import { existsSync } from "node:fs";
import { killTheLeader, type Outcome } from "./cluster/run.ts";
import { packages, programs } from "./cluster/nodes.ts";
import { installFromDebian } from "./debian.ts";
import type { Count } from "./tool.ts";

const missing = () => programs.filter((path) => !existsSync(path));
const controlsMax = 3;

/** Three runs, a line each; skipped, in a line, where this machine can not do them. */
export async function runCluster(): Promise<Count> {
  const told: string[] = [];
  const count: Count = { passed: 0, failed: 0, skipped: 0, told };
  if (missing().length > 0) installFromDebian(packages);
  if (missing().length > 0 || process.getuid?.() !== 0) {
    const why = process.getuid?.() === 0 ? `${missing().join(", ")} missing` : "not root here";
    console.log(
      ` skipped  cluster run: it needs root on Debian with ${packages.join(", ")} (${why})`,
    );
    return { ...count, skipped: 3 };
  }
  const one = async (name: string, run: () => Promise<Outcome>, wrong: (o: Outcome) => string) => {
    try {
      const outcome = await run();
      const { acknowledged, lost, outage } = outcome;
      const fault = wrong(outcome);
      count[fault === "" ? "passed" : "failed"] += 1;
      if (fault !== "") told.push(` failed   cluster: ${name}: ${fault}`);
      console.log(
        `${fault === "" ? "✓" : "✗"} cluster: ${name}: ${acknowledged} acknowledged, ${lost} lost, ${outage.toFixed(1)} s without an answer${fault && `: ${fault}`}`,
      );
    } catch (thrown) {
      count.failed += 1;
      told.push(` failed   cluster: ${name}: ${(thrown as Error).message}`);
      console.log(`✗ cluster: ${name}: ${(thrown as Error).message}`);
    }
  };
  await one(
    "kill -9 of the leader, synchronous and strict",
    () => killTheLeader({ sync: true, freeze: false }),
    ({ lost }) => (lost > 0 ? "acknowledged commits were lost" : ""),
  );
  await one(
    "the same, standbys cut off and waits for them cancelled before",
    () => killTheLeader({ sync: true, freeze: true }),
    ({ lost }) => (lost > 0 ? "commits were acknowledged that only one machine had" : ""),
  );
  const control = async (): Promise<Outcome> => {
    for (let tries = 1; ; tries++) {
      const outcome = await killTheLeader({ sync: false, freeze: true });
      if (outcome.lost > 0 || tries === controlsMax) return outcome;
    }
  };
  await one("control, asynchronous, cut off before", control, ({ lost }) =>
    lost === 0 ? "it lost nothing, so the runs above prove nothing" : "",
  );
  return count;
}

/** Exit code: 0 too where this machine can not run it. */
export default async function testCluster(): Promise<number> {
  const { passed, failed, skipped } = await runCluster();
  console.log(`\n${passed} passed, ${failed} failed, ${skipped} skipped`);
  return failed === 0 ? 0 : 1;
}
