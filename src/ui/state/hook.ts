import { useLayoutEffect, useReducer, useRef } from "preact/hooks";
import type { StoreApi } from "zustand/vanilla";

/** What `pick` takes of the store, drawn again when that changes. `pick` answers the same thing for the same state. */
export function useStore<T, S>(store: StoreApi<T>, pick: (state: T) => S): S {
  const [, again] = useReducer((turn: number, by: 1) => turn + by, 0);
  const seen = useRef<{ pick: (state: T) => S; value: S } | null>(null);
  const value = pick(store.getState());
  seen.current = { pick, value };
  useLayoutEffect(() => {
    const check = (): void => {
      if (seen.current && !Object.is(seen.current.pick(store.getState()), seen.current.value))
        again(1);
    };
    check(); // it may have changed between drawing and here
    return store.subscribe(check);
  }, [store]);
  return value;
}
