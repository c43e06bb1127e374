/** Six words of the state that a device has seen at its server (FORMAT.md 5): two devices compare them. */
import { type Bytes, label, u64 } from "../bytes.ts";
import { sha256 } from "../hash.ts";
import { inWords } from "./fingerprint.ts";

/** 66 bits of H("coffer/1/state\0" | counter | hash of the manifest): the same on both only where they have seen the same. */
export async function stateWords(counter: number, hash: Bytes): Promise<string[]> {
  return inWords(await sha256(label("state", u64(counter), hash)), 6);
}
