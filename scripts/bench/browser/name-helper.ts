/**
 * What tsx compiles keeps the names of functions through a helper of its own, which is not there where such a function is sent to:
 * in a page or a worker it has to be made first.
 */
export const NAME_HELPER = "globalThis.__name ??= (value) => value;";
