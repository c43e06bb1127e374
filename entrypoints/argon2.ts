import { defineUnlistedScript } from "wxt/utils/define-unlisted-script";
import { argon2id } from "../src/core/argon2.ts";

export default defineUnlistedScript(() => {
  Object.assign(globalThis, { cofferArgon2: argon2id });
});
