/** A small image that comes with the page, to try it out. Made for this project; it contains nobody's data. */
export interface Sample {
  /** As in the address: `#sample=crashed`. */
  readonly id: "clean" | "crashed" | "torn-log";
  readonly title: string;
  readonly detail: string;
}

export const SAMPLES: readonly Sample[] = [
  { id: "clean", title: "Clean disk", detail: "Shut down properly: nothing to replay, nothing to repair." },
  {
    id: "crashed",
    title: "Crashed disk",
    detail: "The host lost power: the log holds writes that never reached their place.",
  },
  {
    id: "torn-log",
    title: "Torn log",
    detail: "The crash hit the log itself: its last entry is incomplete and must not be replayed.",
  },
];

/** The sample that shows most of what the page can do. */
export const FIRST_SAMPLE: Sample["id"] = "crashed";

// Each is inlined in a chunk of its own: the content security policy forbids the page to request data.
const LOADERS: Readonly<Record<Sample["id"], () => Promise<{ readonly default: string }>>> = {
  clean: () => import("./clean.vhdx.gz?url&inline"),
  crashed: () => import("./crashed.vhdx.gz?url&inline"),
  "torn-log": () => import("./torn-log.vhdx.gz?url&inline"),
};

/** When the samples were made, so that they are the same files at each visit. Milliseconds since 1970. */
const MADE = Date.UTC(2026, 10, 23);

/** The sample of that id, or null. */
export function findSample(id: string | null): Sample | null {
  return SAMPLES.find((sample) => sample.id === id) ?? null;
}

/** Unpacks a sample in memory. */
export async function loadSample(sample: Sample): Promise<File> {
  const { default: url } = await LOADERS[sample.id]();
  const packed = Uint8Array.from(atob(url.slice(url.indexOf(",") + 1)), (char) => char.charCodeAt(0));
  const unpacked = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new File([await new Response(unpacked).blob()], `${sample.id}.vhdx`, {
    type: "application/octet-stream",
    lastModified: MADE,
  });
}
