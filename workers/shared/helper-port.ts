/** Inside a helper worker: serves the port that the page sends as the first message. */
export function withPort(serve: (port: MessagePort) => void): void {
  addEventListener(
    "message",
    ({ data: port }: MessageEvent<MessagePort>) => {
      serve(port);
      port.start();
    },
    { once: true },
  );
}
