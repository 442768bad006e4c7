/** Placeholder until merged */
export async function makeFullLog(file: string, options: { logSize: number }): Promise<null> {
  throw new Error(file + options.logSize);
}
