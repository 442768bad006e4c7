import { type ChildProcess, spawn } from "node:child_process";
import { chmodSync, cpSync, existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { freePort } from "../server.ts";
import { RECIPE_TEXTS } from "./recipes.ts";

/** A web server that runs a recipe of docs/hosting. */
export interface Running {
  /** Where the build is, with a slash at the end. */
  readonly url: string;
  stop(): Promise<void>;
}

interface Place {
  /** Folder of the build. */
  readonly build: string;
  /** Folder for what the server writes, and for its configuration. */
  readonly folder: string;
  readonly port: number;
  /** Path of the build, without a slash at its end: "" or "/platter". */
  readonly below: string;
}

/** What starts a server in the foreground. */
interface Start {
  readonly program: string;
  readonly args: readonly string[];
}

function recipe(name: string, { build, port }: Place): string {
  const text = RECIPE_TEXTS[name];
  if (text === undefined) throw new Error(`There is no recipe ${name}.`);
  return text.replaceAll("/srv/platter", build).replaceAll("8080", String(port));
}

function nginx(place: Place): Start {
  const { build, folder, below } = place;
  const conf = path.join(folder, "nginx.conf");
  const text = recipe("nginx.conf", place).replace("include mime.types", "include /etc/nginx/mime.types");
  const here =
    below === "" ? text : text.replace(`root ${build};`, `location ${below}/ { alias ${build}/; }`);
  const own = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(
    (each) => `${each}_temp_path ${folder}/${each};`,
  );
  writeFileSync(
    conf,
    `daemon off;\npid ${folder}/pid;\nevents {}\nhttp {\naccess_log off;\n${own.join("\n")}\n${here}}\n`,
  );
  return { program: "nginx", args: ["-e", `${folder}/error.log`, "-c", conf] };
}

function caddy(place: Place): Start {
  const { folder, below } = place;
  const conf = path.join(folder, "Caddyfile");
  const text = recipe("Caddyfile", place);
  const here =
    below === ""
      ? text
      : text.replace(/\{\n([^]*)\}\n$/, (_, body: string) => `{\nhandle_path ${below}/* {\n${body}}\n}\n`);
  writeFileSync(conf, `{\n\tadmin off\n\tauto_https off\n}\n${here}`);
  return { program: "caddy", args: ["run", "--adapter", "caddyfile", "--config", conf] };
}

const APACHE_MODULES = ["mpm_event", "authz_core", "alias", "deflate", "dir", "filter", "headers", "mime"];

function apache(place: Place): Start {
  const { build, folder, port, below } = place;
  writeFileSync(path.join(build, ".htaccess"), recipe("apache.htaccess", place));
  const conf = path.join(folder, "apache.conf");
  writeFileSync(
    conf,
    [
      `ServerRoot ${folder}`,
      "ServerName localhost",
      `Listen ${port}`,
      `PidFile ${folder}/pid`,
      `ErrorLog ${folder}/error.log`,
      ...APACHE_MODULES.map((name) => `LoadModule ${name}_module /usr/lib/apache2/modules/mod_${name}.so`),
      ...(process.getuid?.() === 0 ? ["User www-data", "Group www-data"] : []),
      `TypesConfig ${existsSync("/etc/mime.types") ? "/etc/mime.types" : "/dev/null"}`,
      "AddType text/javascript .js",
      below === "" ? `DocumentRoot ${build}` : `Alias ${below}/ ${build}/`,
      `<Directory ${build}>`,
      "  AllowOverride FileInfo",
      "  Require all granted",
      "</Directory>",
    ].join("\n"),
  );
  return { program: "apache2", args: ["-D", "FOREGROUND", "-f", conf] };
}

/** The servers that a recipe can be tried with. */
export const SERVERS: Readonly<Record<string, (place: Place) => Start>> = { nginx, caddy, apache2: apache };

async function untilAnswers(url: string, server: ChildProcess, said: () => string): Promise<void> {
  for (let round = 0; round < 100; round++) {
    if (server.exitCode !== null) throw new Error(`The server ended: ${said()}`);
    try {
      // One try after the other.
      // oxlint-disable-next-line no-await-in-loop
      await fetch(url);
      return;
    } catch {
      // oxlint-disable-next-line no-await-in-loop
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
  throw new Error(`The server does not answer: ${said()}`);
}

/**
 * Starts a server with the recipe, on a copy of a build.
 *
 * @param below path of the build, without a slash at its end
 */
export async function startServer(
  make: (place: Place) => Start,
  build: string,
  below: string,
): Promise<Running> {
  const folder = mkdtempSync(path.join(tmpdir(), "platter-host-"));
  const copy = path.join(folder, "build");
  cpSync(build, copy, { recursive: true });
  // A server that root starts reads files as another user.
  for (const each of [folder, copy]) chmodSync(each, 0o755);
  const port = await freePort();
  const { program, args } = make({ build: copy, folder, port, below });
  const env = { ...process.env, PATH: `${process.env.PATH ?? ""}:/usr/sbin`, HOME: folder };
  const server = spawn(program, args, { env });
  let said = "";
  for (const output of [server.stdout, server.stderr]) output.on("data", (text) => (said += String(text)));
  const ended = new Promise<void>((resolve) => {
    server.once("error", (error) => {
      said += error.message;
      resolve();
    });
    server.once("exit", () => resolve());
  });
  const stop = async () => {
    server.kill();
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  const url = `http://localhost:${port}${below}/`;
  try {
    await Promise.race([
      untilAnswers(url, server, () => said),
      ended.then(() => Promise.reject(new Error(`The server ended: ${said}`))),
    ]);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, stop };
}
