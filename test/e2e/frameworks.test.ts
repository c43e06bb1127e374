/** Forms made with the real frameworks: a fill arrives in their own state, and so does its undo. */
import { join } from "node:path";
import { rolldown } from "rolldown";
import { compile } from "svelte/compiler";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ann, type Filler, startFiller } from "./harness/filler.ts";
import { root } from "./harness/files.ts";
import { until } from "./harness/until.ts";

const folder = join(root, "test/forms/frameworks");
const frameworks = [
  "plain",
  "react",
  "preact",
  "vue",
  "svelte",
  "angular-reactive",
  "angular-ngmodel",
] as const;

/** One app with its framework as a single script. */
async function bundled(name: string): Promise<string> {
  const build = await rolldown({
    input: join(folder, `${name}.js`),
    platform: "browser",
    logLevel: "silent",
    resolve: { conditionNames: ["browser", "module", "import", "default"] },
    transform: {
      define: {
        "process.env.NODE_ENV": '"production"',
        __VUE_OPTIONS_API__: "true",
        __VUE_PROD_DEVTOOLS__: "false",
        __VUE_PROD_HYDRATION_MISMATCH_DETAILS__: "false",
      },
    },
    plugins: [
      {
        name: "svelte",
        transform: (source, id) =>
          id.endsWith(".svelte")
            ? { code: compile(source, { filename: id, generate: "client" }).js.code }
            : null,
      },
    ],
  });
  const { output } = await build.generate({ format: "iife", minify: true });
  await build.close();
  return output[0].code;
}

const empty = { first: "", mail: "", country: "", sex: "m", street: "", bike: false };
const full = {
  first: ann["given-name"],
  mail: ann.email,
  country: ann.country,
  sex: "f",
  street: ann["street-address"],
  bike: true,
};

describe.each(["Chromium", "Firefox"] as const)("in %s", (browser) => {
  let filler: Filler;
  beforeAll(async () => {
    filler = await startFiller(browser);
  });
  afterAll(() => filler?.close());

  const model = () => filler.page.evaluate(() => ({ ...(globalThis as { model?: object }).model }));
  const becomes = (what: string, wanted: object) =>
    until(what, async () => {
      expect(await model()).toEqual(wanted);
      return true;
    });

  test.each(frameworks)(
    "%s has in its state what was filled, and what stood there once it is undone",
    async (name) => {
      filler.site.put(`/${name}.js`, await bundled(name));
      filler.site.put(
        `/${name}`,
        `<!doctype html><html lang="en"><title>Your details</title><div id="app"></div><script src="/${name}.js"></script>`,
      );
      await filler.page.goto(`${filler.site.origin}/${name}`);
      await filler.page.waitForSelector("form");
      await becomes("the empty state", empty);
      const report = await filler.fill();
      expect(report.fields.filter(({ outcome }) => outcome !== "filled")).toEqual([]);
      await becomes("the filled state", full);
      // What is shown is what is in the state, also after the framework drew it once more.
      const shown = await filler.page.$$eval("input,select,textarea", (all) =>
        all.map((one) => {
          const input = one as HTMLInputElement;
          return /radio|checkbox/.test(input.type) ? input.checked : input.value;
        }),
      );
      expect(shown).toEqual([full.first, full.mail, full.country, false, true, full.street, true]);
      expect(await filler.undo()).toBe(6);
      await becomes("the state of before", empty);
    },
  );
});
