/**
 * The image and the unit of server/deploy, for real: built by buildah and run by podman, started by a systemd that is PID 1
 * of its own tree. As root on Debian, with debootstrap, systemd-container, buildah, podman and crun; `npm run test:long`.
 * No registry of images is asked: what the Dockerfile begins with is made of Debian's packages and the Node of this test.
 */
import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { codeIn, ready, startedAt } from "./started.ts";
import { freePort, ownFolder } from "./world.ts";

const root = join(import.meta.dirname, "../..");
const needs = ["sbin/debootstrap", "bin/systemd-nspawn", "bin/buildah", "bin/podman", "bin/crun"];
const can = process.getuid?.() === 0 && needs.every((path) => existsSync(`/usr/${path}`));

const sample = (name: string) => readFileSync(join(root, "server/deploy", name), "utf8");
const patient = { timeout: 60_000, interval: 200 };
const run = (program: string, ...args: string[]): string =>
  execFileSync(program, args, { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] }).trim();

async function gone(child: ChildProcess): Promise<number | null> {
  if (child.exitCode === null && child.signalCode === null)
    await new Promise((done) => child.once("exit", done));
  return child.exitCode;
}

describe.skipIf(!can)("server/deploy (needs root, debootstrap, systemd-container, podman)", () => {
  const place = ownFolder();
  const base = join(place.path, "base");
  const ends: (() => Promise<unknown> | void)[] = [];
  beforeAll(() => {
    const extra = "--include=ca-certificates,dbus,systemd,systemd-sysv";
    run("/usr/sbin/debootstrap", "--variant=minbase", extra, "bookworm", base);
    cpSync(process.execPath, join(base, "usr/bin/node"));
  }, 600_000);
  afterEach(async () => {
    for (const end of ends.splice(0).toReversed()) await end();
  });
  afterAll(() => place.end());

  test("the unit starts with all its walls, comes again after a kill -9, and stops in peace", async () => {
    const machine = join(place.path, "machine");
    run("cp", "-a", base, machine);
    ends.push(() => rmSync(machine, { recursive: true, force: true }));
    const code = join(machine, "opt/coffer");
    mkdirSync(code, { recursive: true });
    for (const name of ["package.json", "package-lock.json", ".npmrc", "server"])
      cpSync(join(root, name), join(code, name), { recursive: true });
    execFileSync("npm", ["ci", "--omit=dev", "--omit=optional", "--ignore-scripts"], { cwd: code });
    const units = join(machine, "etc/systemd/system");
    cpSync(join(root, "server/deploy/coffer-server.service"), join(units, "coffer-server.service"));
    // As `systemctl edit` would: another port than a server of this machine has, and `init` for the first time.
    const port = await freePort();
    const drop = join(units, "coffer-server.service.d");
    mkdirSync(drop);
    const listen = `[Service]\nEnvironment=COFFER_LISTEN=127.0.0.1:${port}\n`;
    writeFileSync(join(drop, "port.conf"), listen);

    const options = ["--register=no", "--keep-unit", "--quiet", "-D", machine, "-b"];
    const nspawn = spawn("/usr/bin/systemd-nspawn", options, { stdio: "ignore" });
    ends.push(() => gone(nspawn));
    const children = `/proc/${nspawn.pid}/task/${nspawn.pid}/children`;
    const pid1 = await vi.waitFor(() => {
      const [first = ""] = readFileSync(children, "utf8").split(" ");
      expect(run("readlink", `/proc/${first}/exe`)).toContain("systemd");
      return first;
    }, patient);
    const inside = (...args: string[]) => run("/usr/bin/nsenter", "-t", pid1, "-a", "--", ...args);
    await vi.waitFor(() => inside("systemctl", "list-units", "basic.target"), patient);
    ends.push(() => void inside("systemctl", "poweroff"));
    const systemctl = (...args: string[]) => inside("systemctl", ...args, "coffer-server");
    const fact = (name: string) => systemctl("show", "--value", "-p", name);
    const journal = () => inside("journalctl", "-u", "coffer-server", "-o", "cat", "--no-pager");

    // Without a data folder it says so, once.
    expect(() => systemctl("start")).not.toThrow();
    await vi.waitFor(() => expect(fact("ActiveState")).toBe("failed"), patient);
    expect([fact("ExecMainStatus"), fact("NRestarts")]).toEqual(["2", "0"]);
    expect(journal()).toContain("start it once with `init`");
    const command = /^ExecStart=(.*) serve$/m.exec(sample("coffer-server.service"));
    writeFileSync(
      join(drop, "init.conf"),
      `[Service]\nExecStart=\nExecStart=${command?.[1]} init\n`,
    );
    inside("systemctl", "daemon-reload");
    systemctl("start");
    await ready(port);
    rmSync(join(drop, "init.conf"));
    inside("systemctl", "daemon-reload");
    systemctl("restart");
    await ready(port);

    const status = inside("cat", `/proc/${fact("MainPID")}/status`);
    const said = (name: string) => new RegExp(`^${name}:\\s+(\\w+)`, "m").exec(status)?.[1];
    expect(said("Uid")).not.toBe("0");
    expect(said("CapBnd")).toMatch(/^0+$/);
    expect([said("NoNewPrivs"), said("Seccomp")]).toEqual(["1", "2"]);
    const user = said("Uid") ?? "";
    const find = "find / -path /proc -prune -o -writable ( -type d -o -type f ) -print".split(" ");
    const within = `nsenter -t ${fact("MainPID")} -m -- setpriv --reuid ${user} --regid ${user} --clear-groups`;
    const asUser = [
      ...`${within} --bounding-set=-all sh -c`.split(" "),
      '"$@" 2>/dev/null; true',
      "sh",
    ];
    const writable = inside(...asUser, ...find).split("\n");
    const own = "/var/lib/private/coffer-server";
    const beyond = writable.filter((path) => !path.startsWith(`${own}/`)).toSorted();
    expect(beyond).toEqual(["/tmp", own, "/var/tmp"].toSorted());

    const client = await startedAt(port, codeIn(journal()));
    const load = client.goOn();
    await vi.waitFor(() => expect(client.account.rev).toBeGreaterThan(20), patient);
    systemctl("kill", "-s", "KILL");
    await load;
    await vi.waitFor(() => expect(fact("NRestarts")).toBe("1"), patient);
    await ready(port);
    await client.rev();

    const other = await startedAt(port, codeIn(journal()));
    const more = other.goOn();
    await vi.waitFor(() => expect(other.account.rev).toBeGreaterThan(20), patient);
    systemctl("stop");
    await more;
    expect([fact("Result"), fact("ExecMainStatus")]).toEqual(["success", "0"]);
    systemctl("start");
    await ready(port);
    expect(await other.commit()).toBe(true);
    // docs/SERVER.md: an operator's command beside it.
    const beside = ["-p", "DynamicUser=yes", "-p", "User=coffer-server"];
    const where = ["-p", "StateDirectory=coffer-server", "-p", "WorkingDirectory=/opt/coffer"];
    const data = ["-E", "COFFER_DATA=/var/lib/coffer-server"];
    const check = ["/usr/bin/node", "server/main.ts", "check"];
    const checked = inside(
      "systemd-run",
      "-q",
      "--pipe",
      "--wait",
      ...beside,
      ...where,
      ...data,
      ...check,
    );
    expect(checked).toContain("2 accounts");
    expect(checked).toContain("whole.");
  }, 600_000);

  test("the image is built by its Dockerfile, and serves as its user on a root that nobody writes", async () => {
    const storage = join(place.path, "storage.conf");
    const roots = `graphroot = "${place.path}/images"\nrunroot = "${place.path}/images-run"`;
    writeFileSync(storage, `[storage]\ndriver = "overlay"\n${roots}\n`);
    const env = { ...process.env, CONTAINERS_STORAGE_CONF: storage };
    const buildah = (...args: string[]) =>
      execFileSync("/usr/bin/buildah", args, { encoding: "utf8", env, stdio: "pipe" }).trim();

    // What stands for the image of Node: npm, its user, and the authorities that this machine's registry is known by.
    const files = join(place.path, "node");
    run("cp", "-a", base, files);
    ends.push(() => rmSync(files, { recursive: true, force: true }));
    const npm = "usr/local/lib/node_modules/npm";
    // Its program is bin/npm-cli.js of its folder.
    const here = dirname(dirname(realpathSync(run("which", "npm"))));
    cpSync(here, join(files, npm), { recursive: true });
    symlinkSync(`/${npm}/bin/npm-cli.js`, join(files, "usr/local/bin/npm"));
    run("chroot", files, "useradd", "--uid", "1000", "--user-group", "--create-home", "node");
    const authorities = process.env["NODE_EXTRA_CA_CERTS"];
    if (authorities) cpSync(authorities, join(files, "authorities.pem"));
    const [, name = ""] = /^FROM (\S+)$/m.exec(sample("Dockerfile")) ?? [];
    const scratch = buildah("from", "--isolation", "chroot", "scratch");
    buildah("copy", "-q", scratch, files, "/");
    if (authorities) buildah("config", "--env", "NODE_EXTRA_CA_CERTS=/authorities.pem", scratch);
    buildah("commit", "-q", "--rm", scratch, `docker.io/library/${name}`);
    const how = ["--isolation", "chroot", "--network", "host", "--format", "docker"];
    buildah("bud", ...how, "-f", join(root, "server/deploy/Dockerfile"), "-t", "coffer", root);

    const compose = sample("compose.yaml");
    for (const wall of ["read_only: true", "tmpfs: [/tmp]", "cap_drop: [ALL]", "no-new-privileges"])
      expect(compose).toContain(wall);
    const walls = ["--read-only", "--tmpfs", "/tmp", "--cap-drop", "ALL"];
    // The limits are those of this machine, which podman would raise.
    const more = ["--security-opt", "no-new-privileges", "--network", "host", "--no-healthcheck"];
    const limits = ["--ulimit", "nofile=4096:4096", "--ulimit", "nproc=4096:4096"];
    const port = await freePort();
    const settings = [
      `LISTEN=127.0.0.1:${port}`,
      "BEHIND_PROXY=yes",
      "ORIGIN=https://backup.example",
    ];
    const told = settings.flatMap((setting) => ["-e", `COFFER_${setting}`]);
    const at = ["--cgroup-manager", "cgroupfs", "--events-backend", "file", "run", "--rm"];
    const volume = ["-v", "coffer-data:/data"];
    const container = (command: string) => {
      const id = join(place.path, `${command}-${Math.random()}`);
      const all = [...at, "--conmon-pidfile", `${id}-conmon`, "--pidfile", id, ...walls, ...more];
      const podman = ["/usr/bin/podman", ...all, ...limits, ...told, ...volume, "coffer", command];
      // crun takes no machine with both kinds of cgroups; in a view of its own there is one kind.
      const view = 'umount /sys/fs/cgroup/unified 2>/dev/null; exec "$@"';
      const child = spawn("/usr/bin/unshare", ["-m", "sh", "-c", view, "sh", ...podman], { env });
      ends.push(async () => {
        child.kill("SIGTERM");
        await gone(child);
      });
      const started = { child, printed: "", pid: () => Number(readFileSync(id, "utf8")) };
      for (const stream of [child.stdout, child.stderr])
        stream.on("data", (bytes: Buffer) => (started.printed += bytes.toString()));
      return started;
    };

    const empty = container("serve");
    expect(await gone(empty.child), empty.printed).toBe(2);
    expect(empty.printed).toContain("start it once with `init`");
    const first = container("init");
    await ready(port);
    const status = readFileSync(`/proc/${first.pid()}/status`, "utf8");
    for (const fact of [
      /^Uid:\s+1000\s/m,
      /^CapBnd:\s+0+$/m,
      /^NoNewPrivs:\s+1$/m,
      /^Seccomp:\s+2$/m,
    ])
      expect(status).toMatch(fact);
    expect(readFileSync(`/proc/${first.pid()}/mounts`, "utf8")).toMatch(/^\S+ \/ \S+ ro[,\s]/m);
    const client = await startedAt(port, codeIn(first.printed));
    const load = client.goOn();
    await vi.waitFor(() => expect(client.account.rev).toBeGreaterThan(20), patient);
    first.child.kill("SIGTERM");
    expect(await gone(first.child), first.printed).toBe(0);
    await load;

    const second = container("serve");
    await ready(port);
    expect(await client.commit()).toBe(true);
    const again = client.goOn();
    await vi.waitFor(() => expect(client.account.rev).toBeGreaterThan(50), patient);
    process.kill(second.pid(), "SIGKILL");
    await Promise.all([again, gone(second.child)]);
    const third = container("serve");
    await ready(port);
    await client.rev();
    third.child.kill("SIGTERM");
    expect(await gone(third.child)).toBe(0);
    const checked = container("check");
    expect(await gone(checked.child), checked.printed).toBe(0);
    expect(checked.printed).toContain("whole.");
    buildah("rmi", "--all", "--force");
  }, 600_000);
});
