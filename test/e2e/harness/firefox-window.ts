/**
 * What only the browser's own window can do in Firefox: the toolbar button, its popup, keyboard commands,
 * stopping the event page. It runs scripts in the chrome scope and uses Firefox's internals, all of them here.
 */
import type { Browser } from "puppeteer";
import { boxes, pressed, toSee, type Screen } from "./screen.ts";
import { until } from "./until.ts";

interface Bidi {
  send(method: string, params: unknown): Promise<{ result: unknown }>;
}
interface Returned {
  type: "success" | "exception";
  result: { value?: unknown };
  exceptionDetails?: { text: string };
}
interface Remote {
  sharedId: string;
  value: { localName: string };
}

export interface FirefoxWindow {
  /** The click on Coffer's button: grants activeTab to the tab in front and opens the real popup. */
  popup(): Promise<Screen>;
  /** The popup that the extension opens by itself. */
  openPopup(): Promise<Screen>;
  closePopup(): Promise<void>;
  /** Chooses the entry of this title in the context menu that a right click has opened. */
  menu(title: string): Promise<void>;
  /** The same in the menu of a right click on Coffer's button. */
  buttonMenu(title: string): Promise<void>;
  /** The sidebar that the extension has opened. */
  sidebar(): Promise<Screen>;
  /** Types this into the address bar; answers the rows under it that come of the extension, as they are read. */
  typeAddress(text: string): Promise<string[]>;
  /** What each window of the browser has in front. */
  windows(): Promise<string[]>;
  /** Chooses the row with these words under the address bar. */
  chooseAddress(words: string): Promise<void>;
  /** Presses the shortcut of a command ("fill"), as the browser's own key does. */
  command(name: string): Promise<void>;
  /** Ends the event page, as the browser does when it is idle. */
  stopBackground(): Promise<void>;
  backgroundRuns(): Promise<boolean>;
  /** Lets the extension into these hosts, as the user's yes to the browser's question does. */
  grant(...patterns: string[]): Promise<void>;
  /** The characters on the toolbar button. */
  badge(): Promise<string>;
  /** From now on the browser says yes to every site that an extension asks for: nobody can answer its question here. */
  allowSites(): Promise<void>;
  /** Waits for the browser's question for a site, presses yes or no in it as the user does, and answers what it said. */
  answerQuestion(yes: boolean): Promise<string>;
  /** From now on certificates that this authority signed (DER in base64) are good for servers. */
  trust(authority: string): Promise<void>;
  /** From now on notes all that reaches the browser of what our scripts say in documents of this origin, as JSON. */
  listenIn(origin: string): Promise<() => Promise<string[]>>;
}

