/** The heavy half of sharing, loaded late (src/browser/parts.ts): HPKE and the word list. */
import { wordsOf } from "./fingerprint.ts";
import { openTransfer, sealTransfer } from "./hpke.ts";
import { identityOf } from "./identity.ts";
import { stateWords } from "./state-words.ts";

export const sharingEngine = { identityOf, openTransfer, sealTransfer, stateWords, wordsOf };

export type SharingEngine = typeof sharingEngine;
