/** A bar that moves while something of unknown length is done; it keeps its place when off. CSS moves it. */
export function Working({ on, words }: { on: boolean; words: string }) {
  return (
    <div class="working" data-on={on}>
      <div class="track" aria-hidden="true">
        <div class="runner" />
      </div>
      <p role="status">{on ? words : ""}</p>
    </div>
  );
}

/** A bar of known length, `done` from 0 to 1. */
export function Progress({ done, words }: { done: number; words: string }) {
  const percent = Math.round(done * 100);
  return (
    <div class="progress">
      <progress class="bar" value={percent} max={100} aria-label={words} />
      <p>{words}</p>
    </div>
  );
}