/** The window of a browser of puppeteer; `id` is the add-on's. */
export async function firefoxWindow(browser: Browser, id: string): Promise<FirefoxWindow> {
  const bidi = (browser as unknown as { connection: Bidi }).connection;
  const tree = (await bidi.send("browsingContext.getTree", { "moz:scope": "chrome" })).result as {
    contexts: { context: string }[];
  };
  const context = tree.contexts[0]?.context;
  if (context === undefined) throw new Error("Firefox has no window.");

  async function call(where: string, source: string, args: unknown[]): Promise<unknown> {
    const answer = (
      await bidi.send("script.callFunction", {
        functionDeclaration: source,
        target: { context: where },
        awaitPromise: true,
        // Everything that travels is JSON.
        arguments: args.map((value) => ({ type: "string", value: JSON.stringify(value ?? null) })),
      })
    ).result as Returned;
    if (answer.type === "exception") throw new Error(answer.exceptionDetails?.text ?? "exception");
    const { value } = answer.result;
    return typeof value === "string" ? JSON.parse(value) : undefined;
  }
  /** Runs the body of a function of (extension) in the browser's window; it may answer JSON. */
  const inWindow = (body: string, ...args: unknown[]) =>
    call(
      context,
      `async (...texts) => {
        const [id, ...args] = texts.map((text) => JSON.parse(text));
        const { extension } = WebExtensionPolicy.getByID(id);
        const { ExtensionParent } = ChromeUtils.importESModule("resource://gre/modules/ExtensionParent.sys.mjs");
        const answer = await (async () => { ${body} })();
        return JSON.stringify(answer ?? null);
      }`,
      [id, ...args],
    );

  async function closePopup(): Promise<void> {
    await until("the popup's end", () =>
      inWindow(`
        const popup = document.querySelector("browser[webextension-view-type=popup]");
        popup?.closest("panel")?.hidePopup();
        return popup === null;`),
    );
  }

  const backgroundRuns = async () =>
    (await inWindow(
      `return [...extension.views].some((view) => view.viewType === "background");`,
    )) === true;

  /** A browser of ours that is no tab; `find` is an expression, `path` what it shows. */
  async function screenIn(what: string, find: string, path: string): Promise<Screen> {
    // BiDi knows tabs only: the popup gets an id like theirs, and is found by it.
    const popup = (await until(what, () =>
      inWindow(`
        const popup = ${find};
        if (!popup?.currentURI?.spec.includes("${path}") || !popup.browsingContext?.currentWindowGlobal) return null;
        const { NavigableManager } = ChromeUtils.importESModule("chrome://remote/content/shared/NavigableManager.sys.mjs");
        popup.permanentKey ??= {};
        const key = NavigableManager.getIdForBrowser(popup);
        const known = NavigableManager.getBrowserById.bind(NavigableManager);
        NavigableManager.getBrowserById = (wanted) => (wanted === key ? popup : known(wanted));
        return key;`),
    )) as string;
    return popupScreen(bidi, popup, call);
  }
  const openPopup = (): Promise<Screen> =>
    screenIn(
      "the popup",
      `[document.querySelector("browser[webextension-view-type=popup]")]
        // It is loaded behind the scenes and then moved into the panel.
        .find((popup) => popup?.closest("panel")?.state === "open")`,
      "/popup.html",
    );

  return {
    backgroundRuns,
    async popup() {
      await closePopup();
      await inWindow(
        `await ExtensionParent.apiManager.global.browserActionFor(extension).triggerAction(window);`,
      );
      return openPopup();
    },
    openPopup,
    async menu(title) {
      await until("the context menu", () =>
        inWindow(`return document.querySelector("#contentAreaContextMenu")?.state === "open";`),
      );
      await until(`"${title}" in the menu`, () =>
        inWindow(
          `const menu = document.querySelector("#contentAreaContextMenu");
           const item = [...menu.querySelectorAll("menuitem")].find((one) => one.label === args[0]);
           if (!item) return false;
           const inside = item.closest("menupopup");
           if (inside !== menu && inside.state !== "open") {
             inside.parentNode.openMenu(true);
             return false;
           }
           inside.activateItem(item);
           return true;`,
          title,
        ),
      );
    },
    async buttonMenu(title) {
      await inWindow(
        `const widget = id.replace(/[@.]/g, "_") + "-browser-action";
         window.CustomizableUI.addWidgetToArea(widget, "nav-bar");
         const button = document.getElementById(widget);
         const press = new MouseEvent("contextmenu", { bubbles: true });
         button.dispatchEvent(press);
         document.querySelector("#toolbar-context-menu").openPopup(button, { triggerEvent: press });`,
      );
      await until(`"${title}" in the menu`, () =>
        inWindow(
          `const menu = [...document.querySelectorAll("menupopup")].find((one) => one.state === "open");
           const item = [...(menu?.querySelectorAll("menuitem") ?? [])].find((one) => one.label === args[0]);
           if (item) menu.activateItem(item);
           return Boolean(item);`,
          title,
        ),
      );
    },
    sidebar: () =>
      screenIn(
        "the sidebar",
        `document.querySelector("#sidebar")?.contentDocument?.querySelector("#webext-panels-browser")`,
        "/sidepanel.html",
      ),
    async typeAddress(text) {
      await inWindow(`gURLBar.focus(); gURLBar.search(args[0], { focus: true });`, text);
      return (await until("what is offered", () =>
        inWindow(
          `const { queryContext, done } = gURLBar.controller._lastQueryContextWrapper ?? {};
           if (!done || queryContext?.searchString !== args[0]) return null;
           return [...document.querySelectorAll("#urlbar .urlbarView-row")]
             .filter((row) => row.result?.payload?.keyword === "cf")
             .map((row) => row.innerText);`,
          text,
        ),
      )) as string[];
    },
    async chooseAddress(words) {
      await inWindow(
        `const row = [...document.querySelectorAll("#urlbar .urlbarView-row")].find((one) => one.innerText.includes(args[0]));
         gURLBar.pickResult(row.result, new KeyboardEvent("keydown", { key: "Enter" }));`,
        words,
      );
    },
    windows: async () =>
      (await inWindow(
        `return [...Services.wm.getEnumerator("navigator:browser")].map((one) => one.gBrowser.selectedBrowser.currentURI.spec);`,
      )) as string[],
    closePopup,
    async command(name) {
      await inWindow(
        `const { shortcuts } = extension;
         const key = [...document.querySelectorAll("keyset[id^=ext-keyset] key")]
           .find((each) => each.getAttribute("data-command") === args[0] || each.id.endsWith(args[0]));
         if (key) key.doCommand();
         else {
           extension.tabManager.addActiveTabPermission(gBrowser.selectedTab);
           shortcuts.onCommand(args[0]);
         }`,
        name,
      );
    },
    async grant(...patterns) {
      await inWindow(
        `const { ExtensionPermissions } = ChromeUtils.importESModule("resource://gre/modules/ExtensionPermissions.sys.mjs");
         await ExtensionPermissions.add(id, { origins: args[0], permissions: [] }, extension);`,
        patterns,
      );
    },
    badge: async () =>
      String(
        await inWindow(
          `const action = ExtensionParent.apiManager.global.browserActionFor(extension).action;
           return action.getProperty(null, "badgeText") ?? "";`,
        ),
      ),
    async allowSites() {
      await inWindow(
        `Services.prefs.setBoolPref("extensions.webextOptionalPermissionPrompts", false);`,
      );
    },
    answerQuestion: async (yes) =>
      (await until("the browser's question", () =>
        inWindow(
          `const asked = document.getElementById("addon-webext-permissions-notification");
           if (asked?.closest("panel")?.state !== "open") return null;
           const said = asked.textContent + " " + [...(asked.shadowRoot?.querySelectorAll("*") ?? [])].map((one) => one.value ?? "").join(" ");
           (args[0] ? asked.button : asked.secondaryButton).click();
           return said;`,
          yes,
        ),
      )) as string,
    async trust(authority) {
      await inWindow(
        `Cc["@mozilla.org/security/x509certdb;1"].getService(Ci.nsIX509CertDB).addCertFromBase64(args[0], "C,,");`,
        authority,
      );
    },
    async listenIn(origin) {
      await inWindow(
        `// Every call and message of an extension's scripts comes out of a page's process here.
         const { ConduitsParent } = ChromeUtils.importESModule("resource://gre/modules/ConduitsParent.sys.mjs");
         const said = (window.cofferSaid = []);
         const { receiveMessage } = ConduitsParent.prototype;
         ConduitsParent.prototype.receiveMessage = function (message) {
           const { name, data } = message;
           const opens = name === "ConduitOpened" || name === "ConduitClosed";
           if (!opens && this.manager?.documentPrincipal?.origin === args[0]) {
             const { arg } = data;
             const holder = arg?.holder;
             said.push(JSON.stringify(holder ? holder.deserialize(window, true) : { [name]: arg }));
           }
           return receiveMessage.call(this, message);
         };`,
        origin,
      );
      return async () => (await inWindow(`return window.cofferSaid;`)) as string[];
    },
    async stopBackground() {
      await inWindow(`await extension.terminateBackground();`);
      await until("the background's end", async () => !(await backgroundRuns()));
    },
  };
}

