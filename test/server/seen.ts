/** What a server has of its accounts, as a thief would go through it: files, columns with their values, lines, figures. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

/** Bytes somewhere, with a name for a failure. */
export interface Place {
  name: string;
  bytes: Buffer;
}

/** Every file of a folder and what is below it. */
export function filesIn(folder: string): Place[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ name: path.slice(folder.length + 1), bytes: readFileSync(path) }));
}

/** Bytes in every dress a careless program would put them in: as they are, hex, base64 at each of its three offsets. */
function dressed(bytes: Buffer): Buffer[] {
  const base64 = [0, 1, 2].map((offset) => {
    const text = Buffer.concat([Buffer.alloc(offset), bytes]).toString("base64");
    // Symbols that hold bits of a neighbour are left out.
    return text.slice(offset === 0 ? 0 : offset + 1, Math.floor(((offset + bytes.length) * 8) / 6));
  });
  const url = base64.map((text) => text.replaceAll("+", "-").replaceAll("/", "_"));
  return [bytes, ...[bytes.toString("hex"), ...base64, ...url].map((text) => Buffer.from(text))];
}

/** Where any of these words or bytes is, "what in where"; empty is what one wants. */
export function findingsOf(
  secrets: Readonly<Record<string, string | Uint8Array>>,
  places: readonly Place[],
): string[] {
  return Object.entries(secrets).flatMap(([what, secret]) => {
    const forms =
      typeof secret === "string"
        ? [secret, secret.toLowerCase(), secret.toUpperCase()]
            .flatMap((text) => dressed(Buffer.from(text)))
            .concat(Buffer.from(secret, "utf16le"))
        : dressed(Buffer.from(secret));
    return places
      .filter(({ bytes }) => forms.some((form) => bytes.includes(form)))
      .map(({ name }) => `${what} in ${name}`);
  });
}

const isBytes = (value: unknown, length?: number): value is Uint8Array =>
  value instanceof Uint8Array && (length === undefined || value.length === length);
const isCount = (value: unknown) => Number.isSafeInteger(value) && (value as number) >= 0;
const startsWith = (value: unknown, text: string) =>
  isBytes(value) && Buffer.from(value).subarray(0, text.length).toString() === text;

/** Nothing to be read in it: as many different bytes as chance gives. */
function looksRandom(bytes: Uint8Array): boolean {
  const expected = 256 * (1 - Math.exp(-bytes.length / 256));
  return bytes.length >= 16 && new Set(bytes).size > 0.7 * expected;
}

/** The kinds of values that docs/SERVER.md names, and what a value of that kind must be. */
const kinds: Record<string, (value: unknown) => boolean> = {
  locator: (value) => isBytes(value, 16),
  random: (value) => isBytes(value, 16),
  hash: (value) => isBytes(value, 32),
  "public key": (value) => isBytes(value, 32),
  signature: (value) => isBytes(value, 64),
  time: (value) => isCount(value) && (value as number) > 1.5e12 && (value as number) < 4e12,
  count: isCount,
  size: isCount,
  sealed: (value) => isBytes(value) && looksRandom(value),
  manifests: (value) => isBytes(value) && looksRandom(value),
  commit: (value) => startsWith(value, "CFCM1\0"),
  transition: (value) => startsWith(value, "coffer/1/keys\0"),
  order: (value) => startsWith(value, "coffer/1/order\0"),
  letter: (value) => startsWith(value, "CFML1\0"),
  part: (value) => isBytes(value),
  word: (value) => typeof value === "string" && /^[a-z_ ]{1,30}$/.test(value),
  challenge: (value) => typeof value === "string" && /^[\w-]{16,64}$/.test(value),
  factor: (value) =>
    typeof value === "string" && /^\{"kind":"(?:totp|passkey)","[\w":,.+/=-]+\}$/.test(value),
  fact: (value) => typeof value === "string" && value.length < 80,
};

/** What docs/SERVER.md says of a table: a row `| \`table\` | \`column\` kind, ... |`. */
export function columnsIn(text: string): Map<string, Map<string, string>> {
  const rows = text.matchAll(/^\| `(\w+)` +\| (.*?) *\|$/gm);
  return new Map(
    [...rows].map(([, table = "", cells = ""]) => [
      table,
      new Map(
        [...cells.matchAll(/`(\w+)` ([a-z ]+)/g)].map(([, column = "", kind = ""]) => [
          column,
          kind,
        ]),
      ),
    ]),
  );
}

/** Names in backticks of the line of docs/SERVER.md that begins with this word. */
export function namesIn(text: string, line: string): string[] {
  const found = text.split("\n").find((each) => each.startsWith(`- ${line}: `)) ?? "";
  return [...found.matchAll(/`([^`]+)`/g)].map(([, name = ""]) => name).toSorted();
}

/** Gathers what stands in the tables of a database, again and again: some rows are there for minutes only. */
export function tablesSeen() {
  const columns = new Map<string, Map<string, { rows: number; lengths: Set<number> }>>();
  const wrong = new Set<string>();
  return {
    columns,
    wrong,
    look: (file: string, said: ReturnType<typeof columnsIn>): void => {
      const database = new DatabaseSync(file, { readOnly: true });
      const tables = database.prepare("select name from sqlite_master where type = 'table'").all();
      for (const { name } of tables as { name: string }[]) {
        const seen = columns.get(name) ?? new Map();
        columns.set(name, seen);
        const rows = database.prepare(`select * from ${name}`).all();
        for (const { name: column } of database.prepare(`pragma table_info(${name})`).all() as {
          name: string;
        }[]) {
          const one = seen.get(column) ?? { rows: 0, lengths: new Set() };
          seen.set(column, one);
          const kind = said.get(name)?.get(column) ?? "";
          for (const value of rows.map((row) => row[column]).filter((each) => each !== null)) {
            one.rows += 1;
            if (isBytes(value)) one.lengths.add(value.length);
            if (kinds[kind]?.(value) !== true) wrong.add(`${name}.${column} is no ${kind}`);
          }
        }
      }
      database.close();
    },
  };
}
