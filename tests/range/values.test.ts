// SPDX-License-Identifier: MIT
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pointsOf, shown, spaceOf, valuesOf } from '../space/open-space.ts';

/** The values of CONFIG_A for a right side, as kind and text. */
function valuesFor(right: string): string[] {
  return pointsOf(spaceOf(`CONFIG_A=${right}\n`)).map(
    (p) => `${p.assignments[0]?.value.kind} ${p.assignments[0]?.value.text}`,
  );
}

for (const [right, ...values] of [
  ['"resnet18"', 'text resnet18'],
  ['resnet18', 'text resnet18'],
  ['y|n|m', 'tristate y', 'tristate n', 'tristate m'],
  ['"y"|y', 'text y', 'tristate y'],
  ['007|+4|.5|1e', 'text 007', 'text +4', 'text .5', 'text 1e'],
  ['0x1F|0x1f|31', 'hex 0x1F', 'number 31'],
  ['"adam|sgd"', 'text adam|sgd'],
  ['"a, b: c # d"', 'text a, b: c # d'],
  ['"say \\"hi\\" \\\\"', 'text say "hi" \\'],
  ['""', 'text '],
  ['[1,2] | [2, 4]', 'list [1,2]', 'list [2,4]'],
  ['[1, "a b", true, null, [2.50]]', 'list [1,"a b",true,null,[2.50]]'],
  ['["\\u0041"]|["A"]', 'list ["A"]'],
  ['[0.1]|[0.10]', 'list [0.1]'],
  ['a|b # c', 'text a', 'text b'],
  ['a|b\t#c', 'text a', 'text b'],
  ['cuda:0', 'text cuda:0'],
  ['a:b', 'text a:b'],
  ["relu(x)|it's|a;b|--flag=1|$HOME", 'text relu(x)', "text it's", 'text a;b', 'text --flag=1', 'text $HOME'],
  ['1|1.0|1e0|0.1|1e-1', 'number 1', 'number 0.1'],
  ['1|"1"', 'number 1', 'text 1'],
] as const) {
  test(`CONFIG_A=${right} means ${values.join(', ')}`, () => assert.deepEqual(valuesFor(right), values));
}

for (const [range, ...values] of [
  ['0.03:0.02:0.09', '0.03', '0.05', '0.07', '0.09'],
  ['0.001:0.001:0.005', '0.001', '0.002', '0.003', '0.004', '0.005'],
  ['0:1:3', '0', '1', '2', '3'],
  ['0:0.5:1', '0.0', '0.5', '1.0'],
  ['0.10:0.1:0.3', '0.10', '0.20', '0.30'],
  ['1:2:6', '1', '3', '5'],
  ['5:-2:0', '5', '3', '1'],
  ['-1:0.5:0.4', '-1.0', '-0.5', '0.0'],
  ['3:1:3', '3'],
  ['3:-1:3', '3'],
  ['1e-3:1e-3:3e-3', '1e-3', '2e-3', '3e-3'],
  ['9e-1:1e-1:12e-1', '9e-1', '1e0', '1.1e0', '1.2e0'],
  ['0:1e-3:0.002', '0.000', '0.001', '0.002'],
  ['1e-5:*10:1e-2', '1e-5', '1e-4', '1e-3', '1e-2'],
  ['1:*2:10', '1', '2', '4', '8'],
  ['1:*0.5:0.1', '1.0', '0.5', '0.25', '0.125'],
  ['-1:*3:-10', '-1', '-3', '-9'],
  ['1:*1.5:4', '1.0', '1.5', '2.25', '3.375'],
  ['7:*2:7', '7'],
  ['0|100:100:400|1000', '0', '100', '200', '300', '400', '1000'],
  ['0:1:3|2:1:5|1e0', '0', '1', '2', '3', '4', '5'],
  ['0.1:0.1:0.3|"x"|y', '0.1', '0.2', '0.3', 'x', 'y'],
] as const) {
  test(`the range ${range} gives ${values.join(' ')}`, () =>
    assert.deepEqual(
      valuesFor(range).map((v) => v.slice(v.indexOf(' ') + 1)),
      values,
    ));
}

test('a long range is never held: its values are computed by index', () => {
  const { axes } = spaceOf('CONFIG_A=0:1:1e15\nCONFIG_B=5|0:2:1e9|7|8|1e9|-1\n');
  assert.equal(axes[0]?.lines[0]?.size, 1e15 + 1);
  assert.equal(axes[0]?.lines[0]?.row(123_456_789_012_345)[0]?.text, '123456789012345');
  const line = axes[1]?.lines[0] ?? assert.fail();
  assert.equal(line.size, 500_000_001 + 3); // 5, 7 and -1 beside the range; 8 and 1e9 are in it
  assert.equal(line.duplicates, 2);
  assert.deepEqual(
    [0, 1, 2, 500_000_001, 500_000_002, 500_000_003].map((i) => line.row(i)[0]?.text),
    ['5', '0', '2', '1000000000', '7', '-1'],
  );
});

