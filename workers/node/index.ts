/**
 * Platter's engine in Node: opens VHDX files, says what is wrong with them, reads their virtual disks through logs and parents, and
 * writes what can be taken away to new files. See docs/library.md.
 *
 * @packageDocumentation
 */
export type {
  DamageKind,
  DiskType,
  ExtractProblem,
  FileContentBytes,
  FileKind,
  FileLimit,
  FileName,
  FileNode,
  FileRow,
  FilesCount,
  FilesProblem,
  FilesSystem,
  FileStat,
  FilesVolume,
  FilesVolumes,
  FileTimes,
  Finding,
  FindingCatalogue,
  FindingRule,
  FoundPath,
  Inside,
  InsideVolume,
  LayerName,
  LogEntryState,
  Outcome,
  PathStep,
  Progress,
  Report,
  ReportBookmark,
  ReportCause,
  ReportChange,
  ReportChainLink,
  ReportDescriptor,
  ReportDigests,
  ReportEdits,
  ReportDamagedFile,
  ReportFiles,
  ReportHeader,
  ReportImage,
  ReportLog,
  ReportLogEntry,
  ReportMetadataItem,
  ReportRegion,
  ReportRegionTable,
  Severity,
  Span,
  VolumeId,
  ErrorCode,
  ErrorFields,
  ZeroedRun,
} from "../api/index.ts";
export { VhdxError } from "../shared/error.ts";
export { ChainFiles } from "./chains.ts";
export type { DiskFiles } from "./disk-files.ts";
export type { CheckOptions, DiskImage, DiskVerdict, FilesRequest, ReportRequest } from "./disk-image.ts";
export type { DiskLayer } from "./disk-layer.ts";
export { EXPORTS, type ExportRequest, type ExportWritten, type NodeExport } from "./exports.ts";
export type { ExtractFilesRequest, FilesExtracted } from "./extract-files.ts";
export type { WorkOptions } from "./job.ts";
export { openImage, type OpenOptions } from "./open-image.ts";
export { removeUnfinished } from "./unfinished.ts";
