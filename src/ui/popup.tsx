/** The popup: 380 by 600, one thing at a time. It carries no set-up, no backup, no meter. */
import { render } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Unlocked } from "../wire/protocol.ts";
import { Failure } from "../core/failure.ts";
import { say } from "../wire/words.ts";
import { Button, IconButton } from "./parts/button.tsx";
import { useKeys } from "./parts/keys.ts";
import { Icon, Mark } from "./parts/icon.tsx";
import { ItemList } from "./parts/item-list.tsx";
import { ClipBar, Toasts, useClip } from "./parts/toast.tsx";
import { Unlock } from "./screens/unlock.tsx";
import { app, attempt, hello, listen, lock, lookHere, tell } from "./state/app.ts";
import { fills, filling, resume, resumeReport } from "./state/filling.ts";
import { useStore } from "./state/hook.ts";
import { editor, list, show, view } from "./state/view.ts";
import { sentence } from "./words.ts";

const managerPage = "/manager.html";

type More = typeof import("./screens/more.ts");

/** The screens behind the list; null for the moment until they are here. */
function useMore(): More | null {
  const [more, setMore] = useState<More | null>(null);
  useEffect(() => {
    import("./screens/more.ts").then(setMore, tell);
  }, []);
  return more;
}

/** Asked while the page is still being drawn. */
let here: Promise<unknown> = Promise.resolve();

/** What to show first once the vault is open: a report just made, half-typed text, or the list. */
async function begin(): Promise<void> {
  await here;
  list.again();
  if (await takeInsert()) return;
  if (view.getState().view.name !== "list") return;
  if (await resumeReport()) return;
  const { status } = app.getState();
  if (status?.state === "open" && status.offers) {
    const { resumeOffer } = await import("./state/offers.ts");
    if (await resumeOffer()) return;
  }
  const more = await import("./screens/more.ts");
  if (!(await more.resumePicked())) await (await editor()).resumeDraft();
}

async function takeInsert(): Promise<boolean> {
  return (await import("./snippet/insert.ts")).resumeInsert();
}

function toList(): void {
  show({ name: "list" });
}

function Popup() {
  const status = useStore(app, (state) => state.status);
  const broken = useStore(app, (state) => state.broken);
  const now = useStore(view, (state) => state.view);
  const open = status?.state === "open";
  const more = useMore();
  const [begun, setBegun] = useState(false);
  useEffect(() => {
    if (open && !begun) {
      setBegun(true);
      void attempt(begin);
    }
    if (!open) list.empty();
    else if (begun) list.again();
  }, [open]);
  const screen = open && now.name !== "list";
  useKeys((event) => {
    // The editor has its own way out.
    if (event.key !== "Escape" || !screen || now.name === "edit") return;
    event.preventDefault();
    toList();
  });
  return (
    <div class="popup">
      {!screen && <Head open={open} />}
      <main id="main">
        {broken !== null && status === null && (
          <div class="notice bad" role="alert">
            <p>{sentence(broken)}</p>
            <Button onClick={() => void hello()}>{say("app.retry")}</Button>
          </div>
        )}
        {status?.state === "none" && more && <more.None lost={status.lost} at={managerPage} />}
        {(status === null || status.state === "locked") && (
          <Unlock
            status={status}
            pending={now.name === "edit"}
            onOpen={(resumed: Unlocked["resumed"]) => void attempt(() => resume(resumed))}
            restoreHref={`${managerPage}#/restore`}
            leaves
          />
        )}
        {open && now.name === "list" && <Home more={more} />}
        {open && more && now.name === "item" && <more.ItemScreen id={now.id} onBack={toList} />}
        {open && more && now.name === "edit" && <more.Editor />}
        {open && more && now.name === "report" && (
          <more.Report report={now.report} onBack={toList} />
        )}
        {open && more && now.name === "offer" && (
          <more.OfferScreen key={now.offer.id} offer={now.offer} onBack={toList} />
        )}
        {open && more && now.name === "clips" && (
          <more.ClipsScreen onBack={toList} all={`${managerPage}#/clipboard`} />
        )}
        {open && more && now.name === "insert" && <more.InsertFields id={now.id} onBack={toList} />}
        {open && more && now.name === "watch" && (
          <more.WatchHere onBack={toList} all={`${managerPage}#/settings`} />
        )}
        {open && more && now.name === "check" && (
          <more.Check key={now.item.id} item={now.item} onBack={toList} />
        )}
        {open && more && now.name === "fields" && <more.FieldsOfPage at={now.at} onBack={toList} />}
      </main>
      <Toasts />
      {screen && <ClipBar />}
      {open && more && <more.PasswordPrompt />}
      {open && more && <more.SnippetQuestions />}
      {open && more && <more.Adopt />}
      {open && more && <more.InsertForeign />}
    </div>
  );
}

