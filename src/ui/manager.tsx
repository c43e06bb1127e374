/** The full tab: list and item side by side, settings, backup, restore, set-up. */
import { render } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { say } from "../wire/words.ts";
import { Button } from "./parts/button.tsx";
import { Mark } from "./parts/icon.tsx";
import { PasswordPrompt } from "./parts/prompt.tsx";
import { ClipBar, Toasts } from "./parts/toast.tsx";
import { AuditPage } from "./manager/audit.tsx";
import { BackupPage } from "./manager/backup.tsx";
import { ClipboardPage } from "./manager/clipboard.tsx";
import { Items } from "./manager/items.tsx";
import { Lost } from "./manager/lost.tsx";
import { Nav } from "./manager/nav.tsx";
import { RecoveryPage } from "./manager/recovery.tsx";
import { Reminders } from "./manager/reminders.tsx";
import { Renew } from "./manager/renew.tsx";
import { RestorePage } from "./manager/restore.tsx";
import { queryOf, readRoute, type Route } from "./manager/route.ts";
import { KeyReminders } from "./manager/key-reminders.tsx";
import { SecurityPage } from "./manager/security.tsx";
import { SharingPage } from "./manager/sharing.tsx";
import { SettingsPage } from "./manager/settings.tsx";
import { SitesPage } from "./manager/sites.tsx";
import { SheetPage } from "./paper/sheet-page.tsx";
import { SnippetQuestions } from "./snippet/ask.tsx";
import { Unlock } from "./screens/unlock.tsx";
import { Setup } from "./setup/setup.tsx";
import { app, attempt, hello, listen } from "./state/app.ts";
import { clips, lookClips } from "./state/clips.ts";
import { editing, resumeDraft } from "./state/editing.ts";
import * as passkeys from "./state/proof.ts";
import { useStore } from "./state/hook.ts";
import { list, show, view } from "./state/view.ts";
import { sentence } from "./words.ts";

function useRoute(): Route {
  const [route, setRoute] = useState(() => readRoute(location.hash));
  useEffect(() => {
    const look = (): void => setRoute(readRoute(location.hash));
    addEventListener("hashchange", look);
    return () => removeEventListener("hashchange", look);
  }, []);
  return route;
}

function Manager() {
  const route = useRoute();
  const status = useStore(app, (state) => state.status);
  const broken = useStore(app, (state) => state.broken);
  /** In the set-up the vault comes to be half-way: it goes on to its end. */
  const settingUp = useRef(false);
  const hasVault = status !== null && status.state !== "none";
  if (status !== null && route.at === "setup" && !hasVault) settingUp.current = true;
  if (route.at !== "setup") settingUp.current = false;
  useEffect(() => {
    if (status === null) return;
    if (!hasVault && route.at !== "setup" && route.at !== "restore") location.replace("#/setup");
    if (hasVault && route.at === "setup" && !settingUp.current) location.replace("#/");
  }, [status, route]);

  if (broken !== null && status === null) {
    return (
      <main class="middle">
        <div class="notice bad" role="alert">
          <p>{sentence(broken)}</p>
          <Button onClick={() => void hello()}>{say("app.retry")}</Button>
        </div>
      </main>
    );
  }
  if (status === null) return <main class="middle" aria-busy="true" />;
  const lost = status.state === "none" && status.lost;
  if (route.at === "setup" && settingUp.current && !lost) return <Setup />;
  // Always at the same place in the tree: a restore that replaces the vault locks it on the way.
  if (route.at === "restore") {
    return (
      <main class="alone" id="main">
        <Brand />
        <RestorePage />
        <a class="button link" href="#/">
          {say("app.back")}
        </a>
      </main>
    );
  }
  if (lost) {
    return (
      <main class="alone" id="main">
        <Brand />
        <div class="panel">
          <Lost />
        </div>
        <Toasts />
      </main>
    );
  }
  if (status.state === "none" || route.at === "setup")
    return <main class="middle" aria-busy="true" />;
  if (status.state === "locked") {
    return (
      <main class="middle" id="main">
        <div class="panel lock-card">
          <Brand />
          <h1 class="sr">{say("unlock.title")}</h1>
          <Unlock
            status={status}
            pending={editing.getState().draft !== null}
            onOpen={() => undefined}
            restoreHref="#/restore"
            leaves={false}
            passkeys={passkeys}
          />
        </div>
      </main>
    );
  }
  return <Open route={route} status={status} />;
}

function Brand() {
  return (
    <p class="brand">
      <Mark />
      <strong>{say("app.name")}</strong>
    </p>
  );
}

function Open({ route, status }: { route: Route; status: Parameters<typeof Nav>[0]["status"] }) {
  const query = queryOf(route);
  /** It stays until the new code was seen, also when the vault says that all is well again. */
  const [renewing, setRenewing] = useState(status.renew);
  useEffect(() => {
    if (status.renew) setRenewing(true);
  }, [status.renew]);
  useEffect(() => {
    void attempt(async () => {
      // Half-typed text of this window; one that is on the screen already is newer.
      if (editing.getState().draft === null) await resumeDraft();
    });
    return () => list.empty();
  }, []);
  useEffect(() => {
    if (query === null) return;
    list.look(query);
    const { name } = view.getState().view;
    // Half-typed text stays in front.
    if (route.at === "item" && name !== "edit") show({ name: "item", id: route.id });
    else if (name === "item") show({ name: "list" });
  }, [route]);
  if (renewing) {
    return (
      <main class="alone" id="main">
        <Brand />
        <Renew status={status} onDone={() => setRenewing(false)} />
        <Toasts />
      </main>
    );
  }
  return (
    <div class="manager">
      <Nav route={route} status={status} />
      <main id="main">
        <KeyReminders status={status} />
        <Reminders status={status} />
        {query && <Items route={route} />}
        {route.at === "settings" && <SettingsPage settings={status.settings} />}
        {route.at === "clipboard" && <ClipboardPage settings={status.settings} />}
        {route.at === "sites" && <SitesPage />}
        {route.at === "security" && <SecurityPage status={status} />}
        {route.at === "sharing" && <SharingPage tags={status.tags} />}
        {route.at === "audit" && <AuditPage />}
        {route.at === "backup" && <BackupPage settings={status.settings} />}
        {route.at === "recovery" && <RecoveryPage settings={status.settings} />}
        {route.at === "sheet" && <SheetPage />}
      </main>
      <ClipBar />
      <Toasts />
      <SnippetQuestions />
      <PasswordPrompt />
    </div>
  );
}

/** Puts the manager into `root`. */
export function startManager(root: HTMLElement): void {
  document.title = say("app.name");
  app.setState({ slot: "manager" });
  listen((news) => {
    if (news === "clips" && clips.getState().found !== null) void lookClips();
    if (news === "items" && app.getState().status?.state === "open") list.again();
  });
  void hello();
  render(<Manager />, root);
}