/** The popup as a screen, by BiDi alone. */
function popupScreen(
  bidi: Bidi,
  context: string,
  call: (where: string, source: string, args: unknown[]) => Promise<unknown>,
): Screen {
  const run = (source: string, ...args: unknown[]) =>
    call(
      context,
      `async (...texts) => JSON.stringify((await (${source})(...texts.map((text) => JSON.parse(text)))) ?? null)`,
      args,
    );
  const text = async () => (await run("() => document.body.innerText")) as string;
  const locate = async (value: { name: string; role?: string }): Promise<Remote[]> => {
    const { nodes } = (
      await bidi.send("browsingContext.locateNodes", {
        context,
        locator: { type: "accessibility", value },
      })
    ).result as { nodes: Remote[] };
    return nodes;
  };
  /** A name that came by a change of its label reaches Firefox's tree of names late, or not: then the label itself. */
  const labelled = async (name: string): Promise<Remote | null> => {
    const id = await run(
      `(name) => [...document.querySelectorAll("label[for]")].find((label) => label.textContent === name)?.htmlFor`,
      name,
    );
    if (typeof id !== "string") return null;
    const locator = { type: "css", value: `#${id}` };
    const { nodes } = (await bidi.send("browsingContext.locateNodes", { context, locator }))
      .result as { nodes: Remote[] };
    return nodes[0] ?? null;
  };
  const act = (actions: unknown[]) => bidi.send("input.performActions", { context, actions });
  const click = async (node: Remote) => {
    await act([
      {
        type: "pointer",
        id: "mouse",
        actions: [
          {
            type: "pointerMove",
            x: 0,
            y: 0,
            origin: { type: "element", element: { sharedId: node.sharedId } },
          },
          { type: "pointerDown", button: 0 },
          { type: "pointerUp", button: 0 },
        ],
      },
    ]);
  };
  const special: Record<string, string> = {
    Enter: "\uE007",
    Tab: "\uE004",
    Escape: "\uE00C",
    ArrowDown: "\uE015",
    ArrowRight: "\uE014",
    Backspace: "\uE003",
  };
  const key = (name: string) => {
    const value = special[name] ?? name;
    return [
      { type: "keyDown", value },
      { type: "keyUp", value },
    ];
  };
  return {
    async press(name, role) {
      const roles = role === undefined ? pressed : [role];
      const found = await until(`something to press: ${name}`, async () => {
        for (const one of roles) {
          const [node] = await locate({ name, role: one });
          if (node !== undefined) return node;
        }
        return null;
      });
      await click(found);
    },
    async type(name, typed) {
      const box = await until(
        `the box ${name}`,
        async () =>
          (await locate({ name })).find(({ value }) => boxes.includes(value.localName)) ??
          (await labelled(name)),
      );
      await click(box);
      await run("() => document.activeElement.select()");
      await act([{ type: "key", id: "keys", actions: ["Backspace", ...typed].flatMap(key) }]);
    },
    async keys(...names) {
      await act([{ type: "key", id: "keys", actions: names.flatMap(key) }]);
    },
    see: (part) => toSee(part, text),
    miss: async (part) =>
      void (await until(`"${part}" to go`, async () => !(await text()).includes(part))),
    text,
    has: async (name, role) => (await locate({ name, role })).length > 0,
    evaluate: (async (what: (...args: unknown[]) => unknown, ...args: unknown[]) =>
      run(String(what), ...args)) as Screen["evaluate"],
  };
}