function Head({ open }: { open: boolean }) {
  return (
    <header class="popup-head">
      <Mark />
      <h1>{say("app.name")}</h1>
      <a
        class="icon-button"
        href={managerPage}
        target="_blank"
        title={say("app.openTab")}
        aria-label={say("app.openTab")}
      >
        <Icon name="tab" />
      </a>
      {open && (
        <>
          <IconButton
            icon="copy"
            words={say("clips.title")}
            onClick={() => show({ name: "clips" })}
          />
          <a
            class="icon-button"
            href={`${managerPage}#/settings`}
            target="_blank"
            title={say("app.settings")}
            aria-label={say("app.settings")}
          >
            <Icon name="gear" />
          </a>
          <IconButton icon="lock" words={say("app.lock")} onClick={() => void lock()} />
        </>
      )}
    </header>
  );
}

function Home({ more }: { more: More | null }) {
  const [filters, setFilters] = useState(false);
  const query = useStore(list.store, (state) => state.query);
  const busy = useStore(filling, (state) => state.busy);
  const unseen = useStore(app, ({ slot, here: { tabId, origin } }) => {
    return slot === "panel" && tabId !== null && origin === null;
  });
  const clip = useClip() !== null;
  const problem = useStore(app, ({ status }) => (status?.state === "open" ? status.problem : null));
  const any = query.kind !== null || query.tag !== null || query.favourite;
  const renew = useStore(app, ({ status }) => status?.state === "open" && status.renew);
  if (renew) return <>{more && <more.Renewal at={managerPage} />}</>;
  return (
    <>
      {problem !== null && (
        <div class="notice bad reminder" role="alert">
          <Icon name="warn" />
          <p>{sentence(new Failure(problem))}</p>
          <a class="button link" href={managerPage} target="_blank">
            {say("app.openTab")}
          </a>
        </div>
      )}
      <ItemList
        opensOnly={false}
        tools={
          <IconButton
            icon="filter"
            words={say(any ? "list.filtersOn" : "list.filters")}
            expanded={filters || any}
            filled={any}
            class={any ? "lit" : ""}
            onClick={() => setFilters(!filters)}
          />
        }
        under={
          more && (
            <>
              <more.InsertBar />
              {(filters || any) && <more.Filters list={list} />}
              <more.SiteOff />
            </>
          )
        }
      />
      {unseen && <p class="quiet small unseen">{say("panel.unseen")}</p>}
      {more && <more.BackupLine href={`${managerPage}#/backup`} />}
      <footer class="popup-foot">
        {more && <more.NewMenu />}
        {clip ? (
          <ClipBar />
        ) : (
          <p class="quiet small" role="status">
            {busy === "fill" && say("report.working")}
            {busy === "capture" && say("captured.working")}
            {busy === null && <Hint />}
          </p>
        )}
      </footer>
    </>
  );
}

/** What Enter does with the row in hand. */
function Hint() {
  const inserting = useStore(app, (state) => state.inserting !== null);
  const at = useStore(list.store, (state) => state.at);
  useStore(list.store, (state) => state.rows);
  const row = list.rowAt(at);
  if (row === undefined) return null;
  const main = inserting
    ? "caret.enter"
    : fills(row.kind)
      ? "list.keysFill"
      : row.kind === "snippet" || row.kind === "note"
        ? "list.keysCopyMain"
        : "list.keysOpen";
  return (
    <>
      {say(main)}
      {" · "}
      {say("list.keysMore")}
    </>
  );
}

/** How long the browser may take to give the popup its size (ms). */
const sizing = 400;

/**
 * A popup is as high as its body, unless the screen is too low for that. Only when its size stands can one
 * tell: a body that follows the window from the start would keep the few pixels a popup is born with.
 */
function fitWindow(): void {
  setTimeout(() => {
    const { documentElement: html } = document;
    if (html.scrollHeight > innerHeight) html.classList.add("low");
  }, sizing);
}

/** Puts the popup into `root`, over the password box that may stand there; `slot`: as what it was opened. */
export function startPopup(root: HTMLElement, slot: "popup" | "panel" = "popup"): void {
  app.setState({ slot });
  listen((news) => {
    if (news === "items") list.again();
    if (news === "insert" && app.getState().status?.state === "open") void attempt(takeInsert);
    if (news === "report") void attempt(resumeReport);
  });
  void hello();
  here = lookHere();
  render(<Popup />, root);
  if (slot === "popup") fitWindow();
}
