import { Suspense, useState } from "react";
import { Tab, TabList, TabPanel, Tabs } from "react-aria-components";
import { SCREEN_TITLES } from "../../actions/commands/view-actions.ts";
import { useStore } from "../../state/store.ts";
import { type Screen, SCREENS } from "../../state/view.ts";
import { Banners } from "./banners/Banners.tsx";
import { ErrorBoundary } from "./trouble/ErrorBoundary.tsx";
import { FootBar } from "./FootBar.tsx";
import { usePreload } from "./preload.ts";
import { SCREEN_ENTRIES } from "./screens.tsx";
import { ScreenBroken } from "./trouble/ScreenBroken.tsx";
import { TopBar } from "./TopBar.tsx";
import { VerdictLine } from "./VerdictLine.tsx";
import styles from "./Workbench.module.css";
import { WORDS } from "./words.ts";

function CurrentScreen({ screen }: { readonly screen: Screen }) {
  const [Component] = useState(() => SCREEN_ENTRIES[screen].component());
  return <Component />;
}

/** An open image: one of the screens, and what stands around all of them. */
export function Workbench() {
  const screen = useStore((state) => state.screen);
  const show = useStore((state) => state.show);
  usePreload(SCREENS);
  return (
    <Tabs
      className={styles.workbench ?? ""}
      selectedKey={screen}
      onSelectionChange={(key) => {
        const next = SCREENS.find((each) => each === key);
        if (next !== undefined) show(next);
      }}
    >
      <header>
        <TopBar />
        <div className={styles.tabs}>
          <TabList aria-label={WORDS.screens} className={styles.list ?? ""}>
            {SCREENS.map((each, at) => {
              const { Icon } = SCREEN_ENTRIES[each];
              return (
                <Tab key={each} id={each} className={styles.tab ?? ""}>
                  <Icon aria-hidden="true" className={styles.icon} />
                  {SCREEN_TITLES[each]}
                  <span aria-hidden="true" className={styles.digit}>
                    {at + 1}
                  </span>
                </Tab>
              );
            })}
          </TabList>
          {screen !== "overview" && <VerdictLine />}
        </div>
      </header>
      <main className={styles.main}>
        <Banners />
        <TabPanel key={screen} id={screen} className={styles.panel ?? ""}>
          <ErrorBoundary key={screen} Fallback={ScreenBroken}>
            <Suspense fallback={null}>
              <CurrentScreen screen={screen} />
            </Suspense>
          </ErrorBoundary>
        </TabPanel>
      </main>
      <FootBar />
    </Tabs>
  );
}
