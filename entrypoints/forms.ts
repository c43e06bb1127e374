import { defineUnlistedScript } from "wxt/utils/define-unlisted-script";
import { formEngine } from "../src/core/form/engine.ts";

export default defineUnlistedScript(() => {
  Object.assign(globalThis, { cofferForms: formEngine });
});
