// SPDX-License-Identifier: MIT
// Range files that are here to show what changes: words that look typed, numbers in quotes, bases of every shape.
import type { GoldenFormat, GoldenInput } from './golden-case.ts';

const ALL: readonly GoldenFormat[] = ['kconfig', 'yaml', 'json'];

function made(
  name: string,
  text: string,
  more: { files?: Record<string, string>; settings?: Record<string, string>; formats?: readonly GoldenFormat[] } = {},
): GoldenInput {
  const { files = {}, settings = {}, formats = ALL } = more;
  return { name: `made/${name}`, text: `${text}\n`, files, settings, formats };
}

function overBase(name: string, text: string, yaml: string, settings: Record<string, string> = {}): GoldenInput {
  return made(name, text, { files: { base: yaml }, settings: { ...settings, BASE: 'base' }, formats: ['yaml'] });
}

function overJson(name: string, text: string, json: string, settings: Record<string, string> = {}): GoldenInput {
  return made(name, text, { files: { base: json }, settings: { ...settings, BASE: 'base' }, formats: ['json'] });
}

const TRAIN = `# a comment
train:
  lr: 0.1 # of the optimizer
  amp: false
  name: run
  code: "007"
  steps: 100
  nothing: null
  empty:
  list: [1, 2]
optim:
  BASE_LR: 1.0
  WEIGHTS: 1e-5
  tries: yes
`;

const SHARED = `size: &s 10
x: *s
y: *s
defaults: &d
  lr: 0.1
  depth: 3
train:
  <<: *d
  momentum: 0.9
eval: *d
list: [1, *s]
`;

const TRAIN_JSON =
  '{"train": {"lr": 0.1, "amp": false, "name": "run", "steps": 100, "nothing": null, "list": [1, 2]}}\n';

