import { defineBackground } from "wxt/utils/define-background";
import { listen } from "../src/browser/events.ts";
import { browserWorld } from "../src/browser/world.ts";
import { ring, wishesOf } from "../src/vault/background.ts";
import { handlersOf } from "../src/vault/handlers.ts";
import { vaultOf } from "../src/vault/vault.ts";
import { serve } from "../src/wire/serve.ts";

export default defineBackground({
  main() {
    const vault = vaultOf(browserWorld((name) => ring(vault, name)));
    serve({ handlers: handlersOf(vault), rows: async () => (await vault.world.later()).protocol });
    listen(wishesOf(vault));
  },
});
