/** What counts as typed: by the events alone, on a page that is made of them (the real ones: test/e2e/insert*.test.ts). */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { sieveOf, type Triggers } from "../../src/core/snippet/trigger.ts";
import { listenForTriggers } from "../../src/page/typed.ts";
import { type Hub, hubPlace } from "../../src/page/watch-hub.ts";

class Box {
  secret = false;
}
vi.mock("../../src/page/secret-field.ts", () => ({ isSecretField: (box: Box) => box.secret }));

type Listener = (event: object) => void;
let listeners: Map<string, Listener>;
let told: string[];
let given: Triggers | null | undefined;
let look: () => void;
let asked: number;
const text = new Box();

beforeEach(() => {
  listeners = new Map();
  told = [];
  asked = 0;
  given = sieveOf(["sig", ";o", "a".repeat(32)], 7);
  vi.useFakeTimers();
  vi.stubGlobal("Element", Box);
  const hub: Hub = {
    features: () => (given === undefined ? null : { capture: true, clips: false, triggers: given }),
    ask: () => void asked++,
    tell: (said) => {
      if (said.say === "typed") told.push(said.word + said.end);
    },
    told: [],
    over: new AbortController().signal,
    parts: new Set(),
  };
  vi.stubGlobal("addEventListener", (name: string, listener: Listener) =>
    listeners.set(name, listener),
  );
  Object.assign(globalThis, { [hubPlace]: hub });
  listenForTriggers();
  look = () => {
    for (const hear of hub.told) hear(hub.features());
  };
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function happens(name: string, event: object = {}, box: Box = text): void {
  listeners.get(name)?.({ isTrusted: true, composedPath: () => [box], ...event });
}
function input(data: string, more: object = {}, box: Box = text): void {
  happens("beforeinput", { inputType: "insertText", data, ...more }, box);
}
/** As a user does it: a key, and what it puts in. */
function type(typed: string, box: Box = text): void {
  for (const key of typed) {
    happens("keydown", { key }, box);
    input(key, {}, box);
  }
}
function backspace(): void {
  happens("keydown", { key: "Backspace" });
  happens("beforeinput", { inputType: "deleteContentBackward", data: null });
}
function now(): string[] {
  vi.runAllTimers();
  return told;
}

test("a trigger is told once, with what ended it, and nothing else is", () => {
  type("dear sigma, desig ;of sig. sigs ");
  expect(now()).toEqual(["sig."]);
  type("well ;o ");
  expect(now()).toEqual(["sig.", ";o "]);
});

test("what is taken back is not part of a word", () => {
  type("six");
  backspace();
  type("g ");
  expect(now()).toEqual(["sig "]);
});

test("a step aside begins anew: another field, a click, an arrow, Tab, a paste", () => {
  const steps = [
    () => happens("pointerdown"),
    () => happens("focusin"),
    () => happens("keydown", { key: "ArrowLeft" }),
    () => happens("keydown", { key: "Tab" }),
    () => happens("beforeinput", { inputType: "insertFromPaste", data: "x" }),
    () => happens("beforeinput", { inputType: "insertParagraph", data: null }),
    () => type("x", new Box()),
  ];
  for (const step of steps) {
    type("si");
    step();
    type("g ");
  }
  expect(now()).toEqual([]);
});

test("only what the user presses counts, each press once, and only for the letter it says", () => {
  for (const key of "sig ") {
    happens("keydown", { key, isTrusted: false });
    input(key, { isTrusted: false });
  }
  // Edits by script, which a browser tells of as if they were the user's.
  for (const key of "sig ") input(key);
  // Within one press of the user; and another letter than the one that was pressed.
  happens("keydown", { key: "s" });
  for (const key of "sig ") input(key);
  for (const key of "sig ") {
    happens("keydown", { key: "x" });
    input(key);
  }
  type("si");
  // A script takes back nothing of the ring, either.
  type("x");
  happens("beforeinput", { inputType: "deleteContentBackward", data: null });
  type("g ");
  expect(now()).toEqual([]);
});

test("an input method counts by what it puts in", () => {
  for (const data of "sig ") {
    happens("keydown", { key: "Process" });
    input(data);
  }
  expect(now()).toEqual(["sig "]);
  happens("keydown", { key: "Process" });
  happens("beforeinput", { inputType: "insertCompositionText", data: "si" });
  happens("compositionend", { data: "sig" });
  type(" ");
  happens("compositionend", { data: "sig ", isTrusted: false });
  expect(now()).toEqual(["sig ", "sig "]);
});

test("fields for passwords and codes leave nothing behind", () => {
  const secret = Object.assign(new Box(), { secret: true });
  type("sig ", secret);
  type("si");
  type("x", secret);
  type("g ");
  expect(now()).toEqual([]);
});

test("what was typed before it is known what counts waits, up to 64 characters; where nothing counts it is gone", () => {
  const sieve = given;
  given = undefined;
  type("well, sig ");
  expect(now()).toEqual([]);
  given = sieve;
  look();
  expect(now()).toEqual(["sig "]);
  given = undefined;
  type("sig ");
  given = null;
  look();
  given = sieve;
  look();
  expect(now()).toEqual(["sig "]);
  given = null;
  type("sig");
  given = sieve;
  type(" ");
  expect(now()).toEqual(["sig "]);
});

test("a letter where no field was noticed asks what counts there, also after the background has slept", () => {
  type("well ");
  expect(asked).toBe(0);
  given = undefined;
  type("s");
  expect(asked).toBe(1);
  type("ig ", Object.assign(new Box(), { secret: true }));
  expect(asked).toBe(1);
});

test("of a long text the last 64 characters are there", () => {
  const long = "a".repeat(32);
  type(`${"b".repeat(500)} ${long} `);
  expect(now()).toEqual([`${long} `]);
});
