import { useEffect, useState } from "preact/hooks";
import { findMark } from "../../core/form/mark.ts";
import { teachable, teachGroups } from "../../core/form/teachable.ts";
import type { Item } from "../../core/item.ts";
import type { Saying } from "../../core/sites.ts";
import type { LookRow } from "../../wire/site-rows.ts";
import { say } from "../../wire/words.ts";
import { Button, IconButton } from "../parts/button.tsx";
import { FrameLines } from "../parts/frame-lines.tsx";
import { focusOnce } from "../parts/focus.ts";
import { LookLine, LookWhy } from "../parts/look-row.tsx";
import { app, ask, attempt, toast } from "../state/app.ts";
import { keyOf } from "../state/choosing.ts";
import { useStore } from "../state/hook.ts";
import { changeSite, endLook, lookAtPage, pickOnPage, pointing, teach } from "../state/pointing.ts";
import { list, type Place } from "../state/view.ts";
import { kindWord } from "../field-words.ts";
import { labelOf, sentence, titleOf } from "../words.ts";
import { OffNotice } from "./site-off.tsx";

/** Items of the site whose own fields are offered. */
const mostItems = 5;

interface FieldsProps {
  /** The field that is spoken of: picked on the page, or from a report. */
  at: Place | null;
  onBack: () => void;
}

/** The fields of the page in front: what Coffer takes each for, and the way to correct it. */
export function FieldsOfPage({ at, onBack }: FieldsProps) {
  const look = useStore(pointing, (state) => state.look);
  const failed = useStore(pointing, (state) => state.failed);
  const host = useStore(app, (state) => state.here.host);
  const origin = useStore(app, (state) => state.here.origin);
  const items = useItems();
  const again = () => lookAtPage(null);
  useEffect(() => {
    void again();
    return endLook;
  }, []);
  const rows = look?.fields ?? [];
  const spoken = placeIn(rows, at);
  const ready = look !== null;
  useEffect(() => {
    if (!ready || at === null) return;
    if (spoken === undefined) return toast(say("teach.gone"));
    const select = document.querySelector<HTMLElement>(".look.on select");
    select?.scrollIntoView({ block: "center" });
    select?.focus();
  }, [ready]);
  const off = (on: boolean): void => {
    if (origin === null || host === null) return;
    const words = say(on ? "site.turnedOff" : "site.turnedOn", [host]);
    void changeSite(origin, { do: "off", off: on }, words, () => {
      list.again();
      return again();
    });
  };
  return (
    <div class="screen">
      <div class="screen-head">
        <IconButton icon="back" words={say("app.back")} onClick={onBack} />
        <h1 tabIndex={-1} {...(at === null ? { ref: focusOnce } : {})}>
          {say("teach.title")}
        </h1>
      </div>
      <div class="screen-body" aria-busy={look === null && failed === null}>
        {failed !== null && (
          <div class="notice bad" role="alert">
            <p>{sentence(failed)}</p>
            <Button onClick={() => void again()}>{say("app.retry")}</Button>
          </div>
        )}
        {look?.off && <OffNotice onAllow={() => off(false)} />}
        <p class="quiet">{say("teach.about")}</p>
        {rows.length > 0 && (
          <div class="look-pick">
            <Button icon="site" onClick={() => void pickOnPage()}>
              {say("teach.pick")}
            </Button>
            <p class="quiet small">{say("teach.pickAbout")}</p>
          </div>
        )}
        {look !== null && rows.length === 0 && <p>{say("check.noFields")}</p>}
        {rows.length > 0 && (
          <ul class="look-list">
            {rows.map((row) => (
              <LookLine key={keyOf(row)} row={row} on={row === spoken}>
                <LookWhy row={row} />
                {origin !== null && (
                  <Says row={row} items={items} onChange={(told) => void teach(row, told, again)} />
                )}
              </LookLine>
            ))}
          </ul>
        )}
        {look !== null && <FrameLines frames={look.frames} onAllowed={() => void again()} />}
      </div>
      {look !== null && !look.off && origin !== null && (
        <div class="screen-foot">
          <Button look="link" onClick={() => off(true)}>
            {say("site.turnOff")}
          </Button>
        </div>
      )}
    </div>
  );
}

/** The row of a place; a field that is called otherwise by now is none. */
function placeIn(rows: readonly LookRow[], at: Place | null): LookRow | undefined {
  if (at === null) return undefined;
  const same = rows.filter(({ frame }) => frame === at.frame);
  const marks = same.map(({ mark }) => mark);
  return same[findMark(at.mark, marks, false)[0] ?? -1];
}

/** Items of this site, for the fields of their own that a page may ask for. */
function useItems(): Item[] {
  const site = useStore(list.store, (state) => state.site);
  const [items, setItems] = useState<Item[]>([]);
  useEffect(() => {
    let mine = true;
    const read = site
      .slice(0, mostItems)
      .map(({ id }) => ask("item.read", { id }).catch(() => null));
    void attempt(async () => {
      const all = await Promise.all(read);
      if (mine) setItems(all.flatMap((one) => one ?? []));
    });
    return () => {
      mine = false;
    };
  }, [site]);
  return items;
}

interface SaysProps {
  row: LookRow;
  items: readonly Item[];
  onChange: (told: Saying | null) => void;
}

function Says({ row, items, onChange }: SaysProps) {
  const { told } = row;
  const [own] = row.own;
  const kind = told?.as === "kind" ? `kind ${told.token}` : "";
  const ofItem = own === undefined ? kind : `field ${own.item} ${own.field}`;
  const now = told?.as === "never" ? "never" : ofItem;
  const listed = items.some(({ id }) => id === own?.item);
  const choose = (value: string): void => {
    const [as = "", first = "", second = ""] = value.split(" ");
    if (as === "") return onChange(null);
    if (as === "never") return onChange({ as: "never" });
    if (as === "kind") return onChange({ as: "kind", token: first });
    onChange({ as: "field", item: first, field: second });
  };
  return (
    <select
      class="input small"
      aria-label={say("teach.what", [row.label || say("report.unnamed")])}
      value={now}
      onChange={(event) => choose(event.currentTarget.value)}
    >
      <option value="">
        {now === "" ? say("teach.auto", [kindWord(row.kind)]) : say("teach.autoPlain")}
      </option>
      <option value="never">{say("teach.never")}</option>
      {own !== undefined && !listed && <option value={ofItem}>{say("teach.another")}</option>}
      {teachGroups.map((group) => (
        <optgroup key={group} label={say(`teach.${group}`)}>
          {teachable[group].map((token) => (
            <option key={token} value={`kind ${token}`}>
              {kindWord(token)}
            </option>
          ))}
        </optgroup>
      ))}
      {items.map((item) => (
        <optgroup key={item.id} label={say("teach.fieldOf", [titleOf(item)])}>
          {item.fields
            .filter(({ value, critical }) => critical || (value ?? "") !== "")
            .map((field) => (
              <option key={field.id} value={`field ${item.id} ${field.id}`}>
                {labelOf(field)}
              </option>
            ))}
        </optgroup>
      ))}
    </select>
  );
}
