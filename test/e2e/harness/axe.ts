/** What axe says of a page of ours. */
import { source as axe } from "axe-core";
import type { Page } from "puppeteer";

interface Finding {
  id: string;
  nodes: { html: string }[];
}

/** What axe finds on a page, in light and in dark; each as "rule: element". */
export async function findings(page: Page): Promise<string[]> {
  const found: string[] = [];
  for (const value of ["light", "dark"]) {
    await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value }]);
    // A colour on its way from light to dark is neither.
    await page.evaluate(() =>
      Promise.allSettled(
        document
          .getAnimations()
          .filter((each) => each.effect?.getComputedTiming().iterations !== Infinity)
          .map((each) => each.finished),
      ),
    );
    await page.evaluate(axe);
    const violations = (await page.evaluate(
      `axe.run(document, { resultTypes: ["violations"] }).then(({ violations }) => violations)`,
    )) as Finding[];
    for (const { id, nodes } of violations) {
      found.push(...nodes.map(({ html }) => `${value} ${id}: ${html.slice(0, 160)}`));
    }
  }
  return found;
}
