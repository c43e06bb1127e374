import { useState } from "preact/hooks";
import { caps, type Draft } from "../../core/item.ts";
import { originOf } from "../../core/origin.ts";
import { readRule, siteModes, type SiteMode } from "../../core/site.ts";
import { say } from "../../wire/words.ts";
import { Button } from "../parts/button.tsx";
import { Chips } from "../parts/chips.tsx";
import { Modal } from "../parts/modal.tsx";
import { siteWords } from "../parts/site-words.ts";
import { ask } from "../state/app.ts";
import { change } from "../state/editing.ts";
import { sentence } from "../words.ts";

/** Where an item belongs: addresses are added as exact sites, and each can be made wider, narrower or "never". */
export function Sites({ draft }: { draft: Draft }) {
  const [edited, setEdited] = useState<string | null>(null);
  const put = (origins: string[]) => change((now) => ({ ...now, origins }));
  return (
    <>
      <Chips
        words={say("edit.sites")}
        icon="site"
        values={draft.origins}
        shown={siteWords}
        addWords={say("edit.addSite")}
        placeholder={say("edit.siteHint")}
        about={say("sites.about")}
        removeWords={(value) => say("edit.removeSite", [value])}
        max={caps.origins}
        maxLength={caps.origin}
        edit={{ words: (value) => say("sites.change", [value]), run: setEdited }}
        read={(typed) => {
          const value = originOf(typed);
          return value === null ? { wrong: say("edit.badSite") } : { value };
        }}
        onChange={put}
      />
      {edited !== null && (
        <Rule
          stored={edited}
          onClose={() => setEdited(null)}
          onSave={(stored) => {
            setEdited(null);
            put([...new Set(draft.origins.map((own) => (own === edited ? stored : own)))]);
          }}
        />
      )}
    </>
  );
}

interface RuleProps {
  stored: string;
  onSave: (stored: string) => void;
  onClose: () => void;
}

/** An address that a mode begins with when it is chosen: a pattern spells the site out. */
function startOf(mode: SiteMode, text: string): string {
  if (mode !== "regex") return originOf(text) === null ? "" : text;
  const origin = originOf(text);
  return origin === null ? text : `${origin.replaceAll(".", String.raw`\.`)}/.*`;
}

function Rule({ stored, onSave, onClose }: RuleProps) {
  const [rule, setRule] = useState(() => readRule(stored));
  const [wrong, setWrong] = useState("");
  const trySave = async (): Promise<void> => {
    try {
      const checked = await ask("site.check", rule);
      if ("stored" in checked) onSave(checked.stored);
      else setWrong(say(`siteWrong.${checked.wrong}`));
    } catch (thrown) {
      setWrong(sentence(thrown));
    }
  };
  return (
    <Modal title={say("sites.title")} onClose={onClose}>
      <div class="field">
        <label class="label" for="site-mode">
          {say("sites.mode")}
        </label>
        <select
          id="site-mode"
          class="input"
          data-first
          value={rule.mode}
          aria-describedby="site-mode-about"
          onChange={(event) => {
            const mode = siteModes[event.currentTarget.selectedIndex] ?? "origin";
            const text =
              (mode === "regex") === (rule.mode === "regex") ? rule.text : startOf(mode, rule.text);
            setRule({ mode, text });
            setWrong("");
          }}
        >
          {siteModes.map((mode) => (
            <option key={mode} value={mode}>
              {say(`sitePick.${mode}`)}
            </option>
          ))}
        </select>
        <p id="site-mode-about" class="quiet small">
          {say(`siteAbout.${rule.mode}`)}
        </p>
      </div>
      <div class="field">
        <label class="label" for="site-text">
          {say(rule.mode === "regex" ? "sites.pattern" : "sites.address")}
        </label>
        <input
          id="site-text"
          class="input"
          type="text"
          value={rule.text}
          maxLength={caps.origin}
          autocomplete="off"
          spellcheck={false}
          aria-invalid={wrong !== ""}
          aria-describedby="site-text-said"
          onInput={(event) => {
            setRule({ ...rule, text: event.currentTarget.value });
            setWrong("");
          }}
          onKeyDown={(event) => {
            if (event.key !== "Enter" || event.isComposing) return;
            event.preventDefault();
            void trySave();
          }}
        />
        <p id="site-text-said" class="failed" role="alert">
          {wrong}
        </p>
      </div>
      <div class="buttons">
        <Button onClick={onClose}>{say("app.cancel")}</Button>
        <Button look="primary" onClick={() => void trySave()}>
          {say("sites.done")}
        </Button>
      </div>
    </Modal>
  );
}
