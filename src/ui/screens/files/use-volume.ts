import { useEffect, useMemo, useReducer } from "react";
import type { FilesAt, FilesSystem } from "../../../../workers/api/index.ts";
import { keyOf, presentSystem } from "../../../actions/browse/volumes.ts";
import { connect } from "../../../client/engine.ts";
import { type Query, useQuery } from "../../hooks/use-query.ts";
import { Folders } from "./folders.ts";

/** A file system, with the question that it answers. */
export interface ShownSystem {
  readonly key: string;
  readonly at: FilesAt;
  readonly system: FilesSystem;
}

/** The file system of a volume; null where there is none to open. The one before stays until the new one is open. */
export function useSystem(at: FilesAt | null): Query<ShownSystem> {
  const key = at === null ? "" : keyOf(at);
  return useQuery(
    at === null
      ? null
      : async () => {
          const system = await presentSystem(at.volume, at.transactions);
          if (system === null) throw new Error();
          return { key, at, system };
        },
    [key],
  );
}

/** The folders of a file system, read once each. */
export function useFolders(shown: ShownSystem | null): Folders | null {
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  const key = shown?.key ?? null;
  const at = shown?.at ?? null;
  const folders = useMemo(
    () =>
      at === null
        ? null
        : new Folders((folder, cursor, limit) => connect().files.list(at, folder, cursor, limit), redraw),
    // The key says all that the question depends on.
    // oxlint-disable-next-line react/exhaustive-deps
    [key],
  );
  useEffect(() => () => folders?.close(), [folders]);
  return folders;
}
