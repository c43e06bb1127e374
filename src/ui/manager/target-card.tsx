import { useEffect, useState } from "preact/hooks";
import { dropFolder } from "../../wire/folders.ts";
import { askForSite } from "../../wire/permission.ts";
import type { TargetLine } from "../../wire/targets.ts";
import { say } from "../../wire/words.ts";
import { Button } from "../parts/button.tsx";
import { Confirm } from "../parts/confirm.tsx";
import { Icon } from "../parts/icon.tsx";
import { ask, attempt, toast } from "../state/app.ts";
import { allowFolder, folderName, pickFolder } from "../state/folder.ts";
import { useStore } from "../state/hook.ts";
import { lookTargets, problemWords, targets, toldOf, wordsOf } from "../state/targets.ts";
import { dateOf, sizeOf } from "../words.ts";
import { agoOf } from "./ago.ts";
import { ChangeTarget } from "./target-change.tsx";
import { TargetFiles } from "./target-files.tsx";
import { Under } from "./target-under.tsx";

/** One place: how it is, what is under way there, and what can be done. */
export function TargetCard({ line }: { line: TargetLine }) {
  const { id, name, kind, ours } = line;
  const work = useStore(targets, (state) => state.work);
  const [dialog, setDialog] = useState<"change" | "remove" | "files" | null>(null);
  const [said, setSaid] = useState<{ words: string; bad: boolean } | null>(null);
  const [where, setWhere] = useState(line.where);
  useEffect(() => {
    if (kind === "folder") void attempt(async () => setWhere(await folderName(id)));
  }, [id]);
  const own = work?.id === id ? work : null;
  /** What is noted stands there already. */
  const noted = line.problem === null ? null : problemWords(line.problem, kind);

  const act = async (what: () => Promise<string | null>): Promise<void> => {
    setSaid(null);
    try {
      const words = await what();
      if (words !== null) setSaid({ words, bad: false });
    } catch (thrown) {
      const words = wordsOf(thrown, kind);
      if (words !== null) setSaid({ words, bad: true });
    }
    await lookTargets();
  };
  const backUp = async () => {
    const { items } = await toldOf(ask("target.run", { id }));
    return say("target.done", items);
  };
  const run = () => act(backUp);
  const test = () =>
    act(async () => {
      await toldOf(ask("target.test", { id }));
      return say("target.tested", [name]);
    });
  /** The way out of what went wrong. The browser is asked first, while the click still counts. */
  const allow = (asked: Promise<boolean>) => act(async () => ((await asked) ? backUp() : null));
  const pickAgain = async (): Promise<boolean> => {
    const picked = await pickFolder(id);
    if (picked !== null) setWhere(picked);
    return picked !== null;
  };
  const remove = () =>
    act(async () => {
      await ask("target.remove", { id });
      if (kind === "folder") await dropFolder(id);
      toast(say("target.removed"));
      return null;
    });

  return (
    <li class="target">
      <div class="target-head">
        <span class="row-kind">
          <Icon name={kind === "folder" ? "folder" : "site"} />
        </span>
        <div>
          <h3>{name}</h3>
          <small class="quiet">{where}</small>
        </div>
        <small class="quiet">{say(`target.${line.every}`)}</small>
      </div>
      <State line={line} />
      {ours && line.problem !== null && own === null && (
        <div class="notice warn">
          <Icon name="warn" />
          <div>
            <p>{noted}</p>
            {line.tried !== null && (
              <p class="quiet small">{say("target.tried", [dateOf(line.tried)])}</p>
            )}
          </div>
          <WayOut
            line={line}
            onSite={(origin) => void allow(askForSite(origin))}
            onFolder={() => void allow(allowFolder(id))}
            onPick={() => void allow(pickAgain())}
            onChange={() => setDialog("change")}
            onAgain={() => void run()}
          />
        </div>
      )}
      {own !== null && <Under work={own} />}
      <p role="status" class={said?.bad === false ? "good" : "sr"}>
        {said?.bad === false && <Icon name="check" />}
        {said?.bad === false ? said.words : ""}
      </p>
      <p class="failed" role="alert">
        {said?.bad === true && said.words !== noted ? said.words : ""}
      </p>
      <div class="buttons start" role="group" aria-label={say("target.acts", [name])}>
        {ours ? (
          <Button icon="backup" look="primary" disabled={work !== null} onClick={() => void run()}>
            {say("target.run")}
          </Button>
        ) : (
          <Button
            look="primary"
            onClick={() => {
              const asked = line.origin === null ? Promise.resolve(true) : askForSite(line.origin);
              void act(async () => {
                if (await asked) await ask("target.here", { id });
                return null;
              });
            }}
          >
            {say("target.here")}
          </Button>
        )}
        <Button icon="restore" disabled={work !== null} onClick={() => setDialog("files")}>
          {say("target.restore")}
        </Button>
        <Button disabled={work !== null} onClick={() => void test()}>
          {say("target.test")}
        </Button>
        <Button icon="edit" onClick={() => setDialog("change")}>
          {say("target.change")}
        </Button>
        <Button icon="trash" onClick={() => setDialog("remove")}>
          {say("target.remove")}
        </Button>
      </div>
      {dialog === "change" && <ChangeTarget line={line} onClose={() => setDialog(null)} />}
      {dialog === "files" && <TargetFiles id={id} name={name} onClose={() => setDialog(null)} />}
      {dialog === "remove" && (
        <Confirm
          title={say("target.removeAsk", [name])}
          text={say("target.removeText")}
          go={say("target.remove")}
          danger
          onGo={() => void remove()}
          onClose={() => setDialog(null)}
        />
      )}
    </li>
  );
}

/** When the last good file was written, when the next is due, and what is late. */
function State({ line }: { line: TargetLine }) {
  const { done, last, next, overdue, untidy, ours } = line;
  if (!ours) return <p class="quiet">{say("target.elsewhere")}</p>;
  return (
    <>
      {overdue && (
        <p class="late">
          <Icon name="warn" />
          <strong>{say("target.overdue")}</strong>
        </p>
      )}
      {done === null || last === null ? (
        <p>{say("target.noneYet")}</p>
      ) : (
        <p class="good" title={last.name}>
          <Icon name="check" />
          <span>
            {say(last.opened ? "target.last" : "target.lastLocked", [
              agoOf(done),
              sizeOf(last.bytes),
            ])}
          </span>
        </p>
      )}
      {untidy && <p class="quiet small">{say("target.untidy")}</p>}
      {next !== null && next > Date.now() && (
        <p class="quiet small">{say("target.next", [dateOf(next)])}</p>
      )}
    </>
  );
}

interface WayOutProps {
  line: TargetLine;
  onSite: (origin: string) => void;
  onFolder: () => void;
  onPick: () => void;
  onChange: () => void;
  onAgain: () => void;
}

function WayOut({ line, onSite, onFolder, onPick, onChange, onAgain }: WayOutProps) {
  const { kind, problem, origin } = line;
  if (problem === "SITE" && origin !== null)
    return <Button onClick={() => onSite(origin)}>{say("target.allowSite")}</Button>;
  if (problem === "FOLDER") return <Button onClick={onFolder}>{say("target.allowFolder")}</Button>;
  if (problem === "NOT_THERE" && kind === "folder")
    return <Button onClick={onPick}>{say("target.choose")}</Button>;
  if (problem === "DENIED") return <Button onClick={onChange}>{say("target.change")}</Button>;
  return <Button onClick={onAgain}>{say("target.again")}</Button>;
}
