import type {
  DamageReport,
  DeletedFiles,
  ExtractDestination,
  ExtractPlan,
  ExtractRequest,
  ExtractResult,
  FileContentBytes,
  FileNode,
  FilePlaces,
  FilesAt,
  FilesChanges,
  FilesOverview,
  FilesProblem,
  FilesStructure,
  FilesSystem,
  FilesVolumes,
  FileStat,
  FindFilesRequest,
  FolderRows,
  FoundFiles,
  FoundPath,
  OwnerOf,
  SpaceReport,
} from "../files.ts";
import type { FilesCount } from "../files-counts.ts";
import type { ImageId } from "../image.ts";
import type { JobPort } from "../job.ts";
import type { LayerRef } from "../layer.ts";

/**
 * The file systems on a layer's virtual disk, read and never written. Calls reject with `not-available` where the layer has no
 * virtual disk, or the volume no file system that can be read; a damaged file system is no error but problems in the answers.
 */
export interface FilesApi {
  /** Partitions, logical volumes and what else can hold files, in the order of the disk. */
  volumes(id: ImageId, layer: LayerRef): Promise<FilesVolumes>;
  /** The same, with the first four file systems opened, for Overview. Reads their journals. */
  overview(id: ImageId, layer: LayerRef): Promise<FilesOverview>;
  /** Opens a volume's file system. The first folder can be listed after it. */
  system(at: FilesAt): Promise<FilesSystem>;
  /** Problems found on opening, and since by other calls. */
  problems(at: FilesAt): Promise<readonly FilesProblem[]>;
  /**
   * A part of a folder in stored order, at most 4096 rows.
   *
   * @param folder null for the root
   * @param cursor `next` of the part before; null for the first
   */
  list(at: FilesAt, folder: FileNode | null, cursor: string | null, limit: number): Promise<FolderRows>;
  /** Null where the node can't be read, or is free. */
  stat(at: FilesAt, node: FileNode): Promise<FileStat | null>;
  /** Follows a path from the root, by the rules of the file system. `/` parts names, on NTFS and FAT `\` too. Follows no links. */
  lookup(at: FilesAt, path: string): Promise<FoundPath>;
  /**
   * Bytes of a file for a preview or in hex, at most 1 MiB. Rejects with `not-available` where it has no content.
   *
   * @param stream name of a stream (NTFS); null for the content
   */
  read(
    at: FilesAt,
    node: FileNode,
    stream: string | null,
    offset: number,
    length: number,
  ): Promise<FileContentBytes>;
  /** Where a range of a file lies, on the volume, the virtual disk and in the files of the chain; at most 4096 runs. */
  places(
    at: FilesAt,
    node: FileNode,
    stream: string | null,
    offset: number,
    length: number,
  ): Promise<FilePlaces>;
  /** Structures that have to do with a node; those of the file system as a whole for null. */
  structures(at: FilesAt, node: FileNode | null): Promise<readonly FilesStructure[]>;
  /** The file that owns a byte of the virtual disk. The first question walks the volume, later ones of the same view do not. */
  ownerOf(
    id: ImageId,
    layer: LayerRef,
    diskOffset: number,
    transactions: number | null,
    job: JobPort,
  ): Promise<OwnerOf>;
  find(at: FilesAt, request: FindFilesRequest, job: JobPort): Promise<FoundFiles>;
  /** Counts what a walk comes by. */
  count(at: FilesAt, job: JobPort): Promise<FilesCount>;
  /** What an extraction would be called. */
  extractPlan(at: FilesAt, request: ExtractRequest): Promise<ExtractPlan>;
  /** Links are extracted as links and never followed. Where a run can't be read, `job.unread` is asked, as by other exports. */
  extract(at: FilesAt, request: ExtractRequest, to: ExtractDestination, job: JobPort): Promise<ExtractResult>;
  /** The files that lie in damaged ranges of the disk. Walks the volume. */
  damage(at: FilesAt, job: JobPort): Promise<DamageReport>;
  /** What differs between two views: layers, a child and its parent, or two positions of the journal. */
  changes(before: FilesAt, after: FilesAt, job: JobPort): Promise<FilesChanges>;
  /**
   * Blocks of the virtual disk that the file stores and no file system uses, with journals applied. Volumes that are not read, and what
   * lies outside of volumes, count as used.
   */
  space(id: ImageId, layer: LayerRef, job: JobPort): Promise<SpaceReport>;
  deleted(at: FilesAt, job: JobPort): Promise<DeletedFiles>;
}
