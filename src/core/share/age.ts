/** The age format (age-encryption.org/v1), for people who have other tools: an armoured file to recipients or under a passphrase. */
import { armor, Encrypter } from "age-encryption";
import type { Bytes } from "../bytes.ts";
import { Failure } from "../failure.ts";

export type AgeTarget = { recipients: string[] } | { passphrase: string };

/** 2^18 rounds of scrypt, as the age tool itself asks for: about a second. */
const workFactor = 18;

async function sealAge(plaintext: Bytes, to: AgeTarget): Promise<string> {
  const encrypter = new Encrypter();
  try {
    if ("passphrase" in to) {
      encrypter.setScryptWorkFactor(workFactor);
      encrypter.setPassphrase(to.passphrase);
    } else for (const recipient of to.recipients) encrypter.addRecipient(recipient.trim());
  } catch {
    // No recipient that age knows.
    throw new Failure("BAD_RECIPIENT");
  }
  return armor.encode(await encrypter.encrypt(plaintext));
}

export const ageEngine = { sealAge };
export type AgeEngine = typeof ageEngine;
