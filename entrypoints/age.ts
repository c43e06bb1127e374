import { defineUnlistedScript } from "wxt/utils/define-unlisted-script";
import { ageEngine } from "../src/core/share/age.ts";

export default defineUnlistedScript(() => {
  Object.assign(globalThis, { cofferAge: ageEngine });
});
