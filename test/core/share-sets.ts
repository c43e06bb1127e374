/** The recovery codes of test/vectors/shares.json, each with its three shares in the order of their sheets. */
import { readFileSync } from "node:fs";
import { join } from "node:path";

interface JoinCase {
  in: Record<"one" | "other", { text: string }>;
  out?: { text: string };
}

const { cases } = JSON.parse(
  readFileSync(join(import.meta.dirname, "../vectors/shares.json"), "utf8"),
) as { cases: JoinCase[] };

/** Each code has the cases of sheets 1 and 2, 1 and 3, 2 and 3, 3 and 1. */
export const shareSets = [...new Set(cases.flatMap(({ out }) => out?.text ?? []))].map((code) => {
  const [first, second] = cases.filter(({ out }) => out?.text === code);
  if (first === undefined || second === undefined) throw new Error("no vectors");
  const shares: [string, string, string] = [
    first.in.one.text,
    first.in.other.text,
    second.in.other.text,
  ];
  return { code, shares };
});

/** What must be refused, by the name of its error. */
export const refusedShares = cases.filter(({ out }) => out === undefined) as (JoinCase & {
  error: string;
})[];
