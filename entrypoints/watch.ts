import { defineUnlistedScript } from "wxt/utils/define-unlisted-script";
import { watch } from "../src/page/watch.ts";

export default defineUnlistedScript(() => watch());
