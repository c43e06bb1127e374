/** Finds the browsers on this system, and brings them where it can. */
import { spawnSync } from "node:child_process";
import { accessSync, constants, existsSync, readdirSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { installFromDebian } from "./debian.ts";

export type BrowserName = "chromium" | "firefox";

interface Place {
  /** Environment variable that overrules everything. */
  variable: string;
  /** Names looked for in the PATH. */
  commands: string[];
  paths: string[];
  /** Folder of puppeteer's cache, and where the program lies below one of its versions. */
  cache: { folder: string; program: string[] };
  /** What a person would install. */
  human: string;
}

const programFiles = [
  process.env["PROGRAMFILES"],
  process.env["PROGRAMFILES(X86)"],
  process.env["LOCALAPPDATA"],
].filter((folder) => folder !== undefined);

const places: Record<BrowserName, Place> = {
  chromium: {
    variable: "COFFER_CHROMIUM",
    commands: ["chromium", "google-chrome-stable", "google-chrome", "chrome", "chromium-browser"],
    paths: [
      "/usr/bin/chromium",
      "/usr/lib/chromium/chromium",
      "/opt/google/chrome/chrome",
      "/Applications/Chromium.app/Contents/MacOS/Chromium",
      "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
      join(homedir(), "Applications/Google Chrome.app/Contents/MacOS/Google Chrome"),
      ...programFiles.map((folder) => join(folder, "Google/Chrome/Application/chrome.exe")),
      ...programFiles.map((folder) => join(folder, "Chromium/Application/chrome.exe")),
    ],
    cache: {
      folder: "chrome",
      program: [
        "chrome-linux64/chrome",
        "chrome-linux-arm64/chrome",
        "chrome-mac-x64/Google Chrome for Testing.app/Contents/MacOS/Google Chrome for Testing",
        "chrome-mac-arm64/Google Chrome for Testing.app/Contents/MacOS/Google Chrome for Testing",
        "chrome-win64/chrome.exe",
      ],
    },
    human: "Chromium or Chrome 127 or newer",
  },
  firefox: {
    variable: "COFFER_FIREFOX",
    commands: ["firefox-esr", "firefox"],
    paths: [
      "/usr/bin/firefox-esr",
      "/usr/lib/firefox/firefox",
      "/Applications/Firefox.app/Contents/MacOS/firefox",
      ...programFiles.map((folder) => join(folder, "Mozilla Firefox/firefox.exe")),
    ],
    cache: {
      folder: "firefox",
      program: [
        "firefox/firefox",
        "Firefox.app/Contents/MacOS/firefox",
        "Firefox Nightly.app/Contents/MacOS/firefox",
        "core/firefox.exe",
      ],
    },
    human: "Firefox 140 or newer",
  },
};

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function inPath(command: string): string[] {
  const names = process.platform === "win32" ? [`${command}.exe`] : [command];
  return (process.env["PATH"] ?? "")
    .split(delimiter)
    .flatMap((folder) => names.map((name) => join(folder, name)));
}

function inCache(cache: Place["cache"]): string[] {
  const folder = join(
    process.env["PUPPETEER_CACHE_DIR"] ?? join(homedir(), ".cache", "puppeteer"),
    cache.folder,
  );
  if (!existsSync(folder)) return [];
  // Versions sort well enough as text; the newest comes first.
  const versions = readdirSync(folder).toSorted().toReversed();
  return versions.flatMap((version) => cache.program.map((path) => join(folder, version, path)));
}

/** Path of the program, or null where none is found. A path in COFFER_CHROMIUM or COFFER_FIREFOX goes first. */
export function findBrowser(name: BrowserName): string | null {
  const place = places[name];
  const told = process.env[place.variable];
  if (told !== undefined && told !== "") return isProgram(told) ? told : null;
  // A snap can not read a profile in a temporary folder.
  const candidates = [...place.commands.flatMap(inPath), ...place.paths, ...inCache(place.cache)];
  return candidates.filter((path) => !path.includes("/snap/")).find(isProgram) ?? null;
}

const debianPackages = ["chromium", "firefox-esr", "xvfb", "xdotool", "fonts-dejavu-core"];

/** Puppeteer's own download, into its cache. */
function download(name: BrowserName): void {
  const puppeteer = join("node_modules", "puppeteer", "lib", "puppeteer", "node", "cli.js");
  const wanted = name === "chromium" ? "chrome@stable" : "firefox@stable";
  console.log(`Downloading ${wanted} with puppeteer ...`);
  spawnSync(process.execPath, [puppeteer, "browsers", "install", wanted], {
    stdio: ["ignore", "inherit", "inherit"],
    timeout: 10 * 60_000,
  });
}

/** Every named browser is there afterwards; throws an Error whose message is one clear sentence. */
export function ensureBrowsers(...names: BrowserName[]): void {
  const missing = () => names.filter((name) => findBrowser(name) === null);
  // A path that was told and is wrong is a mistake to name, not a reason to install another browser.
  for (const name of missing()) {
    const told = process.env[places[name].variable];
    if (told) throw new Error(`${places[name].variable} names ${told}, which is not a program.`);
  }
  if (missing().length > 0) installFromDebian(debianPackages);
  for (const name of missing()) download(name);
  const [first] = missing();
  if (first === undefined) return;
  const { human, variable } = places[first];
  throw new Error(`No ${human} was found: please install it, or name its path in ${variable}.`);
}
