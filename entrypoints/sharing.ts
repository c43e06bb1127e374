import { defineUnlistedScript } from "wxt/utils/define-unlisted-script";
import { sharingEngine } from "../src/core/share/engine.ts";

export default defineUnlistedScript(() => {
  Object.assign(globalThis, { cofferSharing: sharingEngine });
});
