/** `npm run server [-- COMMAND]`: the backup server on SQLite, with no set-up (docs/SERVER.md). */
import { main } from "../server/main.ts";

/** Exit code, once it was told to stop. */
export default function server(args: string[]): Promise<number> {
  return main(args, process.env);
}