export const MADE_CASES: readonly GoldenInput[] = [
  made('booleans', 'train.amp=true|false\nCONFIG_B=True\nc=False|"true"'),
  made('nulls', 'noise=null|0.05\nCONFIG_B=None\nc="null"|None'),
  made('lists', 'a=[true,null,false]|[1,"true"]\nb=[[null],[2.5]]'),
  made('tristates', 'CONFIG_A=y|n|m\nb=n\nc=m|y'),
  made('words beside letters', 'size=n|s|m|l|x'),
  made('words beside letters elsewhere', 'CONFIG_SIZE=n|m\nCONFIG_KIND=y|maybe', {
    settings: { SET: 'CONFIG_SIZE=s' },
  }),
  made(
    'words by condition',
    'opt=adam|sgd\nsize=n|s if opt="adam"\nsize=y\ndepends on size=n || opt="sgd" || size="s"',
  ),
  made('texts in quotes', 'CONFIG_M="state|movement"\nCONFIG_W="0.03:0.02:0.09"\nCONFIG_N="5"|5'),
  made(
    'quoted numbers sourced',
    'source "base.config"\nCONFIG_LR=0.05:0.05:0.2\nCONFIG_WD=0.1|"0.2"\ndepends on CONFIG_WD < 0.3',
    {
      files: { 'base.config': 'CONFIG_LR="0.1"\nCONFIG_WD="0.01"\nCONFIG_EPOCHS=3\nCONFIG_NAME="5"\n' },
    },
  ),
  made('quoted numbers plain', 'source "base.config"\nCONFIG_LR=0.05\nCONFIG_WD="0.01"', {
    files: { 'base.config': 'CONFIG_LR="0.1"\nCONFIG_WD="0.01"\n' },
  }),
  made('is not set', 'source "base.config"\nBR2_A=y|n\nCONFIG_X=1|2', {
    files: {
      'base.config':
        '# BR2_PACKAGE_BUSYBOX is not set\nBR2_x86_64=y\n# CONFIG_Y is not set\n# it is not set\n# SB_A is not set\n',
    },
  }),
  made('geometric without end', 'CONFIG_LR=1e-4:*3.1622776601683795:1e-2\nCONFIG_M=0:0.3:1'),
  made('hex', 'a=0x1F|0X2f|31'),
  made('foreign words', 'a=1..5\nb=10k\nc=12e456\nd=1e5\ne=range(1,3)', { formats: ['kconfig'] }),
  made('foreign words that are read', 'a=1..5\nb=10k|1_000\nd=.5|5.|+3|007\nf=cuda:0\ng=${x}|$HOME\nh=yes|no|on|off'),
  made('foreign tuples', 'CONFIG_A,CONFIG_B=(1,8)|(1,9)', { formats: ['kconfig'] }),
  made('foreign braces', 'a={x:1}'),
  made('zips', 'CONFIG_A,CONFIG_B=1,true|2,null|3,|n,x'),
  made('rows of csv', 'a,b,c=@rows.csv', {
    files: { 'rows.csv': 'a,b,c\n1,true,null\n2,False,None\n3,,n\n4,"""true""",x\n' },
  }),
  made('rows of tsv', 'a,b=@rows.tsv', { files: { 'rows.tsv': 'a\tb\n1\ttrue\n2\tx\n' } }),
  made('names', 'training.lr=0.1|0.2\na.b.c=1\nopt=adam'),
  made('set', 'model.pretrained=y|n\nlr=0.1', { settings: { SET: 'model.pretrained=false; lr=null' } }),
  made('conditions on words', 'amp=true|false\nscale=1|2 if amp\ndepends on amp || !amp'),
  made('independent', 'source "base.config"\nCONFIG_LR=0.1|0.2\nCONFIG_B=y|n', {
    files: { 'base.config': 'CONFIG_LR=0.5\nCONFIG_B=n\n' },
    settings: { MODE: 'independent' },
  }),
  made('pairwise', 'a=1|2|3\nb=true|false\nc=x|y|z', { settings: { MODE: 'pairwise', SEED: '3' } }),
  made(
    'laws',
    'a=~uniform(0,1)\nb=~int(1,15)\nc=~loguniform(1e-5,1e-1)\nd=~normal(-1,1,q=0.1)\ne=~list(3,pow2(1,64))',
    {
      settings: { MODE: 'random', SAMPLES: '12', SEED: '7' },
    },
  ),
  made('laws in a grid', 'a=~uniform(0,1)\nb=1|2', { settings: { SAMPLES: '3' }, formats: ['kconfig'] }),
  made('arithmetic in rules', 'a=1:1:5\nb=0:0.5:2\ndepends on a * 2 + b / 3 < 7 && a % 2 = 1'),
  overBase('base of numbers', 'train.lr=0.01|0.1\ntrain.steps=10', TRAIN),
  overBase('base of floats', 'optim.BASE_LR=1|0.5\noptim.WEIGHTS=1|1e-4', TRAIN),
  overBase('base of booleans', 'train.amp=true|false|y|n\noptim.tries=n|y', TRAIN),
  overBase('base of texts', 'train.code=5|x\ntrain.name=y|1e5', TRAIN),
  overBase('base of nulls', 'train.nothing=5|x\ntrain.empty.a=1', TRAIN),
  overBase('base of ints', 'train.steps=0.5|100', TRAIN),
  overBase('base of other kinds', 'train.steps=x|[1]\ntrain.list=3', TRAIN),
  overBase('base with new keys', 'train.dpeth=18|34\nother=1', TRAIN),
  overBase(
    'base with conditional keys',
    'optim.kind=sgd|adam\nmomentum=0.8|0.9 if optim.kind="sgd"',
    `momentum: 0.5\n${TRAIN}`,
  ),
  overBase('base independent', 'train.lr=0.01|0.2\ntrain.steps=10|20', TRAIN, { MODE: 'independent' }),
  overBase('aliases of a value', 'size=224|300', SHARED),
  overBase('aliases of a folder', 'defaults.lr=0.5|0.6\ntrain.depth=4', SHARED),
  overBase('path through an alias', 'eval.lr=0.7\ntrain.lr=0.2|0.3', SHARED),
  overBase('folder replaced', 'train=5|6', SHARED),
  overBase('base repeated', 'train.lr=0.01|0.1', TRAIN, { REPEATS: '2', SEED_SYMBOL: 'seed' }),
  overJson('json of numbers', 'train.lr=0.01|1\ntrain.steps=0.5|7', TRAIN_JSON),
  overJson('json of booleans', 'train.amp=true|y|n\ntrain.name=5|y', TRAIN_JSON),
  overJson('json of nulls', 'train.nothing=1|x\ntrain.list=[2]', TRAIN_JSON),
  overJson('json with new keys', 'train.dpeth=1', TRAIN_JSON),
  overJson('json with conditional keys', 'a=1|2\ntrain.lr=0.5 if a=1', TRAIN_JSON),
  made('json over yaml', 'train.lr=1', { files: { base: TRAIN }, settings: { BASE: 'base' }, formats: ['json'] }),
];
