import { defineUnlistedScript } from "wxt/utils/define-unlisted-script";
import { deviceName, net } from "../src/browser/net.ts";
import { postOver } from "../src/browser/post.ts";
import { serversOver } from "../src/browser/servers.ts";
import { serverPartOf } from "../src/vault/server-part.ts";

export default defineUnlistedScript(() => {
  Object.assign(globalThis, {
    cofferServer: serverPartOf(serversOver(net, deviceName), postOver(net.fetch)),
  });
});
