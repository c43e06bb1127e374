/** `npm run build [-- --firefox]`: the extension as a folder below .output. */
import { tool } from "./tool.ts";

export type Target = "chromium" | "firefox";

/** Builds one target; throws an Error with what the build said where it failed. */
export async function buildFor(target: Target): Promise<void> {
  const args = target === "firefox" ? ["build", "-b", "firefox", "--mv3"] : ["build"];
  const { code, output } = await tool("wxt", args, { quiet: true });
  if (code !== 0) throw new Error(`The build for ${target} failed:\n${output}`);
}

/** Exit code of the command. */
export default async function build(args: string[]): Promise<number> {
  const target: Target = args.includes("--firefox") ? "firefox" : "chromium";
  const start = performance.now();
  try {
    await buildFor(target);
  } catch (error) {
    console.error((error as Error).message);
    return 1;
  }
  const folder = target === "firefox" ? ".output/firefox-mv3" : ".output/chrome-mv3";
  console.log(`Built ${folder} in ${((performance.now() - start) / 1000).toFixed(1)} s.`);
  return 0;
}
