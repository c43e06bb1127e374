/** The reader's page. What the platform refuses is brought along (reader/shared/pure.ts). */
import { render } from "preact";
import { backupBlock, linkBlock } from "../../src/core/self-opening.ts";
import { ensureSubtle } from "../shared/pure.ts";
import { App } from "./app.tsx";
import { SharedPage } from "./shared.tsx";

declare const cofferVersion: string;

const root = document.getElementById("reader");
/** What is inside a data block. Its text is not needed twice in memory. */
function takeBlock(id: string): string | null {
  const block = document.getElementById(id);
  const text = block?.textContent ?? null;
  block?.remove();
  return text;
}
const shared = takeBlock(linkBlock);
const inside = takeBlock(backupBlock);

// A file dropped beside its place must not take the page away, with what is open in it.
for (const sign of ["dragover", "drop"] as const) {
  addEventListener(sign, (event) => event.preventDefault());
}

ensureSubtle(globalThis);
if (root !== null) {
  const app =
    shared === null ? (
      <App inside={inside} version={cofferVersion} />
    ) : (
      <SharedPage sealed={shared} version={cofferVersion} />
    );
  render(app, root);
}
