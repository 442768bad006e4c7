/**
 * tsx keeps the names of functions by calls of a helper. A page or worker that gets such a function lacks the helper, so it has
 * to be defined there first.
 */
export const NAME_HELPER = "globalThis.__name ??= (value) => value;";
