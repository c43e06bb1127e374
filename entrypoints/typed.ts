import { defineUnlistedScript } from "wxt/utils/define-unlisted-script";
import { listenForTriggers } from "../src/page/typed.ts";

export default defineUnlistedScript(() => listenForTriggers());
