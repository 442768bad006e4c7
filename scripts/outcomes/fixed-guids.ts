/**
 * Runs work with GUIDs that are counted in place of random ones, from the same number on each time.
 *
 * @param work must not run beside other work that draws GUIDs
 */
export async function withFixedGuids<T>(work: () => Promise<T>): Promise<T> {
  let drawn = 0;
  const randomUUID = () => `99999999-9999-4999-8999-${String(drawn++).padStart(12, "0")}`;
  Object.defineProperty(crypto, "randomUUID", { value: randomUUID, configurable: true });
  try {
    return await work();
  } finally {
    // The function of the prototype is there again.
    Reflect.deleteProperty(crypto, "randomUUID");
  }
}
