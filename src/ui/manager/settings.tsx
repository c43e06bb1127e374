import { useEffect, useState } from "preact/hooks";
import type { Settings } from "../../core/settings.ts";
import { say } from "../../wire/words.ts";
import { Button } from "../parts/button.tsx";
import { copyText } from "../state/clipboard.ts";
import { ask, attempt, refresh, toast } from "../state/app.ts";
import { settingBounds, type NumberSetting } from "./sizes.ts";
import { WatchedSites } from "./watched.tsx";

/** Saves changed settings and says so. */
export async function save(settings: Settings): Promise<void> {
  await attempt(async () => {
    await ask("settings.save", { settings });
    await refresh();
    toast(say("settings.saved"));
  });
}

/** Everything the user can set; each change is saved at once. */
export function SettingsPage({ settings }: { settings: Settings }) {
  const isFirefox = navigator.userAgent.includes("Firefox");
  const address = isFirefox ? "about:addons" : "chrome://extensions/shortcuts";
  return (
    <div class="page">
      <h1>{say("settings.title")}</h1>
      <section class="panel">
        <h2>{say("settings.locking")}</h2>
        <NumberBox
          name="idleMinutes"
          words={say("settings.idleMinutes")}
          about={say("settings.idleText")}
          settings={settings}
        />
        <NumberBox
          name="ceilingHours"
          words={say("settings.ceilingHours")}
          about={say("settings.ceilingText")}
          settings={settings}
        />
      </section>
      <section class="panel">
        <h2>{say("settings.clipboard")}</h2>
        <NumberBox
          name="clipboardSeconds"
          words={say("settings.clipboardSeconds")}
          about={say("settings.clipboardText")}
          settings={settings}
        />
      </section>
      <section class="panel">
        <h2>{say("settings.filling")}</h2>
        <label class="check">
          <input
            type="checkbox"
            checked={settings.keepTyped}
            onChange={(event) => void save({ ...settings, keepTyped: event.currentTarget.checked })}
          />
          <span>{say("settings.keepTyped")}</span>
        </label>
        <label class="check">
          <input
            type="checkbox"
            checked={settings.siteWide}
            aria-describedby="set-siteWide-about"
            onChange={(event) => void save({ ...settings, siteWide: event.currentTarget.checked })}
          />
          <span>{say("sites.wide")}</span>
        </label>
        <p id="set-siteWide-about" class="quiet small">
          {say("sites.wideText")}
        </p>
      </section>
      <section class="panel">
        <h2>{say("watch.sitesTitle")}</h2>
        <p class="quiet">{say("watch.what")}</p>
        <WatchedSites adding="capture" />
        <label class="check">
          <input
            type="checkbox"
            checked={settings.offerPrivate}
            onChange={(event) =>
              void save({ ...settings, offerPrivate: event.currentTarget.checked })
            }
          />
          <span>{say("watch.private")}</span>
        </label>
      </section>
      <section class="panel">
        <h2>{say("manager.backup")}</h2>
        <BackupDays settings={settings} />
      </section>
      <section class="panel">
        <h2>{say("retention.title")}</h2>
        <label class="check">
          <input
            type="checkbox"
            checked={settings.trashDays !== null}
            onChange={(event) =>
              void save({ ...settings, trashDays: event.currentTarget.checked ? 30 : null })
            }
          />
          <span>{say("retention.trash")}</span>
        </label>
        {settings.trashDays !== null && (
          <NumberBox
            name="trashDays"
            words={say("retention.trashDays")}
            about={say("retention.trashDaysText")}
            settings={settings}
          />
        )}
        <NumberBox
          name="auditDays"
          words={say("retention.auditDays")}
          about={say("retention.auditDaysText")}
          settings={settings}
        />
      </section>
      <section class="panel">
        <h2>{say("settings.shortcuts")}</h2>
        <Shortcuts />
        <p class="quiet">
          {say(isFirefox ? "settings.shortcutsFirefox" : "settings.shortcutsText")}
        </p>
        <p class="line">
          <code>{address}</code>
          <Button icon="copy" onClick={() => void copyText(address)}>
            {say("settings.copyAddress")}
          </Button>
        </p>
        <p class="quiet">{say("settings.inList")}</p>
      </section>
    </div>
  );
}

const dayChoices = [0, 7, 14, 30, 60, 90, 180, 365];

/** After how many days without a backup file a reminder comes, or never. */
function BackupDays({ settings }: { settings: Settings }) {
  const { backupDays } = settings;
  const choices = dayChoices.includes(backupDays) ? dayChoices : [...dayChoices, backupDays];
  return (
    <div class="setting wide">
      <div>
        <label for="set-backupDays">{say("verify.days")}</label>
        <p id="set-backupDays-about" class="quiet small">
          {say("verify.daysText")}
        </p>
      </div>
      <select
        id="set-backupDays"
        class="input"
        value={backupDays}
        aria-describedby="set-backupDays-about"
        onChange={(event) =>
          void save({ ...settings, backupDays: Number(event.currentTarget.value) })
        }
      >
        {choices.map((days) => (
          <option key={days} value={days}>
            {say("verify.afterDays", days)}
          </option>
        ))}
      </select>
    </div>
  );
}

/** The three commands with the keys they have at first. */
export function Shortcuts() {
  return (
    <dl class="shortcuts">
      <dt>
        <kbd>Alt</kbd>+<kbd>Shift</kbd>+<kbd>K</kbd>
      </dt>
      <dd>{say("settings.openKey")}</dd>
      <dt>
        <kbd>Alt</kbd>+<kbd>Shift</kbd>+<kbd>L</kbd>
      </dt>
      <dd>{say("settings.fillKey")}</dd>
      <dt>
        <kbd>Alt</kbd>+<kbd>Shift</kbd>+<kbd>C</kbd>
      </dt>
      <dd>{say("settings.saveKey")}</dd>
    </dl>
  );
}

interface NumberBoxProps {
  name: NumberSetting;
  words: string;
  about: string;
  settings: Settings;
}

/** One setting that is a whole number. */
export function NumberBox({ name, words, about, settings }: NumberBoxProps) {
  const value = settings[name] ?? settingBounds[name].min;
  const [typed, setTyped] = useState(String(value));
  const [wrong, setWrong] = useState(false);
  useEffect(() => setTyped(String(value)), [value]);
  const { min, max } = settingBounds[name];
  const id = `set-${name}`;
  return (
    <div class="setting">
      <div>
        <label for={id}>{words}</label>
        <p id={`${id}-about`} class={wrong ? "failed" : "quiet small"} aria-live="polite">
          {wrong ? say("settings.bounds", [min, max]) : about}
        </p>
      </div>
      <input
        id={id}
        class="input"
        type="number"
        inputMode="numeric"
        min={min}
        max={max}
        step={1}
        value={typed}
        aria-invalid={wrong}
        aria-describedby={`${id}-about`}
        onInput={(event) => {
          setTyped(event.currentTarget.value);
          setWrong(false);
        }}
        onChange={() => {
          const next = Number(typed);
          const fits = typed.trim() !== "" && Number.isInteger(next) && next >= min && next <= max;
          setWrong(!fits);
          if (fits && next !== value) void save({ ...settings, [name]: next });
        }}
      />
    </div>
  );
}
