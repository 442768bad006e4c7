import type { BatPage, DiskBytes, FileBytes } from "../bytes.ts";
import type { CompareFilesRequest, CompareRequest, Comparison } from "../compare.ts";
import type { Finding } from "../finding.ts";
import type { ImageId } from "../image.ts";
import type { JobPort, SearchRequest, SearchResult } from "../job.ts";
import type { LayerRef } from "../layer.ts";
import type { DiskMap, FileMap } from "../map.ts";
import type { ReportDescriptor } from "../report.ts";
import type { LogLoss, LogView, OverviewFacts } from "../screens.ts";
import type { FieldList, NodeId, NodePath, Place, TreePage } from "../structure.ts";

/** What a layer of an image holds: structures, bytes, blocks, maps. */
export interface ViewsApi {
  /** What the Overview shows about the layer. */
  overview(id: ImageId, layer: LayerRef): Promise<OverviewFacts>;
  /** All findings of the layer. */
  findings(id: ImageId, layer: LayerRef): Promise<readonly Finding[]>;
  /** The log and its entries; the same on every layer of the file as stored. */
  log(id: ImageId, layer: LayerRef): Promise<LogView>;
  /** What is lost where the log is discarded. */
  logLoss(id: ImageId, layer: LayerRef): Promise<LogLoss>;
  /** Children of a node (null: the roots), `count` from `first` on. */
  tree(id: ImageId, layer: LayerRef, parent: NodeId | null, first: number, count: number): Promise<TreePage>;
  /** The node and its ancestors; null where the image has no such node. */
  node(id: ImageId, layer: LayerRef, node: NodeId): Promise<NodePath | null>;
  fields(id: ImageId, layer: LayerRef, node: NodeId): Promise<FieldList>;
  /** Descriptors of the log entry at a log offset (bytes), at most 4096 a call. Unlike the report, it leaves none out. */
  logDescriptors(
    id: ImageId,
    layer: LayerRef,
    entry: number,
    first: number,
    count: number,
  ): Promise<readonly ReportDescriptor[]>;
  /** The first 64 KiB that a descriptor writes, whether a replay applies its entry or not. */
  logWrite(id: ImageId, entry: number, descriptor: number): Promise<Uint8Array<ArrayBuffer>>;
  /** The structure and the field at a file offset. */
  locate(id: ImageId, layer: LayerRef, fileOffset: number): Promise<Place>;
  /** At most 1 MiB a call. */
  readFile(id: ImageId, layer: LayerRef, offset: number, length: number): Promise<FileBytes>;
  /** At most 1 MiB a call. */
  readDisk(id: ImageId, layer: LayerRef, offset: number, length: number): Promise<DiskBytes>;
  /** At most 4096 rows a call. */
  bat(id: ImageId, layer: LayerRef, first: number, count: number): Promise<BatPage>;
  fileMap(id: ImageId, layer: LayerRef, offset: number, length: number, pieces: number): Promise<FileMap>;
  diskMap(
    id: ImageId,
    layer: LayerRef,
    firstBlock: number,
    blocksPerCell: number,
    cells: number,
  ): Promise<DiskMap>;
  compare(id: ImageId, request: CompareRequest): Promise<Comparison>;
  compareFiles(request: CompareFilesRequest, job: JobPort): Promise<Comparison>;
  search(id: ImageId, layer: LayerRef, request: SearchRequest, job: JobPort): Promise<SearchResult>;
}
