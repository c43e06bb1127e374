/** Between the worker of Chromium, which has no clipboard, and the offscreen document, which has. */
import type { ClipProof } from "../vault/ports.ts";

/** Name of the port that the offscreen document opens. */
export const clipboardPortName = "clipboard";

/** Broadcast without data: the offscreen document opens a port to a worker that was started anew. */
export interface Knock {
  cofferKnock: "clipboard";
}

export type ClipboardOrder =
  | { order: "write"; text: string; proof: ClipProof; at: number }
  | { order: "clear"; proof: ClipProof | null; instead: string }
  | { order: "read" };

export interface ClipboardDone {
  ok: boolean;
  /** What was read. */
  text?: string;
}
