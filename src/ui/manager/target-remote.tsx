import { useState } from "preact/hooks";
import * as v from "valibot";
import {
  folderUrl,
  originOfTarget,
  type RemoteConfig,
  remoteSchema,
} from "../../core/target/config.ts";
import { askForSite } from "../../wire/permission.ts";
import { say } from "../../wire/words.ts";
import { SecretInput } from "../parts/secret-input.tsx";

/** What is typed of a target, before it is known to be one. */
export interface Typed {
  url: string;
  user: string;
  password: string;
  region: string;
  bucket: string;
  prefix: string;
  inHost: boolean;
  keyId: string;
  secret: string;
}

const empty: Typed = {
  url: "",
  user: "",
  password: "",
  region: "us-east-1",
  bucket: "",
  prefix: "coffer/",
  inHost: false,
  keyId: "",
  secret: "",
};

type Kind = RemoteConfig["kind"];
type Box = Exclude<keyof Typed, "inHost">;

/** The boxes of one kind, and what was typed into them. */
export function useTyped(): [Typed, (change: Partial<Typed>) => void] {
  const [typed, setTyped] = useState(empty);
  return [typed, (change) => setTyped((before) => ({ ...before, ...change }))];
}

/** What is typed as a configuration, or the first box that is wrong. */
export function readTyped(kind: Kind, typed: Typed): { config: RemoteConfig } | { wrong: Box } {
  const { user, password, region, bucket, inHost, keyId, secret } = typed;
  const url = folderUrl(typed.url);
  if (url === null) return { wrong: "url" };
  const path = typed.prefix.trim().replaceAll(/^\/+|\/+$/g, "");
  const prefix = path === "" ? "" : `${path}/`;
  const asked =
    kind === "dav"
      ? { kind, url, user: user.trim(), password }
      : {
          kind,
          url,
          region: region.trim(),
          bucket: bucket.trim(),
          prefix,
          inHost,
          keyId: keyId.trim(),
          secret: secret.trim(),
        };
  const checked = v.safeParse(remoteSchema, asked);
  if (checked.success) return { config: checked.output };
  const [issue] = checked.issues;
  return { wrong: (issue.path?.[0]?.key as Box | undefined) ?? "url" };
}

/** Asks the browser for the host; call it in the click itself. */
export function allowHost(config: RemoteConfig): Promise<boolean> {
  return askForSite(originOfTarget(config));
}

interface RemoteFieldsProps {
  kind: Kind;
  typed: Typed;
  wrong: Box | null;
  onType: (change: Partial<Typed>) => void;
  /** Used for this once: nothing is said of what would be kept. */
  once?: boolean;
}

/** The boxes for WebDAV, or for S3. */
export function RemoteFields({ kind, typed, wrong, onType, once }: RemoteFieldsProps) {
  const line = (box: Box, words: string, hint = "") => (
    <div class="field">
      <label class="label" for={`target-${box}`}>
        {words}
      </label>
      <input
        id={`target-${box}`}
        class="input"
        type="text"
        inputMode={box === "url" ? "url" : "text"}
        value={typed[box]}
        placeholder={hint}
        autocomplete="off"
        autocapitalize="off"
        spellcheck={false}
        aria-invalid={wrong === box}
        aria-describedby={`target-${box}-said`}
        onInput={(event) => onType({ [box]: event.currentTarget.value })}
      />
      <p id={`target-${box}-said`} class="failed" role="alert">
        {wrong === box ? wrongWords(box, typed[box]) : ""}
      </p>
    </div>
  );
  const hidden = (box: "password" | "secret", words: string, about: string) => (
    <div class="field">
      <label class="label" for={`target-${box}`}>
        {words}
      </label>
      <SecretInput
        id={`target-${box}`}
        words={words}
        value={typed[box]}
        autocomplete="off"
        invalid={wrong === box}
        describedBy={`target-${box}-said`}
        onInput={(text) => onType({ [box]: text })}
      />
      <p id={`target-${box}-said`} class={wrong === box ? "failed" : "quiet small"}>
        {wrong === box ? wrongWords(box, typed[box]) : once === true ? "" : about}
      </p>
    </div>
  );
  if (kind === "dav") {
    return (
      <>
        {line("url", say("target.url"), say("target.urlHint"))}
        {line("user", say("target.user"))}
        {hidden("password", say("target.password"), say("target.passwordText"))}
      </>
    );
  }
  return (
    <>
      {line("url", say("target.endpoint"), say("target.endpointHint"))}
      {line("region", say("target.region"))}
      {line("bucket", say("target.bucket"))}
      {line("prefix", say("target.prefix"))}
      <label class="check">
        <input
          type="checkbox"
          checked={typed.inHost}
          onChange={(event) => onType({ inHost: event.currentTarget.checked })}
        />
        <span>{say("target.inHost")}</span>
      </label>
      {line("keyId", say("target.keyId"))}
      {hidden("secret", say("target.secret"), say("target.secretText"))}
    </>
  );
}

function wrongWords(box: Box, typed: string): string {
  if (box === "url") return say("target.badUrl");
  if (box === "prefix") return say("target.badPrefix");
  if (box === "bucket" && typed !== "") return say("target.badBucket");
  return say("target.need");
}
