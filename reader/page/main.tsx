/** The reader's page. What the platform refuses is brought along (reader/shared/pure.ts). */
import { render } from "preact";
import { backupBlock } from "../../src/core/self-opening.ts";
import { ensureSubtle } from "../shared/pure.ts";
import { App } from "./app.tsx";

declare const cofferVersion: string;

const root = document.getElementById("reader");
const block = document.getElementById(backupBlock);
const inside = block?.textContent ?? null;
// Its text is not needed twice in memory.
block?.remove();

// A file dropped beside its place must not take the page away, with what is open in it.
for (const sign of ["dragover", "drop"] as const) {
  addEventListener(sign, (event) => event.preventDefault());
}

ensureSubtle(globalThis);
if (root !== null) render(<App inside={inside} version={cofferVersion} />, root);
