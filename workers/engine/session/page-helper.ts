import { HELPER_END, type HelperKind, type HelperRequest } from "../../shared/helper-workers.ts";

/** The part of the engine's own scope that is used here. */
export interface AsksPage {
  postMessage(request: HelperRequest, transfer: Transferable[]): void;
}

/** A worker that the page makes for the engine; has the part of `Worker` that the engine uses. */
export class PageHelper<Order, Answer> {
  readonly #orders: MessagePort;
  readonly #control: MessagePort;

  constructor(page: AsksPage, kind: HelperKind) {
    const orders = new MessageChannel();
    const control = new MessageChannel();
    this.#orders = orders.port1;
    this.#control = control.port1;
    this.#orders.start();
    this.#control.start();
    const request = { request: "start-helper", kind, port: orders.port2, control: control.port2 } as const;
    page.postMessage(request, [request.port, request.control]);
  }

  postMessage(order: Order, transfer: Transferable[] = []): void {
    this.#orders.postMessage(order, transfer);
  }

  addEventListener(type: "message", listener: (event: MessageEvent<Answer>) => void): void;
  addEventListener(type: "error", listener: () => void): void;
  addEventListener(type: "message" | "error", listener: (event: MessageEvent<Answer>) => void): void {
    // The page sends nothing over the control channel but that the helper failed.
    const port = type === "message" ? this.#orders : this.#control;
    port.addEventListener("message", listener);
  }

  terminate(): void {
    this.#control.postMessage(HELPER_END);
    this.#orders.close();
    this.#control.close();
  }
}
