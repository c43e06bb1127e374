import { useEffect, useState } from "preact/hooks";
import type { FileLine, Item } from "../../core/item.ts";
import { say } from "../../wire/words.ts";
import { ask, attempt } from "../state/app.ts";
import { choose, type Chosen } from "../state/sharing.ts";
import { labelOf, sizeOf, titleOf } from "../words.ts";

/** Which fields and files of a chosen item leave with it. */
export function FieldPicks({ chosen, id }: { chosen: Chosen; id: string }) {
  const [read, setRead] = useState<{ item: Item; files: FileLine[] } | null>(null);
  const of = chosen.row.id;
  useEffect(() => {
    let mine = true;
    void attempt(async () => {
      const [item, { files }] = await Promise.all([
        ask("item.read", { id: of }),
        ask("file.list", { id: of }),
      ]);
      if (mine) setRead({ item, files });
    });
    return () => {
      mine = false;
    };
  }, [of]);
  if (read === null) return <div aria-busy="true" />;
  const { item, files } = read;
  const filled = item.fields.filter(({ value }) => value !== "");
  const plain = filled.filter(({ critical }) => !critical).map((field) => field.id);
  const now = new Set(chosen.fields ?? plain);
  const these = new Set(chosen.files ?? files.map(({ file }) => file));
  const toggle = (field: string): void => {
    if (!now.delete(field)) now.add(field);
    const critical = filled.some((one) => one.critical && now.has(one.id));
    choose({ ...chosen, fields: [...now], critical });
  };
  const toggleFile = (file: string): void => {
    if (!these.delete(file)) these.add(file);
    choose({ ...chosen, files: [...these] });
  };
  return (
    <ul class="plain field-picks" aria-label={say("sharing.fields", [titleOf(item)])}>
      {filled.map((field) => (
        <Tick
          key={field.id}
          id={`${id}-${field.id}`}
          on={now.has(field.id)}
          words={labelOf(field)}
          about={field.critical ? say("sharing.criticalField") : null}
          onToggle={() => toggle(field.id)}
        />
      ))}
      {files.map(({ file, name, bytes }) => (
        <Tick
          key={file}
          id={`${id}-${file}`}
          on={these.has(file)}
          words={name}
          about={say("shareMore.file", [sizeOf(bytes)])}
          onToggle={() => toggleFile(file)}
        />
      ))}
    </ul>
  );
}

interface TickProps {
  id: string;
  on: boolean;
  words: string;
  about: string | null;
  onToggle: () => void;
}

function Tick({ id, on, words, about, onToggle }: TickProps) {
  return (
    <li>
      <label class="check" for={id}>
        <input id={id} type="checkbox" checked={on} onChange={onToggle} />
        <span>
          {words}
          {about !== null && <small class="quiet block">{about}</small>}
        </span>
      </label>
    </li>
  );
}
