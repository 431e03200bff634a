// SPDX-License-Identifier: MIT
import { type Context, createContext, Script } from 'node:vm';
import { errorCode } from '../files.ts';

/** Holds the action of the call; nested calls put the outer one back. */
const box: { action: () => unknown } = { action: () => undefined };
let made: { readonly context: Context; readonly call: Script } | undefined;

/**
 * Does something for at most so many seconds; undefined when it was ended because it took longer. Unlike a timer this ends what
 * never comes back to the event loop, as a regular expression may. Costs a tenth of a millisecond.
 */
export function withinTime<T>(limitS: number, action: () => T): T | undefined {
  const outer = box.action;
  box.action = action;
  try {
    made ??= { context: createContext(box), call: new Script('action()') };
    return made.call.runInContext(made.context, { timeout: 1000 * limitS }) as T;
  } catch (error) {
    if (errorCode(error) === 'ERR_SCRIPT_EXECUTION_TIMEOUT') return undefined;
    throw error;
  } finally {
    box.action = outer;
  }
}
