// SPDX-License-Identifier: MIT
import { pick } from '../range/random-statement.ts';
import type { Rng } from '../../scripts/lib/core/rng.ts';

/** Lines of every kind, right and nearly right: what mutations start from. */
const LINES: readonly string[] = [
  'CONFIG_A=1|2|3',
  'CONFIG_B="adam"|"sgd"',
  '# CONFIG_C is not set',
  'CONFIG_D=0.03:0.02:0.09',
  'CONFIG_E=1e-5:*10:1e-2',
  'CONFIG_F=0|100:100:400|1000',
  'CONFIG_G=[1,2]|["a",[true,null]]',
  'CONFIG_H=~loguniform(1e-5,1e-1)',
  'CONFIG_I=~list(3, int(1,8))',
  'CONFIG_J=~pow2_or_loguniform(1,128,q=8)',
  'CONFIG_K,CONFIG_L=7800,70|11700,80|,',
  'CONFIG_M,CONFIG_N=@rows.csv',
  'CONFIG_O=0.9|0.99 if CONFIG_B="adam" && (CONFIG_A < 3 || !CONFIG_C)',
  'CONFIG_O=5 if CONFIG_A % 2 = 1',
  'depends on CONFIG_A < CONFIG_F * 390 + 1',
  'exclude if CONFIG_B="sgd" && CONFIG_A=y',
  'source "base.config"',
  'SWEEP_SEED=5',
  'SWEEP_COMMAND="python train.py \\',
  '   --config {{config}}"',
  "SWEEP_METRIC_REGEX='acc (\\d+)'",
  'stage "x"',
  'endstage',
  'needs "x"',
  'training.lr=0.1 # why',
  '  ',
  'CONFIG_P=0x1F|0:1:1e9',
  'CONFIG_Q=true|False|null|None|n',
  'CONFIG_R=1e-4:*/5:1e-2|0:/4:1',
  'CONFIG_S := round(CONFIG_A / 3) + max(1, CONFIG_D) if CONFIG_A > 1',
  'let CONFIG_T=1|2',
  'CONFIG_U=~choice(a, 5, {"x":1}, uniform(0,1), w=1:2:3:4)',
  'CONFIG_V=~list(2, choice(a,b))',
  'CONFIG_W=~gauss(0,1,q=0.5,round=nearest)',
  'CONFIG_X=~beta(2,0.5)',
  'learning-rate={"a":[1,{"b":null}]}|{}',
  '"n"=5|10 if {learning-rate} > 0.1 && pow({n}, 2) < 7',
  'CONFIG_Y,CONFIG_Z=1:1:3,8001:1:8003|5,',
  '# BR2_A is not set',
  'BR2_B=1..5|10k|(1|12e456|${x}',
  'SWEEP_QUOTED="CONFIG_A CONFIG_*"',
];
const PIECES: readonly string[] = [
  '"',
  '\\',
  '\\"',
  "'",
  '|',
  ',',
  ':',
  ':*',
  '=',
  '==',
  '#',
  ' #',
  '~',
  '@',
  '(',
  ')',
  '[',
  ']',
  '{',
  '}',
  '!',
  '&&',
  '||',
  '<',
  '>=',
  '%',
  '-',
  '+',
  '*',
  '/',
  '.',
  '..',
  ';',
  '\t',
  ' ',
  '\r',
  '\n',
  '\r\n',
  '\0',
  '\ufeff',
  '\u00a0',
  '\u200b',
  '\ufffd',
  '\ud800',
  '\u{1F600}',
  'é',
  'e',
  'E',
  '0',
  '00',
  '1e999',
  '1e9999',
  '1e-999',
  '-0',
  '0x',
  '0xf',
  'y',
  'n',
  'm',
  'if',
  ' if ',
  'on',
  'depends on ',
  'unset ',
  'exclude if ',
  'source ',
  'stage ',
  'CONFIG_A',
  'CONFIG_ZZ',
  'SWEEP_',
  '~uniform(',
  'q=',
  '1:1:1e15',
  '99999999999999999999',
  ':=',
  ':/',
  ':*/',
  'let ',
  'true',
  'null',
  '{"a":',
  '~choice(',
  'w=',
  'pow(',
  'round=nearest',
];

/** Returns a random range file: lines of every kind, mutated a few times, or plain noise. */
export function randomInput(rng: Rng): string {
  if (rng.below(20) === 0) return Array.from({ length: rng.below(40) }, () => pick(rng, PIECES)).join('');
  const isOrderly = rng.below(3) > 0;
  const lines = isOrderly ? orderlyLines(rng) : Array.from({ length: 1 + rng.below(8) }, () => pick(rng, LINES));
  let text = lines.join(rng.below(10) === 0 ? '\r\n' : '\n');
  for (let mutations = rng.below(isOrderly ? 3 : 5); mutations > 0; mutations -= 1) text = mutate(rng, text);
  return text;
}

/** Lines that stand together, each at most once and in their order: most such files are right until they are mutated. */
function orderlyLines(rng: Rng): string[] {
  const lines = LINES.filter((line) => !/^(stage|endstage|needs|SWEEP_COMMAND| +--|source)/.test(line));
  const share = 2 + rng.below(4);
  return [
    'CONFIG_A=1|2|3',
    'CONFIG_B="adam"|"sgd"',
    '# CONFIG_C is not set',
    'CONFIG_F=0|1',
    ...lines.slice(3).filter((line) => !line.startsWith('CONFIG_F') && rng.below(share) === 0),
  ];
}

function mutate(rng: Rng, text: string): string {
  const at = rng.below(text.length + 1);
  const end = Math.min(text.length, at + rng.below(8));
  switch (rng.below(6)) {
    case 0:
      return text.slice(0, at) + text.slice(end);
    case 1:
      return text.slice(0, at) + pick(rng, PIECES) + text.slice(at);
    case 2:
      return text.slice(0, at) + pick(rng, PIECES) + text.slice(end);
    case 3:
      return text.slice(0, at) + text.slice(at, end).repeat(1 + rng.below(4)) + text.slice(end);
    case 4:
      return text.slice(0, at) + text.slice(rng.below(text.length + 1)).slice(0, 30) + text.slice(at);
    default:
      return text.slice(0, at) + String.fromCharCode(rng.below(0x180)) + text.slice(end);
  }
}
