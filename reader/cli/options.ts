/** The words after `coffer-reader`. */
import { parseArgs } from "node:util";
import { say } from "../shared/words.ts";

export interface Options {
  file: string;
  recovery: boolean;
  search: string;
  trash: boolean;
  show: string | null;
  reveal: boolean;
  json: string | null;
  files: string | null;
}

/** A wrong call, with its sentence. */
export class Usage extends Error {}

const options = {
  recovery: { type: "boolean", default: false },
  search: { type: "string", default: "" },
  trash: { type: "boolean", default: false },
  show: { type: "string" },
  reveal: { type: "boolean", default: false },
  json: { type: "string" },
  files: { type: "string" },
  help: { type: "boolean", short: "h", default: false },
  version: { type: "boolean", default: false },
} as const;

/** What was asked for; "help" and "version" where that is all. Throws Usage for a call that makes no sense. */
export function readOptions(args: string[]): Options | "help" | "version" {
  let parsed: ReturnType<typeof parse>;
  try {
    parsed = parse(args);
  } catch (thrown) {
    const { code = "", message } = thrown as { code?: string; message: string };
    const named = /'(-[^' ]*)/.exec(message)?.[1] ?? "";
    const key =
      code === "ERR_PARSE_ARGS_INVALID_OPTION_VALUE"
        ? "reader.valueNeeded"
        : "reader.unknownOption";
    throw new Usage(say(key, named));
  }
  const { values, positionals } = parsed;
  if (values.help) return "help";
  if (values.version) return "version";
  const [file, ...more] = positionals;
  if (file === undefined || more.length > 0) throw new Usage(say("reader.oneFile"));
  const { recovery, search, trash, show = null, reveal, json = null, files = null } = values;
  return { file, recovery, search, trash, show, reveal, json, files };
}

function parse(args: string[]) {
  return parseArgs({ args, options, allowPositionals: true, strict: true });
}

/** The text of --help. */
export function help(): string {
  const rows = [
    ["--recovery", say("reader.optionRecovery")],
    ["--search WORDS", say("reader.optionSearch")],
    ["--trash", say("reader.optionTrash")],
    ["--show ID", say("reader.optionShow")],
    ["--reveal", say("reader.optionReveal")],
    ["--json OUT", say("reader.optionJson")],
    ["--files FOLDER", say("reader.optionFiles")],
    ["--version", say("reader.optionVersion")],
    ["-h, --help", say("reader.optionHelp")],
  ] as const;
  const list = rows.map(([name, text]) => `  ${name.padEnd(16)} ${text}`).join("\n");
  const head = `${say("reader.usage")}\n\n${say("reader.usageAbout")}`;
  return `${head}\n\n${list}\n\n${say("reader.exits")}\n`;
}
