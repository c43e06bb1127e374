/** Packages of Debian, where we are root on it and may install them. */
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

/** Tries to install; nothing happens elsewhere than as root on Debian, and a failure is none here. */
export function installFromDebian(packages: readonly string[]): void {
  if (process.platform !== "linux" || process.getuid?.() !== 0) return;
  if (!existsSync("/usr/bin/apt-get")) return;
  console.log(`Installing ${packages.join(", ")} with apt-get ...`);
  const options = {
    stdio: ["ignore", "inherit", "inherit"] as ["ignore", "inherit", "inherit"],
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
  };
  spawnSync("apt-get", ["update", "-q"], options);
  spawnSync("apt-get", ["install", "-y", "-q", "--no-install-recommends", ...packages], options);
}
