// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import type { Value } from '../../../scripts/lib/core/value.ts';
import { needs } from '../../rig/needs.ts';
import { hydraOverride } from '../../../scripts/lib/run/hydra-override.ts';

/** What Hydra itself makes of overrides, through its whole way: parser, OmegaConf and interpolation. */
const HYDRA = `
import json, sys
from hydra.core.override_parser.overrides_parser import OverridesParser
from omegaconf import OmegaConf
parser = OverridesParser.create()
out = []
for text in json.load(sys.stdin):
    override = parser.parse_override(text)
    assert not override.is_sweep_override(), text
    config = OmegaConf.create({"x": override.value()})
    out.append([override.key_or_group, OmegaConf.to_container(config, resolve=True)["x"]])
json.dump(out, sys.stdout)
`;

test('Hydra reads each override as the value that it was made of', (t) => {
  if (!needs(t, 'python3-hydra')) return;
  const texts = [
    ...[
      'adam',
      'a b',
      '',
      "it's",
      '"',
      "'",
      '\\',
      "\\'",
      "a\\\\'b",
      'a\\',
      '\\\\',
      '5',
      '1e-5',
      '007',
      '0x10',
      'true',
      'Null',
      'nan',
      'inf',
      '-x',
    ],
    ...[
      'a,b',
      'a=b',
      'a:b',
      '[1]',
      '{a:1}',
      'f(x)',
      '~x',
      '#',
      'é',
      '${x}',
      '\\${x}',
      '\\\\${a.b}',
      "'${x}'",
      '$x',
      'a/b.c',
      'x y\t z',
      ' lead',
      'glob(*)',
    ],
  ];
  const rows: readonly [Value, unknown][] = [
    ...texts.map((text): [Value, unknown] => [{ kind: 'text', text }, text]),
    [{ kind: 'number', text: '1e-5' }, 1e-5],
    [{ kind: 'number', text: '-3' }, -3],
    [{ kind: 'number', text: '0.10' }, 0.1],
    [{ kind: 'hex', text: '0xff' }, 255],
    [{ kind: 'tristate', text: 'y' }, true],
    [{ kind: 'tristate', text: 'n' }, false],
    [{ kind: 'boolean', text: 'True' }, true],
    [{ kind: 'boolean', text: 'false' }, false],
    [{ kind: 'null', text: 'None' }, null],
    [{ kind: 'list', text: '[1,[2.5,"a b"],true,null,""]' }, [1, [2.5, 'a b'], true, null, '']],
    [{ kind: 'list', text: '[{"a b:c":"x,y"},{"lr":1e-3}]' }, [{ 'a b:c': 'x,y' }, { lr: 0.001 }]],
  ];
  const key = 'optimizer.weight-decay_2';
  const overrides = rows.map(([value]) => hydraOverride(key, value));
  const answer: unknown = JSON.parse(
    execFileSync('python3', ['-c', HYDRA], { input: JSON.stringify(overrides), encoding: 'utf8' }),
  );
  assert.deepEqual(
    answer,
    rows.map(([, value]) => [key, value]),
  );
});
