import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { cspForMeta, cspHeader, SERVICE_WORKER_FILE } from "./csp.ts";

describe("the content security policy", () => {
  it.each([
    "/",
    "/index.html",
    "/assets/engine.worker-a1.js",
    `/assets/${SERVICE_WORKER_FILE}.js`,
    "/?offline.js",
  ])("lets %s ask for nothing", (path) => expect(cspHeader(path)).toContain("connect-src 'none'"));

  it.each(["/offline.js", "/platter/offline.js", "/offline.js?v=1"])("lets %s ask its own server", (path) => {
    expect(cspHeader(path)).toContain("connect-src 'self'");
  });

  it("keeps out of the meta element what may stand in a header alone", () => {
    expect(cspForMeta).not.toContain("frame-ancestors");
    expect(cspHeader("/")).toBe(`${cspForMeta}; frame-ancestors 'none'`);
  });

  it("stands in docs/hosting.md word for word", () => {
    const docs = readFileSync(new URL("../docs/hosting.md", import.meta.url), "utf8");
    expect(docs).toContain(`    Content-Security-Policy: ${cspHeader("/")}\n`);
    expect(docs).toContain(`    Content-Security-Policy: ${cspHeader(`/${SERVICE_WORKER_FILE}`)}\n`);
  });
});
