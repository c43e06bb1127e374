/** Packs an editor page's module as a site would, with the packages of node_modules. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { rolldown } from "rolldown";
import type { Site } from "../harness/site.ts";
import type { EditorPage } from "./sources.ts";

const root = join(import.meta.dirname, "../../..");

/** Puts the page under an address of the site; answers its path. */
export async function putEditor(site: Site, page: EditorPage, address: string): Promise<string> {
  const entry = "\0editor.js";
  const build = await rolldown({
    cwd: root,
    input: entry,
    platform: "browser",
    tsconfig: false,
    external: [/^\/modules\//],
    transform: { define: { "process.env.NODE_ENV": '"production"', global: "globalThis" } },
    plugins: [
      {
        name: "editor",
        resolveId(source, from) {
          if (source === entry) return entry;
          // As if the page stood beside this file.
          return from === entry && !source.startsWith("/")
            ? this.resolve(source, import.meta.filename)
            : null;
        },
        load: (id) => (id === entry ? page.source : null),
      },
      {
        // Monaco imports its style sheets as modules.
        name: "styles",
        load: (id) =>
          id.endsWith(".css")
            ? {
                moduleType: "js",
                code: `const style = document.createElement("style");
                  style.textContent = ${JSON.stringify(readFileSync(id, "utf8"))}; document.head.append(style);`,
              }
            : /\.(ttf|svg)$/.test(id)
              ? { moduleType: "js", code: 'export default "";' }
              : null,
      },
    ],
  });
  const { output } = await build.generate({ format: "es", codeSplitting: false });
  await build.close();
  site.put(`${address}.js`, output[0].code);
  site.put(
    address,
    `<!doctype html><html lang="en"><title>Editor</title>${page.head ?? ""}
    <style>#box { width: 600px; height: 300px }</style>
    <p><label>Before <input id="before"></label></p><div id="box"></div>
    <script type="module" src="${address}.js"></script>`,
  );
  return address;
}
