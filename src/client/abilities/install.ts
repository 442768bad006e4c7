interface InstallOffer extends Event {
  prompt(): Promise<unknown>;
}

/** Asks the user whether the browser installs the page. Good for one call. */
export type Install = () => Promise<void>;

/**
 * Calls `offer` when the browser offers to install the page, and with null once that is over. Browsers that do not, or where the page
 * is installed already, never call.
 */
export function onInstallOffer(offer: (install: Install | null) => void): void {
  addEventListener("beforeinstallprompt", (event) => {
    // The page asks when the user wants it, not the browser on its own.
    event.preventDefault();
    offer(async () => {
      offer(null);
      await (event as InstallOffer).prompt();
    });
  });
  addEventListener("appinstalled", () => offer(null));
}