test('a long range leaves out what stands before it', () => {
  const line = spaceOf('CONFIG_A=4|6|0:2:1e9\n').axes[0]?.lines[0] ?? assert.fail();
  assert.deepEqual(
    [0, 1, 2, 3, 4, 5].map((i) => line.row(i)[0]?.text),
    ['4', '6', '0', '2', '8', '10'],
  );
  assert.equal(line.size, 500_000_001);
});

test('ranges that interleave without meeting may both be long', () => {
  const line = spaceOf('CONFIG_A=0:2:1e9|1:2:1e9|0.5:3:1e9\n').axes[0]?.lines[0] ?? assert.fail();
  assert.equal(line.size, 500_000_001 + 500_000_000 + 333_333_334);
});

for (const [what, text, expected] of [
  ['CRLF and a missing last line end', 'CONFIG_A=1\r\nCONFIG_B="x"', 'A=1 B=x'],
  ['a byte order mark', '\ufeffCONFIG_A=1\n', 'A=1'],
  ['blanks around = and |', '  CONFIG_A = 1\n', 'A=1'],
  ['"is not set"', '# CONFIG_A is not set\n#  CONFIG_B is not set  \n', 'A=n B=n'],
  ['a comment that ends like "is not set"', '# this is not set\n# CONFIG_B is not set yet\nCONFIG_A=1\n', 'A=1'],
  [
    'symbols called like keywords',
    'stage=1\nsource = 2\ndepends=3\nexclude=4\nneeds=5\nendstage=6\n',
    'stage=1 source=2 depends=3 exclude=4 needs=5 endstage=6',
  ],
  ['dotted names', 'training.lr=0.1\n', 'training.lr=0.1'],
  ['an empty file', '', ''],
] as const) {
  test(`a range file may have ${what}`, () => assert.deepEqual(shown(pointsOf(spaceOf(text))), [expected]));
}

test('zipped symbols move together, empty cells are absent and equal rows count once', () => {
  const space = spaceOf('CONFIG_A,CONFIG_B = 7800,70 | 11700,80|7.8e3,70|,"a,b"|1,\n');
  assert.deepEqual(shown(pointsOf(space)), ['A=7800 B=70', 'A=11700 B=80', 'B=a,b', 'A=1']);
});

test('the first line whose condition holds wins, and none means absent', () => {
  const space = spaceOf('CONFIG_O=a|b|c\nCONFIG_A=1|2 if CONFIG_O="a"\nCONFIG_A=3 if CONFIG_O!="c"\n');
  assert.deepEqual(shown(pointsOf(space)), ['O=a A=1', 'O=a A=2', 'O=b A=3', 'O=c']);
});

test('a symbol with several lines stands where its last line stands', () => {
  const space = spaceOf('CONFIG_O=a|b\nCONFIG_A=1 if CONFIG_O="a"\nCONFIG_B=5\nCONFIG_A=2 if CONFIG_B=5\n');
  assert.deepEqual(shown(pointsOf(space)), ['O=a B=5 A=1', 'O=b B=5 A=2']);
  assert.deepEqual(space.symbols, ['CONFIG_O', 'CONFIG_B', 'CONFIG_A']);
});

test('rows come from a CSV file by the names of its columns', () => {
  const csv =
    '\ufeffCONFIG_B , "CONFIG_A",note\r\n 1 ,"x, y",skip\r\n\r\n,"say ""hi""",\r\n3,,"z"\r\n"""5""","[1, 2]",\r\n';
  const space = spaceOf('CONFIG_A,CONFIG_B=@rows.csv\n', { 'rows.csv': csv });
  assert.deepEqual(shown(pointsOf(space)), ['A=x, y B=1', 'A=say "hi"', 'B=3', 'A=[1,2] B=5']);
  assert.equal(pointsOf(space)[3]?.assignments[1]?.value.kind, 'text');
  assert.deepEqual(shown(pointsOf(spaceOf('CONFIG_A=@"my rows.csv"\n', { 'my rows.csv': 'CONFIG_A\n1\n2\n' }))), [
    'A=1',
    'A=2',
  ]);
});

test('hex numbers keep their notation', () => {
  assert.deepEqual(valuesOf(pointsOf(spaceOf('CONFIG_A=0x0F|0x10\n')), 'CONFIG_A'), ['0x0F', '0x10']);
});
