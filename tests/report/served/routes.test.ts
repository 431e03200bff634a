// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addressOf, pageAddress, routeOf } from '../../../scripts/lib/report/served/routes.ts';

const SWEEP = { sweep: 'sweep_1', stage: undefined };

const CASES: readonly (readonly [address: string, route: ReturnType<typeof routeOf>])[] = [
  ['/', { kind: 'list' }],
  ['/?x=1', { kind: 'list' }],
  ['/events', { kind: 'list events' }],
  ['/live.js', { kind: 'asset', name: 'live.js' }],
  ['/live.css', { kind: 'asset', name: 'live.css' }],
  ['/compare/?sweep=a&sweep=b%20c', { kind: 'comparison', sweeps: ['a', 'b c'] }],
  ['/compare/sections?sweep=a', { kind: 'comparison sections', sweeps: ['a'] }],
  ['/compare/events?sweep=a&since=x', { kind: 'comparison events', sweeps: ['a'], since: 'x' }],
  ['/compare', undefined],
  ['/sweeps/sweep_1/', { kind: 'page', ...SWEEP }],
  ['/sweeps/sweep_1/?stage=target', { kind: 'page', sweep: 'sweep_1', stage: 'target' }],
  ['/sweeps/a%20%3Cb%3E/', { kind: 'page', sweep: 'a <b>', stage: undefined }],
  ['/sweeps/sweep_1/events?since=x-4', { kind: 'page events', since: 'x-4', ...SWEEP }],
  ['/sweeps/sweep_1/sections', { kind: 'sections', ...SWEEP }],
  ['/sweeps/sweep_1/log/0123abcd', { kind: 'log events', run: '0123abcd' as never, ...SWEEP }],
  [
    '/sweeps/sweep_1/config_001_0123abcd/output.log',
    { kind: 'run file', folder: 'config_001_0123abcd', name: 'output.log', ...SWEEP },
  ],
  [
    '/sweeps/sweep_1/target/config_001_0123abcd/config.txt',
    { kind: 'run file', folder: 'target/config_001_0123abcd', name: 'config.txt', ...SWEEP },
  ],
  ['/sweeps/sweep_1/config_001_0123abcd/', { kind: 'run file', folder: 'config_001_0123abcd', name: '', ...SWEEP }],
  ['/sweeps/sweep_1', undefined],
  ['/sweeps/', undefined],
  ['/sweeps//', undefined],
  ['/sweeps/sweep_1/sweep.json', undefined],
  ['/sweeps/%E0%A4%A/', undefined],
  ['/sweeps/sweep_1/log/../../x', { kind: 'run file', folder: 'log/../..', name: 'x', ...SWEEP }],
  ['/other', undefined],
  ['', undefined],
  ['*', undefined],
  ['http://127.0.0.1/', undefined],
];

for (const [address, route] of CASES) {
  test(`"${address}" asks for ${route?.kind ?? 'nothing that is there'}`, () =>
    assert.deepEqual(routeOf(addressOf(address)), route));
}

test('the address of a page leads to it, whatever its sweep is called', () => {
  for (const name of ['sweep_1', 'a b', '<script>', '..', '100%', 'a?b#c', 'ä/ö', '&stage=x']) {
    assert.deepEqual(routeOf(addressOf(pageAddress(name))), { kind: 'page', sweep: name, stage: undefined });
    assert.deepEqual(routeOf(addressOf(pageAddress(name, 'a&b'))), { kind: 'page', sweep: name, stage: 'a&b' });
  }
});
