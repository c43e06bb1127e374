/** Time: a timer while the background lives, an alarm should it be stopped meanwhile. */
import browser from "webextension-polyfill";
import type { Alarm, Clock } from "../vault/ports.ts";

const timers = new Map<Alarm, { at: number; timer: ReturnType<typeof setTimeout> }>();

/** `ring` is called at the time asked for, or a little later; also early, after a deadline was moved. */
export function clockThatRings(ring: (name: Alarm) => void): Clock {
  // They are of this extension alone: nobody else sets any.
  browser.alarms.onAlarm.addListener(({ name }) => ring(name as Alarm));
  return {
    now: () => Date.now(),
    wake: (name, at) => {
      const set = timers.get(name);
      if (at === null) {
        if (set !== undefined) clearTimeout(set.timer);
        timers.delete(name);
        void browser.alarms.clear(name);
        return;
      }
      // Ringing too early does no harm, and a deadline that moves at each use costs no call.
      if (name === "lock" && set !== undefined && set.at <= at && set.at > Date.now()) return;
      if (set !== undefined) clearTimeout(set.timer);
      const delay = Math.min(Math.max(at - Date.now(), 0), 2 ** 31 - 1);
      const timer = setTimeout(() => {
        timers.delete(name);
        ring(name);
      }, delay);
      timers.set(name, { at, timer });
      void browser.alarms.create(name, { when: at });
    },
    idleAfter: (ms) => browser.idle.setDetectionInterval(Math.max(15, Math.round(ms / 1000))),
  };
}
