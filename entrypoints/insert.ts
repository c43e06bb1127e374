import { defineUnlistedScript } from "wxt/utils/define-unlisted-script";
import { serveCaret } from "../src/page/insert-guest.ts";

export default defineUnlistedScript(() => serveCaret());
