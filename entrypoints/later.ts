import { defineUnlistedScript } from "wxt/utils/define-unlisted-script";
import { later } from "../src/vault/later.ts";

export default defineUnlistedScript(() => {
  Object.assign(globalThis, { cofferLater: later });
});
