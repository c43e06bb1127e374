/** `npm run zip`: the archives for the two stores. */
import { tool } from "./tool.ts";

/** Exit code of the command. */
export default async function zip(): Promise<number> {
  const chromium = await tool("wxt", ["zip"]);
  if (chromium.code !== 0) return chromium.code;
  return (await tool("wxt", ["zip", "-b", "firefox", "--mv3"])).code;
}
