// SPDX-License-Identifier: MIT
// What a base and its names do to values: each row, through each door that has lines, in yaml and json, read back by programs.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isError } from '../../../scripts/lib/core/diagnostic.ts';
import { needs, type Tool } from '../../rig/needs.ts';
import { type BaseFormat, filesOverBase, type OverBase, saidOverBase } from '../../rig/over-base.ts';
import { readBack, type ReaderName } from '../../rig/read-back.ts';

interface Row {
  readonly what: string;
  readonly yaml: string;
  /** Missing where json has no such thing: anchors and merge keys. */
  readonly json?: string;
  readonly lines: readonly string[];
  readonly settings?: Readonly<Record<string, string>>;
  /** What programs have of each configuration, as Python's json writes it with its keys sorted (1.0 is no 1 there), or the code of the error. */
  readonly read: readonly string[] | string;
}

const ROWS: readonly Row[] = [
  {
    what: 'a whole number where a float stands',
    yaml: 'OPTIM: {BASE_LR: 1.0}\n',
    json: '{"OPTIM": {"BASE_LR": 1.0}}',
    lines: ['OPTIM.BASE_LR=1|0.5'],
    read: ['{"OPTIM": {"BASE_LR": 1.0}}', '{"OPTIM": {"BASE_LR": 0.5}}'],
  },
  {
    what: 'a misspelt key',
    yaml: 'model: {depth: 18}\n',
    json: '{"model": {"depth": 18}}',
    lines: ['model.dpeth=18|34'],
    read: 'E_BASE_KEY',
  },
  {
    what: 'an alias of what is swept',
    yaml: 'size: &s 10\nx: *s\n',
    lines: ['size=224|300'],
    read: ['{"size": 224, "x": 224}', '{"size": 300, "x": 300}'],
  },
  {
    what: 'keys that a merge gives',
    yaml: 'd: &d {lr: 1.0, amp: false}\nm: {<<: *d, k: 1}\n',
    lines: ['m.lr=2|3'],
    read: ['2', '3'].map((lr) => `{"d": {"amp": false, "lr": 1.0}, "m": {"amp": false, "k": 1, "lr": ${lr}.0}}`),
  },
  {
    what: 'a symbol that is absent',
    yaml: 'optim: adam\nmomentum: 0.9\n',
    json: '{"optim": "adam", "momentum": 0.9}',
    lines: ['optim=adam|sgd', 'momentum=0.8|0.9 if optim="sgd"'],
    read: ['{"optim": "adam"}', '{"momentum": 0.8, "optim": "sgd"}', '{"momentum": 0.9, "optim": "sgd"}'],
  },
  {
    what: 'a key that is taken away',
    yaml: 'a: {b: 1, c: 2}\n',
    json: '{"a": {"b": 1, "c": 2}}',
    lines: ['unset a.b'],
    read: ['{"a": {"c": 2}}'],
  },
  {
    what: 'an empty cell',
    yaml: 'a: 0\nb: 0\n',
    json: '{"a": 0, "b": 0}',
    lines: ['a,b=1,2|3,'],
    read: ['{"a": 1, "b": 2}', '{"a": 3}'],
  },
  {
    what: 'names with hyphens, list positions and words of templates',
    yaml: 'learning-rate: 0.5\npipeline: [{prob: 1.0}, {prob: 1.0}]\nlog: 0\n"n": 1\n',
    json: '{"learning-rate": 0.5, "pipeline": [{"prob": 1.0}, {"prob": 1.0}], "log": 0, "n": 1}',
    lines: ['learning-rate=1|2', 'pipeline.1.prob=0.5', 'log=1', '"n"=5'],
    read: ['1', '2'].map(
      (lr) => `{"learning-rate": ${lr}.0, "log": 1, "n": 5, "pipeline": [{"prob": 1.0}, {"prob": 0.5}]}`,
    ),
  },
  {
    what: 'objects in lists',
    yaml: 'v: []\n',
    json: '{"v": []}',
    lines: ['v=[{"a":1}]|[{"a":true},null]'],
    read: ['{"v": [{"a": 1}]}', '{"v": [{"a": true}, null]}'],
  },
  {
    what: 'one at a time, from what the base has',
    yaml: 'a: 3\nb: x\n',
    json: '{"a": 3, "b": "x"}',
    lines: ['a=1|2', 'b=y1|x'],
    settings: { MODE: 'independent' },
    read: ['{"a": 3, "b": "x"}', '{"a": 1, "b": "x"}', '{"a": 2, "b": "x"}', '{"a": 3, "b": "y1"}'],
  },
  {
    what: 'what is computed, where a float stands',
    yaml: 'steps: 10\nwarmup: 0.5\n',
    json: '{"steps": 10, "warmup": 0.5}',
    lines: ['steps=10|20', 'warmup := steps / 10'],
    read: ['{"steps": 10, "warmup": 1.0}', '{"steps": 20, "warmup": 2.0}'],
  },
];

const READERS: Readonly<Record<BaseFormat, readonly (readonly [ReaderName, Tool])[]>> = {
  yaml: [
    ['pyyaml', 'python3-yaml'],
    ['omegaconf', 'python3-omegaconf'],
    ['yacs', 'python3-yacs'],
  ],
  json: [
    ['json', 'python3'],
    ['omegaconf', 'python3-omegaconf'],
  ],
};

/** The same lines as a range file, SET= and a sourced file. */
function doors({ lines }: Row): readonly (readonly [string, string, OverBase])[] {
  const text = `${lines.join('\n')}\n`;
  return [
    ['a line', text, {}],
    ['SET=', '# nothing but this\n', { settings: { SET: lines.join('; ') } }],
    ['a sourced file', 'source "inc"\n', { files: { inc: text } }],
  ];
}

interface Cell {
  readonly place: string;
  readonly row: Row;
  readonly range: string;
  readonly base: string;
  readonly over: OverBase;
}

function cellsOf(format: BaseFormat): readonly Cell[] {
  return ROWS.flatMap((row) => {
    const base = format === 'yaml' ? row.yaml : row.json;
    if (base === undefined) return [];
    return doors(row).map(([door, range, over]): Cell => {
      const settings = { ...row.settings, ...over.settings };
      return { place: `${row.what}, ${door}, ${format}`, row, range, base, over: { ...over, format, settings } };
    });
  });
}

for (const format of ['yaml', 'json'] as const) {
  for (const [reader, tool] of READERS[format]) {
    test(`${reader} reads what each ${format} base and its names make of values, through every door`, (t) => {
      if (!needs(t, tool)) return;
      const cells = cellsOf(format).filter(({ row }) => typeof row.read !== 'string');
      assert.ok(cells.length >= 3 * 8);
      const texts = cells.map(({ range, base, over }) => filesOverBase(range, base, over));
      const found = readBack(reader, texts.flat(), 'lambda d: j.dumps(d, sort_keys=True)');
      for (const [i, { place, row }] of cells.entries())
        assert.deepEqual(found.splice(0, texts[i]?.length ?? 0), row.read, place);
    });
  }
}

test('what has no meaning over a base is an error, through every door', () => {
  for (const { place, row, range, base, over } of [...cellsOf('yaml'), ...cellsOf('json')])
    if (typeof row.read === 'string')
      assert.equal(saidOverBase(range, base, over).find(isError)?.code, row.read, place);
});
