import { defineUnlistedScript } from "wxt/utils/define-unlisted-script";
import { postOver } from "../src/browser/post.ts";

export default defineUnlistedScript(() => {
  Object.assign(globalThis, { cofferPost: postOver((url, init) => fetch(url, init)) });
});
