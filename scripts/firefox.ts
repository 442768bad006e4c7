import { existsSync } from "node:fs";
import type { LaunchOptions } from "@playwright/test";

const PLACES = ["/usr/bin/firefox-esr", "/usr/bin/firefox"];

/** The Firefox to test with: `PLATTER_FIREFOX`, else one of this machine's distribution, else null. */
export function findFirefox(): string | null {
  const asked = process.env.PLATTER_FIREFOX;
  if (asked !== undefined && asked !== "") return asked;
  return PLACES.find((place) => existsSync(place)) ?? null;
}

/** How tests start a stock Firefox, without the build of it that Playwright downloads. */
export function firefoxLaunch(): LaunchOptions {
  const firefox = findFirefox();
  return {
    ...(firefox === null ? {} : { executablePath: firefox }),
    firefoxUserPrefs: {
      // Without it each download opens a panel that takes the focus.
      "browser.download.alwaysOpenPanel": false,
      // Nothing but the page itself may ask a server.
      "app.normandy.enabled": false,
      "network.captive-portal-service.enabled": false,
      "network.connectivity-service.enabled": false,
    },
  };
}
