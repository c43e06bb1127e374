import { defineUnlistedScript } from "wxt/utils/define-unlisted-script";
import { watchCopies } from "../src/page/copied.ts";

export default defineUnlistedScript(() => watchCopies());
