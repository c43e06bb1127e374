/**
 * A change of the keys that this device has given up, because its server said no, or its user. A server may have made it
 * all the same, and show it later: then the recovery code of before opens nothing any more, and that has to be told.
 */
import { type Bytes, equalBytes } from "../core/bytes.ts";
import { decodeCommit } from "../core/commit.ts";
import { sha256 } from "../core/hash.ts";
import { outboxFact } from "./outbox.ts";
import type { LoggedCommit, World } from "./ports.ts";

/** This device: a change of the keys that waited came to nothing (1), or was made after all (2), and nobody was told yet. */
export const undoneFact = "undone";
/** H of the sealed manifest in the commit that was given up: no other has it. */
export const givenUpFact = "given-up";

/** Takes a change of the keys out of the outbox. */
export async function giveUp({ disk }: World, commit: LoggedCommit): Promise<void> {
  await disk.setFact(givenUpFact, await sha256(decodeCommit(commit.body).manifest));
  await disk.setFact(outboxFact, null);
}

/**
 * What a pull over these manifests writes of it: whether what was given up is among them, and that it can not come any
 * more, as another commit stands where it would have stood.
 */
export async function factsOfGivenUp(
  { disk }: World,
  manifests: readonly { object: Bytes }[],
): Promise<Record<string, Bytes | null>> {
  const given = await disk.fact(givenUpFact);
  if (given === null) return {};
  for (const { object } of manifests)
    if (equalBytes(await sha256(object), given))
      return { [givenUpFact]: null, [undoneFact]: Uint8Array.of(2) };
  return { [givenUpFact]: null };
}

/** As the status has it. */
export async function undoneOf({ disk }: World): Promise<{ undone: boolean; made: boolean }> {
  const told = await disk.fact(undoneFact);
  return { undone: told !== null, made: told?.[0] === 2 };
}
