import { defineUnlistedScript } from "wxt/utils/define-unlisted-script";
import { targets } from "../src/browser/targets/reach.ts";

export default defineUnlistedScript(() => {
  Object.assign(globalThis, { cofferTargets: targets });
});
