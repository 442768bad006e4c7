import type { FilesAt, JobPort } from "../../../workers/api/index.ts";
import { connect } from "../../client/engine.ts";
import type { BrowseList } from "../../state/browse.ts";
import { useStore } from "../../state/store.ts";
import { runJob } from "../engine/run-job.ts";
import { keyOf } from "./volumes.ts";
import { WORDS } from "./words.ts";

/** Names that a search lists at most. */
const MOST_FOUND = 10_000;

/** Runs a job whose answer is a list, and shows the list. A list that is known already is shown at once. */
async function listed<L extends BrowseList>(
  title: string,
  known: (list: BrowseList) => boolean,
  start: (job: JobPort) => Promise<L>,
): Promise<void> {
  const { browseLists, addBrowseList } = useStore.getState();
  const ready = browseLists.find(known);
  if (ready !== undefined) {
    addBrowseList(ready);
    return;
  }
  const list = await runJob(title, start, { cancelled: WORDS.noList });
  if (list !== null) addBrowseList(list);
}

/** Looks for a text in all names of a volume. */
export async function findFiles(at: FilesAt, text: string): Promise<void> {
  const of = keyOf(at);
  await listed(
    WORDS.searching,
    (list) => list.kind === "found" && list.of === of && list.text === text,
    async (job) => {
      const result = await connect().files.find(at, { text, folder: null, limit: MOST_FOUND }, job);
      return { kind: "found", of, text, result };
    },
  );
}

/** Lists the files that damage of the disk hit. */
export async function listDamaged(at: FilesAt): Promise<void> {
  const of = keyOf(at);
  await listed(
    WORDS.damaged,
    (list) => list.kind === "damaged" && list.of === of,
    async (job) => ({ kind: "damaged", of, result: await connect().files.damage(at, job) }),
  );
}

/** Lists what differs between two views. @param against names the view before, in words */
export async function listChanged(before: FilesAt, at: FilesAt, against: string): Promise<void> {
  const of = keyOf(at);
  const from = keyOf(before);
  await listed(
    WORDS.comparing,
    (list) => list.kind === "changed" && list.of === of && list.from === from,
    async (job) => ({
      kind: "changed",
      of,
      from,
      against,
      result: await connect().files.changes(before, at, job),
    }),
  );
}

/** Looks for deleted files. */
export async function listDeleted(at: FilesAt): Promise<void> {
  const of = keyOf(at);
  await listed(
    WORDS.deleted,
    (list) => list.kind === "deleted" && list.of === of,
    async (job) => ({ kind: "deleted", of, result: await connect().files.deleted(at, job) }),
  );
}
