/** Targets in a browser: is it allowed, and then by its kind. */
import browser from "webextension-polyfill";
import { originOfTarget, type RemoteConfig } from "../../core/target/config.ts";
import { TargetFailure } from "../../core/target/problem.ts";
import type { FolderConfig, Targets } from "../../vault/target-port.ts";
import { keptFolder } from "../../wire/folders.ts";
import { sitePattern } from "../../wire/permission.ts";
import { davTarget } from "./dav.ts";
import { folderTarget } from "./folder.ts";
import type { Under } from "./net.ts";
import { s3Target } from "./s3.ts";

/** A worker that asks its browser nothing for 30 seconds is stopped, also while it sends. */
const sign = 20_000;

async function open(config: RemoteConfig | FolderConfig, under: Under) {
  if (config.kind === "folder") {
    const folder = await keptFolder(config.id);
    if (folder === null) throw new TargetFailure("FOLDER");
    return folderTarget(folder, under);
  }
  const origins = [sitePattern(originOfTarget(config))];
  if (!(await browser.permissions.contains({ origins }))) throw new TargetFailure("SITE");
  return config.kind === "dav" ? davTarget(config, under) : s3Target(config, under);
}

/** The adapters of this browser. */
export const targets: Targets = {
  reach: async (config, watch, work) => {
    const stop = new AbortController();
    watch.onStop((why) => stop.abort(why));
    const under = { signal: stop.signal, pace: watch.pace };
    const awake = setInterval(() => void browser.runtime.getPlatformInfo(), sign);
    try {
      return await work(await open(config, under));
    } finally {
      clearInterval(awake);
    }
  },
};
