import { defineUnlistedScript } from "wxt/utils/define-unlisted-script";
import { compiles, matchesAll, occurs } from "../src/core/patterns.ts";

export default defineUnlistedScript(() => {
  Object.assign(globalThis, { cofferPatterns: { compiles, matchesAll, occurs } });
});
