/**
 * The watcher of a site that the user allowed (docs/ARCHITECTURE.md 3): one listener until the first focus in a
 * field, then a port, which says what the user wants here. It tells of a form once the user has sent it, by a trusted
 * gesture: sending it, a button behind a password, Enter. It draws nothing, changes nothing, and learns nothing.
 */
import type { watchPortName } from "../wire/watch-port-name.ts";
import type { Features, Said } from "../wire/watch-port.ts";
import { valueOf } from "./capture.ts";
import { sortOf, type Control } from "./control.ts";
import { pageTitle } from "./dom.ts";
import { closestDeep } from "./roots.ts";
import { scan } from "./scan.ts";
import { type Hub, hubPlace } from "./watch-hub.ts";
import { attribute, short, textOf } from "./words.ts";

interface Port {
  postMessage(said: Said): void;
  disconnect(): void;
  onMessage: { addListener(listener: (features: Features) => void): void };
  onDisconnect: { addListener(listener: () => void): void };
}
interface Native {
  runtime: { connect(info: { name: typeof watchPortName }): Port };
}

const world = globalThis as unknown as { [hubPlace]?: Hub; browser?: Native; chrome: Native };

/** A form is sent at most this long (ms) after the gesture that meant it. */
const gestureTime = 5_000;
/** A form that is still there after this long (ms) was not accepted. */
const patience = 20_000;
const look = 250;
const most = { fields: 100, value: 10_000 } as const;

/** Listens in this document; once, however often it is injected. */
export function watch(): void {
  if (world[hubPlace]) return;
  let port: Port | null = null;
  let features: Features | null = null;
  let listening = false;
  let pasted = false;
  const over = new AbortController();
  const hub: Hub = {
    features: () => features,
    ask: askAnew,
    tell,
    told: [],
    over: over.signal,
    parts: new Set(),
  };
  world[hubPlace] = hub;
  const options = { ...passively, signal: over.signal };
  /** Of the last trusted press or Enter, by `performance.now()`. */
  let gesture = -gestureTime;
  let timer = 0;

  function connect(): void {
    if (port !== null) return;
    try {
      const opened = (world.browser ?? world.chrome).runtime.connect({ name: "watch" });
      port = opened;
      opened.onMessage.addListener((told) => {
        features = told;
        if (pasted) tell({ say: "pasted" });
        pasted = false;
        for (const hear of hub.told) hear(told);
      });
      // The background sleeps, or does not want this page: the next focus or key asks anew.
      opened.onDisconnect.addListener(() => {
        if (port === opened) [port, features] = [null, null];
        pasted = false;
        for (const hear of hub.told) hear(null);
      });
    } catch {
      // This copy was left behind by an update: the next load of the page brings another.
      over.abort();
    }
  }

  /** Answered by the features of now: at once where the port is new, else by asking. */
  function askAnew(): void {
    if (port === null || features === null) connect();
    else tell({ say: "asks" });
  }
  /** That something was pasted, not what: of several values that wait, the next one comes. */
  function onPaste(event: Event): void {
    if (!event.isTrusted) return;
    pasted = true;
    // After the page has got what it pastes.
    setTimeout(askAnew);
  }

  function begin(event: Event): void {
    const [target] = event.composedPath();
    if (!event.isTrusted || !(target instanceof Element) || !sortOf(target)) return;
    connect();
    if (listening) return;
    listening = true;
    addEventListener("input", connect, options);
    addEventListener("pointerdown", note, options);
    addEventListener("keydown", onKey, options);
    addEventListener("click", onClick, options);
    addEventListener("submit", onSubmit, options);
    addEventListener("pagehide", leave, options);
  }

  /** The user goes on. Said by ourselves: in Firefox a page that is kept for the way back keeps its port, too. */
  function leave(): void {
    clearInterval(timer);
    port?.disconnect();
    [port, features] = [null, null];
  }

  const note = (event: Event) => {
    if (event.isTrusted) gesture = performance.now();
  };

  function onKey(event: KeyboardEvent): void {
    if (event.key !== "Enter" || event.isComposing || !event.isTrusted) return;
    note(event);
    const [target] = event.composedPath();
    if (!(target instanceof Element) || sortOf(target) !== "text" || target.localName !== "input")
      return;
    send(formOf(target), false);
  }

  function onSubmit(event: Event): void {
    // A page may send a form by itself; only what follows a gesture of the user counts.
    if (!event.isTrusted || performance.now() - gesture > gestureTime) return;
    const [form] = event.composedPath();
    if (form instanceof HTMLFormElement) send(form, true);
  }

  function onClick(event: MouseEvent): void {
    if (!event.isTrusted) return;
    note(event);
    const target = event
      .composedPath()
      .find((one) => one instanceof Element && one.matches(buttons));
    if (!(target instanceof HTMLElement)) return;
    const form = formOf(target);
    // A real submit says so itself, unless the browser holds it back for a field that is missing.
    if (form !== null && (target as HTMLButtonElement).type === "submit") return;
    if (!(attribute(target, "value") || textOf(target))) return;
    send(form, false, target);
  }

  /** `sure`: the form was sent. Else it needs a password, and a button that stands behind it. */
  function send(form: Element | null, sure: boolean, button?: Element): void {
    if (features?.capture !== true || port === null) return;
    const { fields, live } = scan();
    const mine = fields.flatMap((field) => {
      const control = live[field.n];
      if (control === undefined || formOf(control) !== form) return [];
      const shown = field.obstacle !== "hidden" && field.obstacle !== "unsupported";
      const code = /one-time-code|cc-csc/.test(field.autocomplete);
      return [
        { control, field, value: shown && !code ? valueOf(control).slice(0, most.value) : "" },
      ];
    });
    const secret = mine.findLast(({ field, value }) => field.type === "password" && value !== "");
    const behind =
      button === undefined ||
      (secret && secret.control.compareDocumentPosition(button) & Node.DOCUMENT_POSITION_FOLLOWING);
    if (!sure && (!secret || !behind)) return;
    const kept = mine.slice(0, most.fields);
    const first = secret ?? kept.find(({ value }) => value !== "");
    if (first === undefined) return;
    const said = kept.map(({ field, value }) => ({ field, value }));
    tell({ say: "sent", title: short(pageTitle()), fields: said });
    follow(first.control);
  }

  /** Where the form goes away and the page stays, the site has taken it. */
  function follow(control: Control): void {
    clearInterval(timer);
    const end = performance.now() + patience;
    timer = window.setInterval(() => {
      const there = control.isConnected && control.checkVisibility({ visibilityProperty: true });
      if (!there) tell({ say: "gone" });
      if (!there || performance.now() > end) clearInterval(timer);
    }, look);
  }

  function tell(said: Said): void {
    connect();
    port?.postMessage(said);
  }

  addEventListener("focusin", begin, options);
  addEventListener("paste", onPaste, options);
  const { activeElement } = document;
  // A field that had the focus before this came: the page put it there, or the user was quick.
  if (activeElement !== null && sortOf(activeElement))
    activeElement.addEventListener("input", begin, { once: true, passive: true });
}

const passively = { capture: true, passive: true };
const buttons = "button,input[type=submit],input[type=button],input[type=image],[role=button],a";

/** The form of a control or a button, also around a shadow root. */
function formOf(element: Element): Element | null {
  return (element as Control).form ?? closestDeep(element, "form");
}
