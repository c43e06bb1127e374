import { useState } from "preact/hooks";
import { foldersOf, plainTags } from "../../core/folder.ts";
import { kindNames } from "../../core/item.ts";
import type { Status } from "../../wire/protocol.ts";
import { shownText } from "../../core/shown.ts";
import { say } from "../../wire/words.ts";
import { IconButton } from "../parts/button.tsx";
import { Icon, Mark, type IconName } from "../parts/icon.tsx";
import { ServerIcon } from "../server/icon.tsx";
import { lock } from "../state/app.ts";
import { type Route, writeRoute } from "./route.ts";

interface NavProps {
  route: Route;
  status: Extract<Status, { state: "open" }>;
}

function count(n: number): string {
  return n === 0 ? "" : n.toLocaleString();
}

/** The sections, at the side; on a narrow window behind a button. */
export function Nav({ route, status }: NavProps) {
  const [open, setOpen] = useState(false);
  const here = writeRoute(route);
  const folders = foldersOf(status.tags);
  const tags = plainTags(status.tags);
  const link = (to: Route, icon: IconName | "server", words: string, note = "") => {
    const href = writeRoute(to);
    return (
      <li key={href}>
        <a
          href={href}
          {...(href === here ? { "aria-current": "page" } : {})}
          onClick={() => setOpen(false)}
        >
          {icon === "server" ? <ServerIcon /> : <Icon name={icon} />}
          <span>{words}</span>
          {note !== "" && <small>{note}</small>}
        </a>
      </li>
    );
  };
  return (
    <header class={`side${open ? " open" : ""}`}>
      <div class="side-head">
        <IconButton
          class="side-toggle"
          icon="filter"
          words={say("manager.menu")}
          expanded={open}
          onClick={() => setOpen(!open)}
        />
        <Mark />
        <strong>{say("app.name")}</strong>
        <IconButton icon="lock" words={say("app.lock")} onClick={() => void lock()} />
      </div>
      <nav aria-label={say("manager.sections")}>
        <ul>
          {link({ at: "all" }, "all", say("manager.all"), count(status.items))}
          {link({ at: "favourites" }, "star", say("manager.favourites"))}
          {kindNames.map((kind) => link({ at: "kind", kind }, kind, say(`kinds.${kind}`)))}
        </ul>
        {folders.length > 0 && (
          <>
            <h2>{say("folder.title")}</h2>
            <ul>
              {folders.map((folder) =>
                link(
                  { at: "tag", tag: folder },
                  "folder",
                  "\u2003".repeat(folder.split("/").length - 2) +
                    shownText(folder.slice(folder.lastIndexOf("/") + 1)),
                ),
              )}
            </ul>
          </>
        )}
        {tags.length > 0 && (
          <>
            <h2>{say("manager.tags")}</h2>
            <ul>{tags.map((tag) => link({ at: "tag", tag }, "tag", shownText(tag)))}</ul>
          </>
        )}
        <hr />
        <ul>
          {link({ at: "trash" }, "trash", say("manager.trash"), count(status.trashed))}
          {link({ at: "clipboard" }, "copy", say("clips.page"))}
          {link({ at: "sharing" }, "share", say("sharing.title"))}
          {link({ at: "audit" }, "clock", say("audit.title"))}
          {link({ at: "backup" }, "backup", say("manager.backup"))}
          {link({ at: "server" }, "server", say("server.title"))}
          {link({ at: "restore" }, "restore", say("manager.restore"))}
          {link({ at: "security" }, "lock", say("manager.security"))}
          {link({ at: "recovery" }, "key", say("manager.recovery"))}
          {link({ at: "sites" }, "site", say("site.title"))}
          {link({ at: "settings" }, "gear", say("manager.settings"))}
          <li>
            <a href="/practice.html" target="_blank">
              <Icon name="practice" />
              <span>{say("manager.practice")}</span>
              <Icon name="tab" />
            </a>
          </li>
        </ul>
      </nav>
    </header>
  );
}
