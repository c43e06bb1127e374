import { useEffect, useState } from "preact/hooks";
import { hostOf } from "../../core/origin.ts";
import { correctionKey, itemOf } from "../../core/site-key.ts";
import type { Correction, Site, SiteChange } from "../../core/sites.ts";
import { onNews } from "../../wire/call.ts";
import { say } from "../../wire/words.ts";
import { Button, IconButton } from "../parts/button.tsx";
import { Icon } from "../parts/icon.tsx";
import { ask } from "../state/app.ts";
import { latest } from "../state/latest.ts";
import { changeSite } from "../state/pointing.ts";
import { kindWord } from "../field-words.ts";
import { sentence, titleOf } from "../words.ts";

/** What is remembered of each site, with a way to forget it and a way back from that. */
export function SitesPage() {
  const [sites, setSites] = useState<Site[] | null>(null);
  const [failed, setFailed] = useState<unknown>(null);
  const [titles, setTitles] = useState<ReadonlyMap<string, string>>(new Map());
  const [again] = useState(() => {
    const run = latest(
      async () => {
        const found = (await ask("site.list", {})).sites;
        return { found, names: await titlesOf(found) };
      },
      ({ found, names }) => {
        setSites(found);
        setTitles(names);
        setFailed(null);
      },
      (thrown) => setFailed(thrown),
    );
    return () => run(undefined);
  });
  useEffect(() => {
    void again();
    return onNews((news) => {
      if (news === "sites") void again();
    });
  }, []);
  return (
    <div class="page">
      <h1>{say("site.title")}</h1>
      <p class="quiet">{say("site.about")}</p>
      {failed !== null && (
        <div class="notice bad" role="alert">
          <p>{sentence(failed)}</p>
          <Button onClick={() => void again()}>{say("app.retry")}</Button>
        </div>
      )}
      {sites?.length === 0 && (
        <div class="nothing">
          <Icon name="site" />
          <h2>{say("site.empty")}</h2>
          <p class="quiet">{say("site.emptyText", [say("teach.open")])}</p>
        </div>
      )}
      {sites?.map((site) => (
        <SitePanel key={site.origin} site={site} titles={titles} again={again} />
      ))}
    </div>
  );
}

/** Titles of the items that something was said for. */
async function titlesOf(sites: readonly Site[]): Promise<ReadonlyMap<string, string>> {
  const ids = new Set(sites.flatMap(({ said }) => said.flatMap((one) => itemOf(one) ?? [])));
  const read = [...ids].map(async (id) => {
    const item = await ask("item.read", { id }).catch(() => null);
    return item === null ? [] : [[id, titleOf(item)] as const];
  });
  return new Map((await Promise.all(read)).flat());
}

interface SitePanelProps {
  site: Site;
  titles: ReadonlyMap<string, string>;
  again: () => Promise<void>;
}

function SitePanel({ site, titles, again }: SitePanelProps) {
  const { origin, off, said, frames } = site;
  const host = hostOf(origin);
  const change = (what: SiteChange, words = say("site.forgotten")): void =>
    void changeSite(origin, what, words, again);
  const words = ({ say: told }: Correction): string => {
    if (told.as === "never") return say("site.never");
    if (told.as === "kind") return say("site.is", [kindWord(told.token)]);
    const title = titles.get(told.item);
    return title === undefined ? say("site.itemGone") : say("teach.ofItem", [title]);
  };
  const line = (key: string, label: string, about: string, drop: SiteChange) => (
    <li key={key}>
      <span>
        {label}
        {about !== "" && <small class="quiet"> {about}</small>}
      </span>
      <IconButton icon="trash" words={say("site.drop", [label])} onClick={() => change(drop)} />
    </li>
  );
  return (
    <section class="panel site" aria-label={host}>
      <div class="site-head">
        <h2>{host}</h2>
        <Button look="link" onClick={() => change({ do: "put", site: null })}>
          {say("site.dropSite", [host])}
        </Button>
      </div>
      {off && (
        <div class="notice">
          <p>{say("site.offText")}</p>
          <Button onClick={() => change({ do: "off", off: false }, say("site.turnedOn", [host]))}>
            {say("site.on")}
          </Button>
        </div>
      )}
      {said.length > 0 && (
        <>
          <h3 class="label">{say("site.fields")}</h3>
          <ul class="report-rest">
            {said.map((one) =>
              line(correctionKey(one), one.label || say("report.unnamed"), words(one), {
                do: "unsay",
                mark: one.mark,
                item: itemOf(one),
              }),
            )}
          </ul>
        </>
      )}
      {frames.length > 0 && (
        <>
          <h3 class="label">{say("site.frames")}</h3>
          <ul class="report-rest">
            {frames.map((frame) =>
              line(frame, say("site.frame", [hostOf(frame)]), "", {
                do: "frame",
                frame,
                on: false,
              }),
            )}
          </ul>
        </>
      )}
    </section>
  );
}
