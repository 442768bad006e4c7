import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { SERVICE_WORKER_FILE } from "../csp.ts";
import { headersFor, MEDIA_TYPES } from "../headers.ts";
import { SERVERS, startServer } from "./servers.ts";

// `npm run test:hosting`: nginx, Caddy and Apache have to be installed.

const FILES = [
  "index.html",
  "assets/index-a1.js",
  SERVICE_WORKER_FILE,
  "manifest.webmanifest",
  "LICENSE.txt",
];

let build = "";
beforeAll(() => {
  build = mkdtempSync(path.join(tmpdir(), "platter-build-"));
  mkdirSync(path.join(build, "assets"));
  for (const file of FILES) writeFileSync(path.join(build, file), `/* ${file} */`);
});
afterAll(() => rmSync(build, { recursive: true }));

const CASES = Object.keys(SERVERS).flatMap((name) => [[name, ""] as const, [name, "/platter"] as const]);

it.each(CASES)("%s sends the headers with every file, the build below '%s/'", async (name, below) => {
  const make = SERVERS[name];
  if (make === undefined) throw new Error(`no server ${name}`);
  const { url, stop } = await startServer(make, build, below);
  try {
    for (const file of ["", ...FILES]) {
      // oxlint-disable-next-line no-await-in-loop
      const answer = await fetch(new URL(file, url));
      expect({ file, status: answer.status }).toEqual({ file, status: 200 });
      // oxlint-disable-next-line no-await-in-loop
      expect(await answer.text()).toBe(`/* ${file === "" ? "index.html" : file} */`);
      for (const [header, value] of headersFor(new URL(file, url).pathname))
        expect({ file, header, value: answer.headers.get(header) }).toEqual({ file, header, value });
      const type = MEDIA_TYPES[path.extname(file)];
      if (type !== undefined) expect(answer.headers.get("content-type")).toBe(type);
      if (file.endsWith(".js")) expect(answer.headers.get("content-type")).toMatch(/javascript/);
    }
    const missing = await fetch(new URL("assets/gone.js", url));
    expect(missing.status).toBe(404);
  } finally {
    await stop();
  }
});
