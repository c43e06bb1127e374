import { useEffect, useState } from "preact/hooks";
import { TargetFailure } from "../../core/target/problem.ts";
import { call } from "../../wire/call.ts";
import { say } from "../../wire/words.ts";
import { Button } from "../parts/button.tsx";
import { wordsOf } from "../state/targets.ts";
import { FilesList } from "./target-files.tsx";
import { allowHost, readTyped, RemoteFields, useTyped } from "./target-remote.tsx";

type Kind = "dav" | "s3";

/** Signs in to where backups lie, for this once: a new computer has no vault yet that would know the way. */
export function RestoreRemote({
  onFetched,
}: {
  onFetched: (file: { name: string; bytes: number }) => void;
}) {
  const [kind, setKind] = useState<Kind>("dav");
  const [typed, onType] = useTyped();
  const [wrong, setWrong] = useState<Parameters<typeof RemoteFields>[0]["wrong"]>(null);
  const [inside, setInside] = useState(false);
  const [failed, setFailed] = useState<string | null>(null);
  useEffect(() => () => void call("target.visit", { config: null }).catch(() => undefined), []);
  const enter = async (): Promise<void> => {
    const read = readTyped(kind, typed);
    setWrong("wrong" in read ? read.wrong : null);
    setFailed(null);
    if ("wrong" in read) {
      document.getElementById(`target-${read.wrong}`)?.focus();
      return;
    }
    try {
      if (!(await allowHost(read.config))) throw new TargetFailure("SITE");
      await call("target.visit", { config: read.config });
      setInside(true);
    } catch (thrown) {
      setFailed(wordsOf(thrown));
    }
  };
  return (
    <details class="panel target-from">
      <summary>{say("target.from")}</summary>
      <p class="quiet target-from-text">{say("target.fromText")}</p>
      {inside ? (
        <>
          <FilesList id="visit" onFetched={onFetched} />
          <div class="buttons start">
            <Button look="link" onClick={() => setInside(false)}>
              {say("app.back")}
            </Button>
          </div>
        </>
      ) : (
        <form
          class="stack"
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            void enter();
          }}
        >
          <fieldset class="target-kinds">
            <legend class="sr">{say("target.kind")}</legend>
            {(["dav", "s3"] as const).map((one) => (
              <label key={one} class="check">
                <input
                  type="radio"
                  name="target-kind"
                  checked={kind === one}
                  onChange={() => {
                    setKind(one);
                    setWrong(null);
                  }}
                />
                <span>{say(`target.${one}`)}</span>
              </label>
            ))}
          </fieldset>
          <RemoteFields key={kind} kind={kind} typed={typed} wrong={wrong} onType={onType} once />
          <p class="quiet small">{say("target.ask")}</p>
          <p class="failed" role="alert">
            {failed ?? ""}
          </p>
          <div class="buttons start">
            <Button type="submit" look="primary">
              {say("target.fromGo")}
            </Button>
          </div>
        </form>
      )}
    </details>
  );
}
