/**
 * The guest's hand: all that writes. It comes into a document only once something is to be written there, and takes
 * what it shares with the guest from it (scripts/late-parts.ts).
 */
import { settled } from "./settle.ts";
import { openList, undo, write } from "./write.ts";

const hand = { settled, openList, undo, write };
export type Hand = typeof hand;

/** Lays it where the guest finds it (guest.ts): a global of our own world, which the page does not see. */
export function bringHand(): void {
  Reflect.set(globalThis, Symbol.for("coffer.hand"), hand);
}
