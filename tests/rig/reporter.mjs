// SPDX-License-Identifier: MIT
// A reporter that is read: a line for each file, every failure in full where it happened, every skip with its reason, and
// in the end the counts as node's own reporters give them.
// @ts-check
import { relative } from 'node:path';
import { inspect } from 'node:util';

/** @typedef {{ tests: number, failed: number, ms: number }} Count */

/** @param {AsyncIterable<any>} events of node:test */
export default async function* report(events) {
  /** @type {Map<string, Count>} */
  const files = new Map();
  let current = '';
  for await (const { type, data } of events) {
    if (type === 'test:stderr' || type === 'test:stdout') yield data.message;
    if (
      type === 'test:diagnostic' &&
      data.nesting === 0 &&
      /^(tests|suites|pass|fail|cancelled|skipped|todo|duration_ms) /.test(data.message)
    ) {
      if (current !== '') yield lineOf(current, files);
      current = '';
      yield `# ${data.message}\n`;
    }
    if (type !== 'test:pass' && type !== 'test:fail') continue;
    const file = data.file === undefined ? '' : sourceOf(relative(process.cwd(), data.file));
    if (file !== current && data.nesting === 0) {
      if (current !== '') yield lineOf(current, files);
      current = file;
    }
    const count = files.get(file) ?? { tests: 0, failed: 0, ms: 0 };
    files.set(file, count);
    count.tests += 1;
    if (data.nesting === 0) count.ms += data.details.duration_ms;
    if (data.skip !== undefined)
      yield `skipped  ${file}: ${data.name} (${data.skip === true ? 'no reason given' : data.skip})\n`;
    if (type === 'test:pass') continue;
    count.failed += 1;
    yield `FAILED   ${file}:${data.line ?? '?'}: ${data.name}\n${indented(reasonOf(data.details.error))}\n`;
  }
}

/** @param {string} file @param {Map<string, Count>} files */
function lineOf(file, files) {
  const { tests, failed, ms } = files.get(file) ?? { tests: 0, failed: 0, ms: 0 };
  return `${failed === 0 ? 'ok      ' : 'not ok  '} ${file} (${tests} ${tests === 1 ? 'test' : 'tests'}, ${(ms / 1000).toFixed(1)} s)\n`;
}

/** @param {any} error */
function reasonOf(error) {
  const cause = error?.cause ?? error;
  return typeof cause === 'string' ? cause : (cause?.stack ?? inspect(cause));
}

/** @param {string} text */
function indented(text) {
  return text.replace(/^/gm, '    ');
}

/** The file that a bundle was made of. @param {string} file @returns {string} */
function sourceOf(file) {
  return file.replace(/^node_modules\/\.cache\/ksweep\/tests\/(?:long|short)\/(.*)\.mjs$/, '$1.ts');
}
