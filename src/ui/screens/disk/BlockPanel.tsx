import type { DiskExtent } from "../../../../workers/api/index.ts";
import { showOwner } from "../../../actions/browse/owner.ts";
import { goToBatEntry } from "../../../actions/place/places.ts";
import { formatOffset } from "../../parts/format.ts";
import { numberText } from "../../../../workers/shared/text.ts";
import { LinkButton } from "../../parts/LinkButton.tsx";
import styles from "./Disk.module.css";
import { extentText } from "./extent-text.ts";
import { OwnerFacts } from "./OwnerFacts.tsx";
import { WORDS } from "./words.ts";

export interface BlockPanelProps {
  /** Of the byte at the cursor; null until it is known. */
  readonly extent: DiskExtent | null;
  readonly error: { readonly message: string } | null;
  readonly offset: number;
  readonly blockSize: number;
  readonly sectorSize: number | null;
  /** Shows an offset of the file in Structure. */
  readonly onFile: (offset: number) => void;
}

/** Where the byte at the cursor comes from. */
export function BlockPanel(props: BlockPanelProps) {
  const { extent, error, offset, blockSize, sectorSize, onFile } = props;
  const block = Math.floor(offset / blockSize);
  // An answer for the former cursor must not be shown for this one.
  const known = error === null && extent !== null && extent.block === block ? extent : null;
  const text = known === null ? null : extentText(known, offset);
  const fileOffset = text?.fileOffset ?? null;
  return (
    <section aria-label={WORDS.block.name} className={styles.block}>
      <h2 className={styles.blockTitle}>
        {WORDS.block.title(numberText(block))}
        {known !== null && <span className={styles.state}>{known.state}</span>}
      </h2>
      {/* Where another file of the chain holds the byte, `OwnerFacts` says so. */}
      {text !== null && fileOffset === null && !(known?.owner != null && known.source.kind === "file") && (
        <p className={styles.reason} data-tone={text.tone}>
          {text.text}
        </p>
      )}
      {error !== null && (
        <p className={styles.reason} data-tone="invalid">
          {error.message}
        </p>
      )}
      <dl className={styles.facts}>
        <dt>{WORDS.block.batEntry}</dt>
        <dd>
          {known === null ? (
            error === null ? (
              "…"
            ) : (
              WORDS.block.unknown
            )
          ) : (
            <LinkButton arrow onPress={() => void goToBatEntry(known.batIndex, { screen: "structure" })}>
              {numberText(known.batIndex)}
            </LinkButton>
          )}
        </dd>
        <dt>{WORDS.block.inFile}</dt>
        <dd>
          {known === null ? (
            error === null ? (
              "…"
            ) : (
              WORDS.block.unknown
            )
          ) : fileOffset === null ? (
            WORDS.block.notStored
          ) : (
            <LinkButton arrow onPress={() => onFile(fileOffset)}>
              {formatOffset(fileOffset)}
            </LinkButton>
          )}
        </dd>
        <dt>{WORDS.block.guestFile}</dt>
        <dd>
          <LinkButton arrow title={WORDS.showOwner} onPress={() => void showOwner(offset)}>
            {WORDS.block.look}
          </LinkButton>
        </dd>
        <dt>{WORDS.block.inBlock}</dt>
        <dd>{formatOffset(offset - block * blockSize)}</dd>
        {sectorSize !== null && (
          <>
            <dt>{WORDS.block.lba}</dt>
            <dd>{numberText(Math.floor(offset / sectorSize))}</dd>
          </>
        )}
      </dl>
      {known !== null && known.owner !== null && (
        <OwnerFacts extent={known} owner={known.owner} offset={offset} />
      )}
    </section>
  );
}
