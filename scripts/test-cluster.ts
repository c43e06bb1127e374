/**
 * `npm run test:cluster`: PostgreSQL 15 + Patroni + etcd, three nodes on loopback; the leader is killed under load. No
 * acknowledged commit may be lost; the asynchronous control must lose some, or the checker proves nothing.
 */
import { existsSync } from "node:fs";
import { killTheLeader } from "./cluster/run.ts";
import { packages, programs } from "./cluster/nodes.ts";
import { installFromDebian } from "./debian.ts";

const missing = () => programs.filter((path) => !existsSync(path));

/** Exit code: 0 too where this machine can not run it, which is said in a line. */
export default async function testCluster(): Promise<number> {
  if (missing().length > 0) installFromDebian(packages);
  if (missing().length > 0 || process.getuid?.() !== 0) {
    console.log(`skipped: the cluster run needs root on Debian with ${packages.join(", ")}`);
    console.log("\n0 passed, 0 failed, 1 skipped");
    return 0;
  }
  const say = (
    name: string,
    { acknowledged, lost, outage }: Awaited<ReturnType<typeof killTheLeader>>,
  ) =>
    console.log(
      `${name}: ${acknowledged} acknowledged, ${lost} lost, ${outage.toFixed(1)} s without an answer`,
    );
  const strict = await killTheLeader({ sync: true, freezeMs: 0 });
  say("kill -9 of the leader, synchronous and strict", strict);
  const frozen = await killTheLeader({ sync: true, freezeMs: 2000 });
  say("the same, standbys cut off and waits for them cancelled before", frozen);
  const control = await killTheLeader({ sync: false, freezeMs: 600 });
  say("control, asynchronous, cut off before", control);
  const failures = [
    strict.lost > 0 && "acknowledged commits were lost",
    frozen.lost > 0 && "commits were acknowledged that only one machine had",
    (strict.acknowledged < 200 || frozen.acknowledged < 200) && "there was hardly any load",
    control.lost === 0 && "the control lost nothing, so this run proves nothing",
  ].filter((failure) => failure !== false);
  for (const failure of failures) console.log(`✗ ${failure}`);
  console.log(`\n${3 - failures.length} passed, ${failures.length} failed, 0 skipped`);
  return failures.length === 0 ? 0 : 1;
}
