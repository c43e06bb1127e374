import { useState } from "preact/hooks";
import type { PreviewItem } from "../../wire/sharing.ts";
import { shownText } from "../../core/shown.ts";
import { say } from "../../wire/words.ts";
import { IconButton } from "../parts/button.tsx";
import { Icon } from "../parts/icon.tsx";
import { siteWords } from "../parts/site-words.ts";
import { ask, attempt } from "../state/app.ts";
import { labelOf, sizeOf, titleOf } from "../words.ts";

interface OfferedProps {
  item: PreviewItem;
  at: number;
  token: string;
  on: boolean;
  onToggle: () => void;
  /** Fields that stay out. */
  without: ReadonlySet<string>;
  onField: (id: string) => void;
  /** Files that stay out, by their places. */
  withoutFiles: ReadonlySet<number>;
  onFile: (place: number) => void;
}

/** An item of a transfer: whether it is taken, its values, and which of its fields come along. */
export function Offered(props: OfferedProps) {
  const { item, at, token, on, onToggle, without, onField, withoutFiles, onFile } = props;
  const [values, setValues] = useState<ReadonlyMap<string, string> | null>(null);
  const title = titleOf(item);
  // What is empty is taken along, but there is nothing to choose.
  const filled = item.fields.filter(({ id, critical }) => critical || values?.get(id) !== "");
  const show = (): Promise<void> =>
    attempt(async () => {
      if (values !== null) return setValues(null);
      const reply = await ask("share.look", { token, at });
      setValues(new Map(reply.values.map(({ field, value }) => [field, value])));
    });
  return (
    <li>
      <div class="picked">
        <label class="check">
          <input type="checkbox" checked={on} onChange={onToggle} />
          <Icon name={item.kind} />
          <span>
            <bdi>{title}</bdi>
            {item.here && <small class="quiet"> · {say("sharing.here")}</small>}
            <About item={item} />
          </span>
        </label>
        <IconButton
          icon={values === null ? "eye" : "eyeOff"}
          words={say(values === null ? "sharing.show" : "sharing.hide", [title])}
          expanded={values !== null}
          onClick={() => void show()}
        />
      </div>
      {item.files.length > 0 && (
        <ul class="plain field-picks">
          {item.files.map((file, place) => (
            <li key={place}>
              <label class="check">
                <input
                  type="checkbox"
                  aria-label={say("shareMore.takeFile", [file.name])}
                  checked={on && !withoutFiles.has(place)}
                  disabled={!on}
                  onChange={() => onFile(place)}
                />
                <span>
                  <bdi>{file.name}</bdi>
                  <small class="quiet block">{say("shareMore.file", [sizeOf(file.bytes)])}</small>
                </span>
              </label>
            </li>
          ))}
        </ul>
      )}
      {values !== null && (
        <ul class="plain peek">
          {filled.map((field) => (
            <li key={field.id}>
              <label class="check">
                <input
                  type="checkbox"
                  aria-label={say("mailbox.fieldOf", [labelOf(field)])}
                  checked={on && !without.has(field.id)}
                  disabled={!on}
                  onChange={() => onField(field.id)}
                />
                <span>
                  <small class="quiet block">{labelOf(field)}</small>
                  <span class="peek-value">
                    {field.critical ? say("detail.critical") : (values.get(field.id) ?? "")}
                  </span>
                </span>
              </label>
            </li>
          ))}
        </ul>
      )}
    </li>
  );
}

/** What an item would do here, told before it is taken: where it is offered, how it is called, what it reads. */
function About({ item: { origins, tags, reads } }: { item: PreviewItem }) {
  const read = [
    ...(reads?.fields ?? []),
    ...(reads?.clipboard === true ? [say("shareMore.readsClipboard")] : []),
    ...(reads?.page === true ? [say("shareMore.readsPage")] : []),
  ];
  return (
    <>
      {origins.length > 0 && (
        <small class="quiet block">
          {say("shareMore.site", [origins.map(siteWords).join(", ")])}
        </small>
      )}
      {tags.length > 0 && (
        <small class="quiet block">{say("shareMore.tags", [shownText(tags.join(", "))])}</small>
      )}
      {read.length > 0 && (
        <small class="unproved block">{say("shareMore.reads", [read.join(", ")])}</small>
      )}
    </>
  );
}
