import { useEffect, useRef, useState } from "react";
import { findPlace, type FoundPlace } from "../../../actions/browse/find-place.ts";
import { reportTrouble } from "../../../actions/engine/trouble.ts";
import { connect } from "../../../client/engine.ts";
import type { BrowseStep } from "../../../state/browse.ts";
import { useStore } from "../../../state/store.ts";
import type { ShownSystem } from "./use-volume.ts";
import { WORDS } from "./words.ts";

/** The place in a file system, once it is known to be there. */
export interface ShownPlace {
  readonly folder: readonly BrowseStep[];
  readonly chosen: BrowseStep | null;
  /** A name that was asked for and is not in this view; null where all are. */
  readonly missing: string | null;
}

/** The place of the store in a file system. Null while it is looked for, which happens after a change of the view, and for an address. */
export function usePlace(shown: ShownSystem | null): ShownPlace | null {
  const { folder, chosen } = useStore((state) => state.browse);
  const [known, setKnown] = useState<{ readonly key: string; readonly missing: string | null } | null>(null);
  const key = shown?.key ?? null;
  const isNamed = folder.every(({ name }) => name !== null) && chosen?.name !== null;
  const isThere = key !== null && isNamed && known?.key === key;
  const isRoot = folder.length === 0 && chosen === null;
  const asked = useRef(0);
  useEffect(() => {
    if (shown === null || isThere) return;
    if (isRoot) {
      setKnown({ key: shown.key, missing: null });
      return;
    }
    asked.current += 1;
    const mine = asked.current;
    const settle = (place: Omit<FoundPlace, "missing">, missing: string | null) => {
      useStore.getState().setBrowse({ folder: place.folder, chosen: place.chosen });
      setKnown({ key: shown.key, missing });
    };
    const look = async () => {
      try {
        const found = await findPlace(connect().files, shown.at, { folder, chosen });
        if (mine === asked.current) settle(found, found.missing);
      } catch (thrown) {
        if (mine !== asked.current) return;
        settle({ folder: [], chosen: null }, null);
        reportTrouble(WORDS.grid.cantRead, thrown);
      }
    };
    void look();
    return () => {
      asked.current += 1;
    };
    // The view and the numbers of the steps say all that the question depends on.
  }, [shown, isThere, isRoot, folder, chosen]);
  return isThere ? { folder, chosen, missing: known.missing } : null;
}
