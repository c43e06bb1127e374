/** `npm run dev [-- --firefox]`: WXT's development server, which builds anew at each change. */
import { tool } from "./tool.ts";

/** Exit code of the command; it ends with Ctrl+C. */
export default async function dev(args: string[]): Promise<number> {
  return (await tool("wxt", args.includes("--firefox") ? ["-b", "firefox", "--mv3"] : [])).code;
}
