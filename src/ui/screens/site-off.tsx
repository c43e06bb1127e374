import { say } from "../../wire/words.ts";
import { Button } from "../parts/button.tsx";
import { Icon } from "../parts/icon.tsx";
import { app } from "../state/app.ts";
import { useStore } from "../state/hook.ts";
import { changeSite } from "../state/pointing.ts";
import { list } from "../state/view.ts";

/** The user said "not on this site": that it is so, and the way back. */
export function OffNotice({ onAllow }: { onAllow: () => void }) {
  const host = useStore(app, (state) => state.here.host);
  return (
    <div class="notice">
      <Icon name="site" />
      <div>
        <p>{say("site.off", [host ?? ""])}</p>
        <p class="quiet small">{say("site.offText")}</p>
      </div>
      <Button onClick={onAllow}>{say("site.on")}</Button>
    </div>
  );
}

/** The same above the list. */
export function SiteOff() {
  const { origin, host } = useStore(app, (state) => state.here);
  const off = useStore(list.store, (state) => state.off);
  if (!off || origin === null) return null;
  const allow = (): void => {
    const words = say("site.turnedOn", [host ?? ""]);
    void changeSite(origin, { do: "off", off: false }, words, () => list.again());
  };
  return <OffNotice onAllow={allow} />;
}
