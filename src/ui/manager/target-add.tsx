import { useEffect, useRef, useState } from "preact/hooks";
import { toHex } from "../../core/bytes.ts";
import { randomBytes } from "../../core/random.ts";
import { TargetFailure } from "../../core/target/problem.ts";
import { type Rhythm, rhythms } from "../../core/target/schedule.ts";
import { dropFolder } from "../../wire/folders.ts";
import type { Ask } from "../../wire/protocol.ts";
import { say } from "../../wire/words.ts";
import { Button } from "../parts/button.tsx";
import { Working } from "../parts/progress.tsx";
import { ask, attempt } from "../state/app.ts";
import { hasFolders, pickFolder } from "../state/folder.ts";
import { lookTargets, toldOf, wordsOf } from "../state/targets.ts";
import { allowHost, readTyped, RemoteFields, useTyped } from "./target-remote.tsx";

type Kind = "folder" | "dav" | "s3";
const kinds: readonly Kind[] = ["folder", "dav", "s3"];

interface AddTargetProps {
  onClose: () => void;
  onAdded: (name: string) => void;
}

/** A new place: which kind, how to get there; it is tried before it is kept, and the first backup made. */
export function AddTarget({ onClose, onAdded }: AddTargetProps) {
  const [kind, setKind] = useState<Kind>(hasFolders() ? "folder" : "dav");
  const [name, setName] = useState("");
  const [every, setEvery] = useState<Rhythm>("daily");
  const [typed, onType] = useTyped();
  const [wrong, setWrong] = useState<Parameters<typeof RemoteFields>[0]["wrong"]>(null);
  const [busy, setBusy] = useState(false);
  const [failed, setFailed] = useState<string | null>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);

  const add = async (asked: Ask<"target.add">): Promise<void> => {
    setBusy(true);
    const { id } = await toldOf(ask("target.add", asked));
    await lookTargets();
    onAdded(asked.name);
    if (every !== "never") void attempt(() => ask("target.run", { id }));
  };
  const addFolder = async (): Promise<void> => {
    const id = toHex(randomBytes(16));
    // The browser's own question first, while the click still counts.
    const picked = await pickFolder(id);
    if (picked === null) return;
    try {
      await add({ name: name.trim() || picked, every, config: { kind: "folder", id } });
    } catch (thrown) {
      await dropFolder(id);
      throw thrown;
    }
  };
  const addRemote = async (): Promise<void> => {
    if (kind === "folder") return addFolder();
    const read = readTyped(kind, typed);
    setWrong("wrong" in read ? read.wrong : null);
    if ("wrong" in read) {
      document.getElementById(`target-${read.wrong}`)?.focus();
      return undefined;
    }
    const { config } = read;
    if (!(await allowHost(config))) throw new TargetFailure("SITE");
    const host = new URL(config.url).hostname;
    return add({ name: name.trim() || host, every, config });
  };
  const submit = async (): Promise<void> => {
    if (busy) return;
    setFailed(null);
    try {
      await addRemote();
    } catch (thrown) {
      setFailed(wordsOf(thrown));
      setBusy(false);
    }
  };

  return (
    <form
      class="stack target-add"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <h3 ref={heading} tabIndex={-1}>
        {say("target.addTitle")}
      </h3>
      <fieldset class="target-kinds">
        <legend class="sr">{say("target.kind")}</legend>
        {kinds.map((one) => (
          <div key={one}>
            <label class="check">
              <input
                type="radio"
                name="target-kind"
                checked={kind === one}
                disabled={busy || (one === "folder" && !hasFolders())}
                aria-describedby={`target-kind-${one}`}
                onChange={() => {
                  setKind(one);
                  setWrong(null);
                  setFailed(null);
                }}
              />
              <span>{say(`target.${one}`)}</span>
            </label>
            <small id={`target-kind-${one}`} class="quiet">
              {one === "folder" && !hasFolders()
                ? say("target.noFolder", [say("backup.go")])
                : say(`target.${one}Text`)}
            </small>
          </div>
        ))}
      </fieldset>
      {kind !== "folder" && (
        <RemoteFields key={kind} kind={kind} typed={typed} wrong={wrong} onType={onType} />
      )}
      <HeadFields name={name} every={every} onName={setName} onEvery={setEvery} />
      {kind !== "folder" && <p class="quiet small">{say("target.ask")}</p>}
      <Working on={busy} words={say("target.trying")} />
      <p class="failed" role="alert">
        {failed ?? ""}
      </p>
      <div class="buttons start">
        <Button type="submit" look="primary" busy={busy}>
          {say(kind === "folder" ? "target.choose" : "target.go")}
        </Button>
        <Button onClick={onClose} disabled={busy}>
          {say("app.cancel")}
        </Button>
      </div>
    </form>
  );
}

interface HeadFieldsProps {
  name: string;
  every: Rhythm;
  onName: (name: string) => void;
  onEvery: (every: Rhythm) => void;
}

/** How it is called and how often it is written. */
export function HeadFields({ name, every, onName, onEvery }: HeadFieldsProps) {
  return (
    <>
      <div class="field">
        <label class="label" for="target-name">
          {say("target.name")}
        </label>
        <input
          id="target-name"
          class="input"
          type="text"
          maxLength={60}
          value={name}
          autocomplete="off"
          onInput={(event) => onName(event.currentTarget.value)}
        />
      </div>
      <div class="field">
        <label class="label" for="target-every">
          {say("target.every")}
        </label>
        <select
          id="target-every"
          class="input"
          value={every}
          onChange={(event) =>
            onEvery(rhythms.find((one) => one === event.currentTarget.value) ?? "daily")
          }
        >
          {rhythms.map((one) => (
            <option key={one} value={one}>
              {say(`target.${one}`)}
            </option>
          ))}
        </select>
      </div>
    </>
  );
}
