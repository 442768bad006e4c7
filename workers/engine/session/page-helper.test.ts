import { describe, expect, it } from "vitest";
import {
  HELPER_END,
  HELPER_FAILED,
  type HelperRequest,
  isHelperRequest,
} from "../../shared/helper-workers.ts";
import { PageHelper } from "./page-helper.ts";

/** The page's side: keeps the requests. */
function startHelper() {
  const requests: HelperRequest[] = [];
  const helper = new PageHelper<string, string>({ postMessage: (request) => requests.push(request) }, "hash");
  const [request] = requests;
  if (request === undefined) throw new Error("nothing was asked for");
  return { helper, request };
}

const nextOn = (port: MessagePort) =>
  new Promise<unknown>((resolve) => {
    port.addEventListener("message", ({ data }) => resolve(data), { once: true });
    port.start();
  });

describe("a worker that the page makes", () => {
  it("is asked for in a message of its own kind", () => {
    const { request } = startHelper();
    expect(isHelperRequest(request)).toBe(true);
    expect(request.kind).toBe("hash");
    expect(isHelperRequest({ id: "1", type: "RAW" })).toBe(false);
  });

  it("gets orders, also those sent before it runs, and answers", async () => {
    const { helper, request } = startHelper();
    helper.postMessage("order");
    expect(await nextOn(request.port)).toBe("order");
    const answer = new Promise((resolve) => helper.addEventListener("message", ({ data }) => resolve(data)));
    request.port.postMessage("answer");
    expect(await answer).toBe("answer");
  });

  it("says that it failed", async () => {
    const { helper, request } = startHelper();
    const failed = new Promise((resolve) => helper.addEventListener("error", () => resolve("heard")));
    request.control.postMessage(HELPER_FAILED);
    expect(await failed).toBe("heard");
  });

  it("tells the page to end it", async () => {
    const { helper, request } = startHelper();
    const told = nextOn(request.control);
    helper.terminate();
    expect(await told).toBe(HELPER_END);
  });
});
