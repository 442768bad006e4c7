import type { DiskExtent, ExtentOwner } from "../../../../workers/api/index.ts";
import { goToOwner, goToOwnerBytes } from "../../../actions/files/chain-links.ts";
import { visibleText } from "../../../../workers/shared/visible-text.ts";
import { linkName } from "../../views/chain/owner-links.ts";
import { formatOffset } from "../../parts/format.ts";
import { numberText } from "../../../../workers/shared/text.ts";
import { LinkButton } from "../../parts/LinkButton.tsx";
import styles from "./Disk.module.css";
import { WORDS } from "./words.ts";

export interface OwnerFactsProps {
  readonly extent: DiskExtent;
  readonly owner: ExtentOwner;
  /** Of the cursor on the virtual disk. */
  readonly offset: number;
}

/**
 * The file of the chain that owns the byte at the cursor, as it is read from there, and the byte's place in that file. A byte that no
 * file holds has no owner: then the file whose BAT entry makes it zero.
 */
export function OwnerFacts({ extent, owner, offset }: OwnerFactsProps) {
  const { source } = extent;
  const at = source.kind === "file" ? source.fileOffset + (offset - extent.offset) : null;
  return (
    <section aria-label={at === null ? WORDS.owner.zerosName : WORDS.owner.name} className={styles.owner}>
      <p className={styles.ownerName}>
        {at === null ? WORDS.owner.zerosBy : WORDS.owner.ownedBy} <bdi>{visibleText(owner.name)}</bdi>{" "}
        <span className={styles.state}>{linkName(owner.link)}</span>
      </p>
      <dl className={styles.facts}>
        <dt>{WORDS.owner.block}</dt>
        <dd>
          {numberText(owner.block)} <span className={styles.state}>{owner.state}</span>
        </dd>
        <dt>{WORDS.owner.batEntry}</dt>
        <dd>
          <LinkButton arrow onPress={() => void goToOwner(owner.id, owner.batIndex)}>
            {numberText(owner.batIndex)}
          </LinkButton>
        </dd>
        <dt>{WORDS.owner.inFile}</dt>
        <dd>
          {at === null ? (
            WORDS.block.notStored
          ) : (
            <LinkButton arrow onPress={() => void goToOwnerBytes(owner.id, at)}>
              {formatOffset(at)}
            </LinkButton>
          )}
        </dd>
      </dl>
    </section>
  );
}
