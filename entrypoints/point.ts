import { defineUnlistedScript } from "wxt/utils/define-unlisted-script";
import { servePointer } from "../src/page/pointer.ts";

export default defineUnlistedScript(() => servePointer());
