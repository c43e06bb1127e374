import { useEffect, useRef, useState } from "preact/hooks";
import { say } from "../../wire/words.ts";
import { Button } from "../parts/button.tsx";
import { Modal } from "../parts/modal.tsx";

/** Between two looks at the picture (ms): a hand is slower. */
const pace = 150;
/** Longest side that is looked at, in pixels. */
const sideLimit = 800;

/** What a contact's card begins with. */
const cards = /coffer-(?:card|handover|mailbox):/;

interface CameraProps {
  onText: (text: string) => void;
  /** What a code must say to be the one that is meant; a contact's card without it. */
  meant?: RegExp;
}

/** A button that asks for the camera and closes it with the first code that is meant. The user's browser asks first. */
export function Camera({ onText, meant = cards }: CameraProps) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button icon="eye" onClick={() => setOpen(true)}>
        {say("camera.use")}
      </Button>
      {open && (
        <Looking
          meant={meant}
          onClose={() => setOpen(false)}
          onText={(text) => {
            setOpen(false);
            onText(text);
          }}
        />
      )}
    </>
  );
}

type State = "waiting" | "looking" | "denied" | "missing" | "noCard";

function Looking({ onText, onClose, meant }: Required<CameraProps> & { onClose: () => void }) {
  const video = useRef<HTMLVideoElement>(null);
  const [state, setState] = useState<State>("waiting");
  useEffect(() => {
    const closed = new AbortController();
    const start = async (): Promise<void> => {
      const text = await look(video.current, meant, closed.signal, setState);
      if (text !== null) onText(text);
    };
    void start();
    return () => closed.abort();
  }, []);
  const failed = state === "denied" || state === "missing";
  return (
    <Modal title={say("camera.title")} onClose={onClose}>
      <div class="stack">
        <p class="quiet">{say("camera.about")}</p>
        <video
          ref={video}
          class="camera"
          hidden={state === "waiting" || failed}
          muted
          playsInline
          aria-label={say("camera.view")}
        />
        <p role="status" class={failed ? "failed" : "quiet"}>
          {state === "looking" ? "" : say(`camera.${state}`)}
        </p>
        <div class="buttons">
          <Button onClick={onClose}>{say("app.cancel")}</Button>
        </div>
      </div>
    </Modal>
  );
}

/** The text of the first such code that the camera sees; null where it was closed before, or can not be used. */
async function look(
  video: HTMLVideoElement | null,
  meant: RegExp,
  closed: AbortSignal,
  tell: (state: State) => void,
): Promise<string | null> {
  if (video === null) return null;
  let stream: MediaStream;
  try {
    stream = await navigator.mediaDevices.getUserMedia({
      audio: false,
      video: { facingMode: "environment", width: { ideal: 1280 } },
    });
  } catch (thrown) {
    const denied = thrown instanceof DOMException && thrown.name === "NotAllowedError";
    tell(denied ? "denied" : "missing");
    return null;
  }
  const stop = (): void => {
    for (const track of stream.getTracks()) track.stop();
    video.srcObject = null;
  };
  closed.addEventListener("abort", stop);
  if (closed.aborted) {
    stop();
    return null;
  }
  video.srcObject = stream;
  tell("looking");
  await video.play().catch(() => undefined);
  const { decodeQR } = await import("qr/decode.js");
  const canvas = new OffscreenCanvas(1, 1);
  while (!closed.aborted) {
    const text = seen(video, canvas, decodeQR);
    if (text !== null && meant.test(text)) {
      stop();
      return text;
    }
    if (text !== null) tell("noCard");
    await new Promise((done) => setTimeout(done, pace));
  }
  return null;
}

function seen(
  video: HTMLVideoElement,
  canvas: OffscreenCanvas,
  decode: (image: ImageData) => string,
): string | null {
  const { videoWidth, videoHeight } = video;
  if (videoWidth === 0) return null;
  const scale = Math.min(1, sideLimit / Math.max(videoWidth, videoHeight));
  canvas.width = Math.round(videoWidth * scale);
  canvas.height = Math.round(videoHeight * scale);
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (context === null) return null;
  context.drawImage(video, 0, 0, canvas.width, canvas.height);
  try {
    return decode(context.getImageData(0, 0, canvas.width, canvas.height));
  } catch {
    // No code in this picture.
    return null;
  }
}
