import type { FilesVolume, FilesVolumes } from "../../api/index.ts";
import type { KnownReader } from "../../fs/readers.ts";
import { openerOf } from "../../volume/openers.ts";
import type { VolumePlace, Volumes } from "../../volume/volumes.ts";
import { probeWords } from "../../volume/words.ts";

/** Whether Platter reads the files of a volume. */
export function readingOf(place: VolumePlace, readers: readonly KnownReader[]): FilesVolume["reading"] {
  const name = place.content?.name;
  const purpose = place.partition?.purpose ?? "";
  if (name === undefined)
    return place.partition?.reserved === true || openerOf(purpose) !== null ? "named" : "unknown";
  if (name === "LVM2") return "parts";
  return readers.some(({ reads }) => reads(name)) ? "files" : "named";
}

function volumeOf(place: VolumePlace, number: number, readers: readonly KnownReader[]): FilesVolume {
  const { id, kind, title, partition, offset, length, content, words, problems } = place;
  const reading = readingOf(place, readers);
  return {
    id,
    number,
    kind,
    title,
    partition: partition?.number ?? null,
    purpose: partition?.purpose ?? null,
    offset,
    length,
    content: content?.name ?? null,
    label: content?.label ?? null,
    words,
    reading,
    opener: reading === "named" ? openerOf(content?.name ?? partition?.purpose ?? "") : null,
    problems,
  };
}

/** The volumes of a disk as plain data. */
export function volumeList({ probe, places }: Volumes, readers: readonly KnownReader[]): FilesVolumes {
  const volumes = places.map((place, nth) => volumeOf(place, nth + 1, readers));
  const readable = volumes.filter(({ reading }) => reading === "files");
  const largest = readable.toSorted((a, b) => b.length - a.length)[0];
  return { words: probeWords(probe), volumes, first: largest?.id ?? null };
}
