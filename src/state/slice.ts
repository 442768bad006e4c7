/**
 * A slice of the one store: makes its part of the state and the functions that change it. It sees no other slice; what concerns
 * more than one is an action.
 */
export type Slice<T> = (set: (change: Partial<T> | ((state: T) => Partial<T>)) => void) => T;
