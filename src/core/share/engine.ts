/** The heavy half of sharing, loaded late (src/browser/parts.ts): HPKE and the word list. */
import { wordsOf } from "./fingerprint.ts";
import { openTransfer, sealTransfer } from "./hpke.ts";
import { identityOf } from "./identity.ts";

export const sharingEngine = { identityOf, openTransfer, sealTransfer, wordsOf };

export type SharingEngine = typeof sharingEngine;
