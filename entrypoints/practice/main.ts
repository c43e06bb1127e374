import browser from "webextension-polyfill";
import { serveGuest } from "../../src/page/guest.ts";
import { servePointer } from "../../src/page/pointer.ts";
import { bringHand } from "../../src/page/hand.ts";
import { startPractice } from "../../src/ui/practice.tsx";

// No script can be injected into a page of ours: the background knocks, and the guest opens its port.
browser.runtime.onMessage.addListener((message: unknown): undefined => {
  if ((message as { cofferVisit?: true } | null)?.cofferVisit !== true) return;
  bringHand();
  serveGuest();
  servePointer();
});

const root = document.getElementById("root");
if (root) startPractice(root);
