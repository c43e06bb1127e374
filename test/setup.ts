/** In Node, Argon2 is simply imported. */
import { argon2id } from "../src/core/argon2.ts";
import { provideArgon2 } from "../src/core/kdf.ts";

provideArgon2(async () => argon2id);
