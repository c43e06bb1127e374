/** One item. Its values are opened when it is shown, and hidden ones are drawn only on a click. */
import { useEffect, useRef, useState } from "preact/hooks";
import type { BackupAttachment, BackupItem, OpenBackup } from "../../src/core/open-backup.ts";
import { dateOf, isHidden, labelOf, sizeOf, titleOf, valueOf } from "../shared/told.ts";
import { say, sentence } from "../shared/words.ts";
import { saveFile } from "./save-file.ts";
import { Value } from "./value.tsx";

interface Props {
  id: string;
  opened: OpenBackup;
  onSaid: (sentence: string) => void;
  onBack: () => void;
}

/** The item of this id; empty until it is opened. */
export function ItemView({ id, opened, onSaid, onBack }: Props) {
  const [item, setItem] = useState<BackupItem | null>(null);
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    let here = true;
    opened.item(id).then(
      (found) => here && setItem(found),
      (thrown: unknown) => here && onSaid(sentence(thrown)),
    );
    return () => {
      here = false;
    };
  }, [id, opened]);
  useEffect(() => title.current?.focus(), [item]);
  if (item === null) return null;

  async function save(file: BackupAttachment): Promise<void> {
    try {
      saveFile(file.name, await opened.attachment(file));
      onSaid(say("reader.saved", file.name));
    } catch (thrown) {
      onSaid(sentence(thrown));
    }
  }

  const labels = new Map(item.fields.map((field) => [field.id, field]));
  return (
    <article
      onKeyDown={(event) => {
        if (event.key === "Escape") onBack();
      }}
    >
      <button class="back" onClick={onBack}>
        {say("reader.back")}
      </button>
      <h2 ref={title} tabIndex={-1}>
        <bdi>{titleOf(item)}</bdi>
      </h2>
      <p class="quiet small">
        {[
          say(`kind.${item.kind}`),
          ...(item.favourite ? [say("reader.favourite")] : []),
          ...(item.trashed === null ? [] : [say("reader.inTrash", dateOf(item.trashed))]),
        ].join(" · ")}
      </p>
      {item.partial ? <p class="notice bad">{say("reader.partial")}</p> : null}
      <dl class="fields">
        {item.fields.map((field) => (
          <Value
            key={field.id}
            label={labelOf(field)}
            value={field.value === null ? null : valueOf(field)}
            hidden={isHidden(field)}
            onSaid={onSaid}
          />
        ))}
        {item.origins.map((origin) => (
          <Value
            key={`site ${origin}`}
            label={say("reader.site")}
            value={origin}
            hidden={false}
            onSaid={onSaid}
          />
        ))}
      </dl>
      {item.files.length === 0 ? null : (
        <section>
          <h3>{say("reader.files")}</h3>
          <ul class="files">
            {item.files.map((file, n) => (
              <li key={n}>
                <bdi>{say("reader.file", file.name, sizeOf(file.bytes))}</bdi>
                <button
                  aria-label={say("reader.saveFile", file.name)}
                  onClick={() => void save(file)}
                >
                  {say("reader.save")}
                </button>
              </li>
            ))}
          </ul>
        </section>
      )}
      {item.past.length === 0 ? null : (
        <details>
          <summary>{say("reader.earlier")}</summary>
          <dl class="fields">
            {item.past.map(({ field, value, at }, n) => {
              const now = labels.get(field);
              const name = now === undefined ? say("field.unnamed") : labelOf(now);
              return (
                <Value
                  key={n}
                  label={`${name}, ${dateOf(at)}`}
                  value={value}
                  hidden={now === undefined || isHidden(now)}
                  onSaid={onSaid}
                />
              );
            })}
          </dl>
        </details>
      )}
      <dl class="facts quiet small">
        {item.tags.length === 0 ? null : (
          <>
            <dt>{say("reader.tags")}</dt>
            <dd>
              <bdi>{item.tags.join(", ")}</bdi>
            </dd>
          </>
        )}
        <dt>{say("reader.created")}</dt>
        <dd>{dateOf(item.created)}</dd>
        <dt>{say("reader.modified")}</dt>
        <dd>{dateOf(item.modified)}</dd>
      </dl>
    </article>
  );
}
