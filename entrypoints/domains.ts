import { defineUnlistedScript } from "wxt/utils/define-unlisted-script";
import { domainOf } from "../src/core/domains.ts";

export default defineUnlistedScript(() => {
  Object.assign(globalThis, { cofferDomains: { domainOf } });
});
