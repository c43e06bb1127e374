import { useState } from "preact/hooks";
import type { Proof } from "../../wire/protocol.ts";
import type { DeviceLine } from "../../wire/servers.ts";
import { say } from "../../wire/words.ts";
import { agoOf } from "../manager/ago.ts";
import { Button, IconButton } from "../parts/button.tsx";
import { Modal } from "../parts/modal.tsx";
import { ask, attempt } from "../state/app.ts";
import { stepUp, withPassword } from "../state/step-up.ts";
import { dayOf } from "../words.ts";

interface DevicesProps {
  /** A removal changes the keys: it has a page of its own. */
  onRemove: (id: string, called: string) => void;
}

/** The devices of this vault. The list is in the keyring, so it asks for the password. */
export function Devices({ onRemove }: DevicesProps) {
  const [devices, setDevices] = useState<DeviceLine[] | null>(null);
  const [naming, setNaming] = useState<DeviceLine | null>(null);
  const load = (proof: Proof | null): Promise<void> =>
    ask("server.devices", { proof }).then(({ devices: told }) => setDevices(told));
  const show = (): Promise<void> => attempt(() => stepUp("server", load));
  const rename = (id: string, name: string): Promise<void> =>
    attempt(() =>
      withPassword("server", async (proof) => {
        await ask("server.device.rename", { id, name, proof });
        await load(proof);
      }),
    );
  return (
    <section class="panel" aria-labelledby="server-devices">
      <h2 id="server-devices">{say("server.devices")}</h2>
      <p>{say("server.devicesText")}</p>
      {devices === null ? (
        <div class="buttons start">
          <Button onClick={() => void show()}>{say("server.devicesGo")}</Button>
        </div>
      ) : (
        <ul class="plain contacts">
          {devices.map((device) => {
            const called = device.name || say("server.deviceUnnamed");
            return (
              <li key={device.id} class="contact">
                <span class="contact-who">
                  <strong>{called}</strong>
                  <small class="quiet">
                    {device.own ? say("server.deviceOwn") : lastOf(device)}
                    {" · "}
                    {say("server.deviceAdded", [dayOf(device.added)])}
                  </small>
                </span>
                <IconButton
                  icon="edit"
                  words={say("server.renameOf", [called])}
                  onClick={() => setNaming(device)}
                />
                {!device.own && (
                  <Button onClick={() => onRemove(device.id, called)}>
                    {say("server.deviceRemove")}
                  </Button>
                )}
              </li>
            );
          })}
        </ul>
      )}
      {naming !== null && (
        <Rename
          name={naming.name}
          onName={(name) => void rename(naming.id, name)}
          onClose={() => setNaming(null)}
        />
      )}
    </section>
  );
}

function lastOf({ last }: DeviceLine): string {
  return last === null ? say("server.deviceNever") : say("server.deviceLast", [agoOf(last)]);
}

interface RenameProps {
  name: string;
  onName: (name: string) => void;
  onClose: () => void;
}

function Rename({ name, onName, onClose }: RenameProps) {
  const [typed, setTyped] = useState(name);
  return (
    <Modal title={say("server.rename")} onClose={onClose}>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          onClose();
          if (typed.trim() !== "") onName(typed.trim());
        }}
      >
        <div>
          <label class="label" for="device-name">
            {say("server.deviceName")}
          </label>
          <input
            id="device-name"
            class="input"
            maxLength={100}
            autocomplete="off"
            data-first
            value={typed}
            onInput={(event) => setTyped(event.currentTarget.value)}
          />
        </div>
        <div class="buttons">
          <Button onClick={onClose}>{say("app.cancel")}</Button>
          <Button look="primary" type="submit">
            {say("app.save")}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
