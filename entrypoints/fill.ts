import { defineUnlistedScript } from "wxt/utils/define-unlisted-script";
import { serveGuest } from "../src/page/guest.ts";

export default defineUnlistedScript(() => serveGuest());
