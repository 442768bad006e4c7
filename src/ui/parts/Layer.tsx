import { HardDrive, History, Pencil } from "lucide-react";
import type { LayerName, LayerState } from "../../../workers/api/index.ts";
import { cx } from "./cx.ts";
import styles from "./Layer.module.css";
import { RadioBar } from "./RadioBar.tsx";
import { WORDS } from "./words.ts";

/** The layers in the order of the switch. */
export const LAYERS: readonly LayerName[] = ["original", "replayed", "edited"];

const SIGNS = {
  original: { Icon: HardDrive, tone: "neutral" },
  replayed: { Icon: History, tone: "replay" },
  edited: { Icon: Pencil, tone: "user" },
} as const;

/** The word for a layer: "Replayed". */
export function layerName(layer: LayerName): string {
  return WORDS.layers[layer];
}

/** The sign of a layer: blue clock for replayed, amber pencil for edited. Put its name beside it. */
export function LayerSign({ layer }: { readonly layer: LayerName }) {
  const { Icon } = SIGNS[layer];
  return <Icon className={cx(styles.sign, styles[layer])} aria-hidden="true" />;
}

export interface LayerRadioProps {
  /** Accessible name: "Layer", "Side A". */
  readonly label: string;
  readonly showLabel?: boolean;
  readonly value: LayerName;
  readonly layers: Readonly<Record<LayerName, LayerState>>;
  readonly onChange: (layer: LayerName) => void;
}

/** The three layers; one that can't be chosen stays in sight and says why. */
export function LayerRadio({ label, showLabel = false, value, layers, onChange }: LayerRadioProps) {
  return (
    <RadioBar
      label={label}
      showLabel={showLabel}
      value={value}
      onChange={onChange}
      options={LAYERS.map((layer) => ({
        value: layer,
        label: layerName(layer),
        icon: <LayerSign layer={layer} />,
        tone: SIGNS[layer].tone,
        note: layers[layer].note,
        disabled: !layers[layer].available,
      }))}
    />
  );
}
