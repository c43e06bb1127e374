import { defineUnlistedScript } from "wxt/utils/define-unlisted-script";
import { bringHand } from "../src/page/hand.ts";

export default defineUnlistedScript(() => bringHand());
