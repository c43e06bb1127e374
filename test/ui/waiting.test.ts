import { describe, expect, it } from "vitest";
import { Failure } from "../../src/core/failure.ts";
import { gate } from "../../src/ui/state/gate.ts";
import { keeper } from "../../src/ui/state/keeper.ts";
import { latest } from "../../src/ui/state/latest.ts";
import { prompt, stepUp, withPassword } from "../../src/ui/state/step-up.ts";

/** A promise that is settled from outside. */
function later<T>(): {
  promise: Promise<T>;
  resolve: (value: T) => void;
  reject: (why: unknown) => void;
} {
  return Promise.withResolvers<T>();
}

describe("latest wins", () => {
  it("takes the answer to the last question only, whatever the order of arrival", async () => {
    const answers = new Map<string, ReturnType<typeof later<string>>>();
    const taken: string[] = [];
    const ask = latest(
      (question: string) => {
        const answer = later<string>();
        answers.set(question, answer);
        return answer.promise;
      },
      (answer) => taken.push(answer),
      () => taken.push("failed"),
    );
    const all = [ask("g"), ask("gi"), ask("git")];
    answers.get("git")?.resolve("for git");
    answers.get("g")?.resolve("for g");
    answers.get("gi")?.reject(new Error("late"));
    await Promise.all(all);
    expect(taken).toEqual(["for git"]);
  });

  it("tells of a failure of the last question", async () => {
    const failures: unknown[] = [];
    const ask = latest(
      () => Promise.reject(new Failure("LOCKED")),
      () => undefined,
      (thrown) => failures.push(thrown),
    );
    await ask("x");
    expect(failures).toHaveLength(1);
  });
});

describe("a keeper of half-typed text", () => {
  it("sends one at a time and always the last, skipping what is outdated", async () => {
    const sent: string[] = [];
    let going = 0;
    let most = 0;
    const kept = keeper(async (value: string) => {
      most = Math.max(most, ++going);
      await Promise.resolve();
      sent.push(value);
      going--;
    });
    for (const value of ["a", "ab", "abc", "abcd"]) kept.keep(value);
    await kept.settled();
    expect(most).toBe(1);
    expect(sent).toEqual(["a", "abcd"]);
  });

  it("keeps what could not be sent for the next attempt", async () => {
    let works = false;
    const sent: string[] = [];
    const kept = keeper(async (value: string) => {
      if (!works) throw new Failure("INTERNAL");
      sent.push(value);
    });
    kept.keep("typed");
    await kept.settled();
    works = true;
    kept.flush();
    await kept.settled();
    expect(sent).toEqual(["typed"]);
  });

  it("sends at once when the window closes, even beside a sending on its way", () => {
    const sent: string[] = [];
    const kept = keeper((value: string) => {
      sent.push(value);
      return new Promise(() => undefined);
    });
    kept.keep("first");
    kept.keep("last");
    kept.flush();
    expect(sent).toEqual(["first", "last"]);
  });
});

describe("the gate of a locked vault", () => {
  it("makes the same call again after the unlock", async () => {
    let locked = true;
    let shown = 0;
    const door = gate(() => shown++);
    const work = door.pass(async () => {
      if (locked) throw new Failure("LOCKED");
      return "done";
    });
    await Promise.resolve();
    await Promise.resolve();
    expect(door.waiting()).toBe(1);
    locked = false;
    door.open();
    expect(await work).toBe("done");
    expect(shown).toBe(1);
    expect(door.waiting()).toBe(0);
  });

  it("waits again where the vault locked once more meanwhile", async () => {
    let left = 2;
    const door = gate(() => queueMicrotask(() => door.open()));
    const work = door.pass(async () => {
      if (left-- > 0) throw new Failure("LOCKED");
      return left;
    });
    expect(await work).toBe(-1);
  });

  it("lets every other failure through", async () => {
    const door = gate(() => undefined);
    await expect(door.pass(() => Promise.reject(new Failure("CONFLICT")))).rejects.toThrow(
      "CONFLICT",
    );
  });
});

describe("a step-up", () => {
  it("asks for nothing where nothing is asked", async () => {
    expect(await stepUp("copy", async (password) => password ?? "none")).toBe("none");
    expect(prompt.getState().prompt).toBeNull();
  });

  it("asks again while the password is wrong and then does the work with the right one", async () => {
    const done = stepUp("copy", async (password) => {
      if (password === null) throw new Failure("STEP_UP");
      if (password !== "right") throw new Failure("WRONG_SECRET");
      return "copied";
    });
    await Promise.resolve();
    await Promise.resolve();
    const asked = prompt.getState().prompt;
    await expect(asked?.attempt("wrong")).rejects.toThrow("WRONG_SECRET");
    expect(prompt.getState().prompt).toBe(asked);
    await asked?.attempt("right");
    expect(await done).toBe("copied");
    expect(prompt.getState().prompt).toBeNull();
  });

  it("answers null where the user gives up, and passes other failures on", async () => {
    const given = withPassword("save", () => Promise.resolve(1));
    prompt.getState().prompt?.cancel();
    expect(await given).toBeNull();
    const failing = withPassword("save", () => Promise.reject(new Failure("CONFLICT")));
    const judged = expect(failing).rejects.toThrow("CONFLICT");
    await prompt.getState().prompt?.attempt("x");
    await judged;
    expect(prompt.getState().prompt).toBeNull();
  });
});
