// SPDX-License-Identifier: MIT
import { createContext, Script } from 'node:vm';
import { errorCode } from '../files.ts';

/** Holds the action of the call; nested calls put the outer one back. */
const box: { action: () => unknown } = { action: () => undefined };
const context = createContext(box);
const call = new Script('action()');

/**
 * Does something for at most so many seconds; undefined when it was ended because it took longer. Unlike a timer this ends what
 * never comes back to the event loop, as a regular expression may. Costs a tenth of a millisecond.
 */
export function withinTime<T>(limitS: number, action: () => T): T | undefined {
  const outer = box.action;
  box.action = action;
  try {
    return call.runInContext(context, { timeout: 1000 * limitS }) as T;
  } catch (error) {
    if (errorCode(error) === 'ERR_SCRIPT_EXECUTION_TIMEOUT') return undefined;
    throw error;
  } finally {
    box.action = outer;
  }
}
