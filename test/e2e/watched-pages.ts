/** A small site that one signs in to in all the ways there are: what a watcher meets. */
import type { Site } from "./harness/site.ts";

const page = (title: string, body: string) =>
  `<!doctype html><html lang="en"><title>${title}</title><h1>${title}</h1>${body}`;

const passwordBox = (label: string, name: string, kind = "current-password") =>
  `<p><label>${label} <input id="${name}" name="${name}" type="password" autocomplete="${kind}"></label></p>`;
const userBox = `<p><label>User name <input id="user" name="user" autocomplete="username"></label></p>`;

/** Puts the pages there. */
export function putWatchedPages(site: Site): void {
  site.put("/home", page("Welcome", "<p>You are in.</p>"));
  site.put(
    "/login",
    page(
      "Sign in",
      `<form method="post" action="/home">${userBox}${passwordBox("Password", "pass")}<button id="go">Sign in</button></form>`,
    ),
  );
  // No form is sent: the page asks by itself, and takes its boxes away where the answer is yes.
  site.put(
    "/app",
    page(
      "Sign in",
      `<div id="box">${userBox}${passwordBox("Password", "pass")}<button id="go" type="button">Sign in</button></div>
      <output id="said"></output><script>
        const enter = async () => {
          await fetch("/home", { method: "POST", body: "x" });
          if (document.querySelector("#pass").value === "wrong") said.textContent = "No.";
          else box.replaceChildren("You are in.");
        };
        go.addEventListener("click", enter);
        document.querySelector("#pass").addEventListener("keydown", (event) => event.key === "Enter" && enter());
      </script>`,
    ),
  );
  site.put(
    "/change",
    page(
      "Change password",
      `<form method="post" action="/home">${passwordBox("Current password", "old")}
      ${passwordBox("New password", "fresh", "new-password")}${passwordBox("Repeat new password", "again", "new-password")}
      <button id="go">Change</button></form>`,
    ),
  );
  site.put(
    "/first",
    page(
      "Sign in",
      `<form method="post" action="/second">${userBox}<button id="go">Next</button></form>`,
    ),
  );
  site.put(
    "/second",
    page(
      "Sign in",
      `<form method="post" action="/home">${passwordBox("Password", "pass")}<button id="go">Sign in</button></form>`,
    ),
  );
  site.put("/framed", page("Outside", `<iframe src="/login" width="600" height="400"></iframe>`));
  // It does all that a page can do to be heard without the user: events of its own, and sending again and again.
  site.put(
    "/hostile",
    page(
      "Sign in",
      `<form method="post" action="/home" target="sink">${userBox}${passwordBox("Password", "pass")}<button id="go">Sign in</button></form>
      <iframe name="sink" hidden></iframe><output id="rounds">0</output><script>
        const form = document.querySelector("form");
        const [user, pass] = form.querySelectorAll("input");
        const round = (n) => {
          user.value = "mallory " + n;
          pass.value = "planted " + n;
          user.focus();
          for (const type of ["focusin", "input", "pointerdown", "click", "submit"])
            (type === "submit" ? form : go).dispatchEvent(new Event(type, { bubbles: true, composed: true }));
          pass.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", bubbles: true, composed: true }));
          go.click();
          form.requestSubmit();
          rounds.textContent = n;
          if (n < 200) setTimeout(round, 0, n + 1);
        };
        addEventListener("load", () => round(1));
      </script>`,
    ),
  );
  site.put(
    "/search",
    page(
      "Shop",
      `<form action="/home"><label>Search <input id="user" type="search" name="q"></label><button id="go">Search</button></form>`,
    ),
  );
}
