import { serveClipboard } from "../../src/browser/offscreen.ts";

serveClipboard();
