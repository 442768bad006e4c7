import { EyeClosed, FolderOpen, Keyboard, RotateCcw, Search, X } from "lucide-react";
import { runAction } from "../../actions/commands/registry.ts";
import { useStore } from "../../state/store.ts";
import { visibleText } from "../../../workers/shared/visible-text.ts";
import { PendingChanges } from "../dialogs/changes/PendingChanges.tsx";
import { Badge } from "../parts/Badge.tsx";
import { Button, IconButton } from "../parts/Button.tsx";
import { sizeText } from "../../../workers/shared/text.ts";
import { LayerRadio } from "../parts/Layer.tsx";
import { Brand } from "./Brand.tsx";
import { FilesMenu } from "./FilesMenu.tsx";
import { useVerdict } from "../hooks/use-layer-facts.ts";
import { outcomeBadge } from "./jobs/outcome.ts";
import { ThemeButton } from "./ThemeButton.tsx";
import styles from "./TopBar.module.css";
import { WORDS } from "./words.ts";

/** The file, the layer that all screens show, and the button for all commands. */
export function TopBar() {
  const summary = useStore((state) => state.summary);
  const layer = useStore((state) => state.layer);
  const setLayer = useStore((state) => state.setLayer);
  const upTo = useStore((state) => state.upTo);
  const privateSession = useStore((state) => state.privateSession);
  const shown = useVerdict();
  if (summary === null || shown === null) return null;
  const outcome = outcomeBadge(shown);
  return (
    <div className={styles.bar}>
      <Brand />
      <h1 className={styles.name} title={visibleText(summary.name)}>
        {visibleText(summary.name)}
      </h1>
      <FilesMenu />
      <span className={styles.size}>{sizeText(summary.size)}</span>
      <Badge tone={outcome.tone}>{outcome.text}</Badge>
      {summary.inPlace && <Badge tone="user">{WORDS.top.workingDisk}</Badge>}
      <IconButton
        label={WORDS.top.close}
        size="s"
        icon={<X />}
        onPress={() => void runAction("file.close")}
      />
      <div className={styles.middle}>
        <PendingChanges />
        <LayerRadio
          label={WORDS.top.layer}
          showLabel
          value={layer}
          layers={summary.layers}
          onChange={setLayer}
        />
        {layer === "replayed" && upTo !== null && (
          <Button
            size="s"
            variant="quiet"
            icon={<RotateCcw />}
            onPress={() => void runAction("layer.replay-all")}
          >
            {WORDS.top.replayAll(upTo, summary.activeEntries)}
          </Button>
        )}
      </div>
      <div className={styles.tools}>
        <Button
          size="s"
          icon={<FolderOpen />}
          className={styles.open}
          onPress={() => void runAction("file.open")}
        >
          <span className={styles.openText}>{WORDS.top.open}</span>
        </Button>
        {privateSession && (
          <Button size="s" variant="quiet" icon={<EyeClosed />} onPress={() => void runAction("kept.show")}>
            {WORDS.top.private}
          </Button>
        )}
        <IconButton
          label={WORDS.top.palette}
          keys="Ctrl+K"
          icon={<Search />}
          onPress={() => void runAction("view.palette")}
        />
        <IconButton
          label={WORDS.top.shortcuts}
          keys="?"
          icon={<Keyboard />}
          className={styles.keys}
          onPress={() => void runAction("help.shortcuts")}
        />
        <ThemeButton />
      </div>
    </div>
  );
}
