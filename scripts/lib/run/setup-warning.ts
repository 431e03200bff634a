// SPDX-License-Identifier: MIT

/** Lines that ask something: where the answer is no, nothing has failed. */
const QUESTION =
  /^\s*(?:\[|\(\(|!|if\b|elif\b|while\b|until\b|test\b|type\b|command -v\b|hash\b|which\b|declare -F\b|#)/;

/**
 * Returns a sentence on the first line of SWEEP_SETUP that joins commands with `&&` and says nothing of what is to happen when
 * one fails; undefined when there is none. `set -e` goes on after `A && B` whose A has failed (bash(1), "set -e"; POSIX, set),
 * so the command would start without what the setup was for. `[ -f x ] && . x` is meant so and not told.
 */
export function setupWarning(setup: string): string | undefined {
  const text = setup.replace(/&&[ \t]*\n/g, '&& ');
  const masked = text.replace(/'[^']*'|"[^"]*"/g, (quoted) => '_'.repeat(quoted.length));
  for (const { 0: part, index } of masked.matchAll(/[^\n;]+/g)) {
    const at = part.indexOf('&&');
    if (at < 0 || part.includes('||') || QUESTION.test(part)) continue;
    const [first, rest] = [text.slice(index, index + at), text.slice(index + at + 2, index + part.length)].map((x) =>
      x.trim(),
    );
    return `SWEEP_SETUP has "${first} && ${rest}": where ${first} fails, set -e goes on and the command is started; write "${first}; ${rest}", which ends the run there`;
  }
  return undefined;
}
