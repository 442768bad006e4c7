interface LaunchQueue {
  setConsumer(consumer: (launch: { readonly files?: readonly FileSystemHandle[] }) => void): void;
}

/** Calls `take` with the files of each launch, such as a double click on one; those of launches before the call come at once. */
export function onLaunch(take: (files: readonly FileSystemHandle[]) => void): void {
  (globalThis as { launchQueue?: LaunchQueue }).launchQueue?.setConsumer(({ files = [] }) => {
    // Starting the installed page by its icon is a launch without files.
    if (files.length > 0) take(files);
  });
}
