/**
 * Chromium's own question for a permission, answered as its user does: a real window on a screen of its own (Xvfb) and a
 * real pointer (xdotool). Where the buttons are and what they say comes from Chromium's list of its own views
 * (--enable-ui-devtools), so nothing is pressed that is not there.
 */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import type { Readable } from "node:stream";
import { freePort } from "./backup-server.ts";
import { until } from "./until.ts";

const programs = { screen: "/usr/bin/Xvfb", pointer: "/usr/bin/xdotool" } as const;

/** Whether this machine has what it takes. */
export const canPress = Object.values(programs).every((path) => existsSync(path));

export interface Display {
  /** What Chromium is started with. */
  args: string[];
  env: Record<string, string>;
  /** Waits for the question, presses one of its two buttons, and answers all that it said. */
  answer(yes: boolean): Promise<string>;
  /** Whether it stands there now. */
  asks(): Promise<boolean>;
  close(): Promise<void>;
}

/** A node of the views: "Window", "Widget" or "View", its children and what is known of it. */
interface View {
  nodeId: number;
  nodeName: string;
  attributes?: string[];
  children?: View[];
}
interface Styles {
  matchedCSSRules: { rule: { style: { cssProperties: { name: string; value: string }[] } } }[];
}
type Ask = <T>(method: string, params?: object) => Promise<T>;

const dialog = "ExtensionInstallDialogView";

/** How long one press is waited for before it is made again (ms). */
const patience = 1500;

/** A screen, and the way to the windows of the one Chromium that is started on it. */
export async function startDisplay(): Promise<Display> {
  const screen = spawn(
    programs.screen,
    ["-displayfd", "3", "-screen", "0", "1280x1000x24", "-nolisten", "tcp"],
    {
      stdio: ["ignore", "ignore", "ignore", "pipe"],
    },
  );
  const [number] = (await once(screen.stdio[3] as Readable, "data")) as [Buffer];
  const env = { DISPLAY: `:${number.toString().trim()}` };
  const xdotool = (...args: string[]) =>
    execFileSync(programs.pointer, args, { env: { ...process.env, ...env }, stdio: "pipe" });
  const port = await freePort();
  let line: Promise<Line> | null = null;
  const views = async () => (await (line ??= connect(port))).ask;

  const question = async () => {
    const ask = await views();
    const { root } = await ask<{ root: View }>("DOM.getDocument");
    const window = everyOf(root, []).find(
      ({ view }) => view.nodeName === "Widget" && view.attributes?.includes(dialog),
    );
    return window === undefined ? null : describe(ask, window.view);
  };

  return {
    args: [`--enable-ui-devtools=${port}`, "--ozone-platform=x11"],
    env,
    asks: async () => (await question()) !== null,
    async answer(yes) {
      const wanted = async () => {
        const asked = await question();
        const button = asked?.buttons.find(({ isDefault }) => isDefault !== yes);
        return asked === null || button === undefined ? null : { ...asked, button };
      };
      const { text } = await until("the browser's question", wanted);
      // Chromium takes no press that comes too soon after the question or after another press.
      await until("the browser to take the answer", async () => {
        const now = await wanted();
        if (now === null) return true;
        // From beside it: a pointer that stands there already would not be seen to come.
        for (const y of [now.button.y - 4, now.button.y])
          xdotool("mousemove", String(now.button.x), String(y));
        const hot = async () => (await wanted())?.button.hot !== false;
        await until("the pointer over the button", hot, patience);
        xdotool("click", "1");
        return until("the question to go", async () => !(await question()), patience);
      });
      return text;
    },
    async close() {
      (await line?.catch(() => null))?.end();
      await ended(screen);
    },
  };
}

async function ended(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = once(child, "exit");
  child.kill("SIGTERM");
  await gone;
}

interface Line {
  ask: Ask;
  end(): void;
}

/** The list of the views speaks as the DevTools do. */
async function connect(port: number): Promise<Line> {
  const socket = await until("the list of views", async () => {
    const one = new WebSocket(`ws://127.0.0.1:${port}/0`);
    return new Promise<WebSocket | null>((done) => {
      one.addEventListener("open", () => done(one));
      one.addEventListener("error", () => done(null));
    });
  });
  const waiting = new Map<number, (result: unknown) => void>();
  socket.addEventListener("message", ({ data }) => {
    const { id, result } = JSON.parse(String(data)) as { id?: number; result?: unknown };
    if (id !== undefined) waiting.get(id)?.(result);
    if (id !== undefined) waiting.delete(id);
  });
  let last = 0;
  const ask = <T>(method: string, params: object = {}) =>
    new Promise<T>((done) => {
      last += 1;
      waiting.set(last, done as (result: unknown) => void);
      socket.send(JSON.stringify({ id: last, method, params }));
    });
  await ask("DOM.enable");
  await ask("CSS.enable");
  return { ask, end: () => socket.close() };
}

/** All views below, each with those it lies in. */
function everyOf(view: View, within: View[]): { view: View; within: View[] }[] {
  const inner = [...within, view];
  return [{ view, within }, ...(view.children ?? []).flatMap((child) => everyOf(child, inner))];
}

/** What stands in the question, and the middle of its buttons on the screen. */
async function describe(ask: Ask, widget: View) {
  const factsOf = async ({ nodeId }: View) => {
    const styles = await ask<Styles | undefined>("CSS.getMatchedStylesForNode", { nodeId });
    const all = (styles?.matchedCSSRules ?? []).flatMap(({ rule }) => rule.style.cssProperties);
    return new Map(all.map(({ name, value }) => [name, value]));
  };
  const number = (facts: Map<string, string>, name: string) => Number(facts.get(name) ?? 0);
  const [left = 0, top = 0] =
    (await factsOf(widget)).get("WindowBoundsInScreen")?.split(/[ ,]/).map(Number) ?? [];
  const words: string[] = [];
  const buttons: { x: number; y: number; isDefault: boolean; hot: boolean }[] = [];
  for (const { view, within } of everyOf(widget, [])) {
    const is = (name: string) => view.attributes?.includes(name) === true;
    if (!is("Label") && !is("MdTextButton")) continue;
    const facts = await factsOf(view);
    const text = facts.get("Text");
    if (text) words.push(text);
    if (!is("MdTextButton")) continue;
    let [x, y] = [left + number(facts, "Width") / 2, top + number(facts, "Height") / 2];
    for (const each of [...within.slice(1), view]) {
      const place = each === view ? facts : await factsOf(each);
      [x, y] = [x + number(place, "X"), y + number(place, "Y")];
    }
    buttons.push({
      x: Math.round(x),
      y: Math.round(y),
      isDefault: facts.get("IsDefault") === "true",
      hot: facts.get("State") !== "STATE_NORMAL",
    });
  }
  return { text: words.join(" "), buttons };
}
