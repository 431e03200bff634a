// SPDX-License-Identifier: MIT
// Names of pycls' own configuration (core/config.py) with the kinds of their values, which yacs holds to strictly. A name that is nearly
// one of them is a slip; others are a fork's own.

/** What a value is: text, whole number, float, boolean, list. */
type Letter = 't' | 'i' | 'f' | 'b' | 'l';
export type PyclsKind = 'text' | 'int' | 'float' | 'boolean' | 'list';

const KINDS: Readonly<Record<Letter, PyclsKind>> = { t: 'text', i: 'int', f: 'float', b: 'boolean', l: 'list' };

const GROUPS: Readonly<Record<string, string>> = {
  '': 'DESC:t VERBOSE:b NUM_GPUS:i MAX_GPUS_PER_NODE:i OUT_DIR:t CFG_DEST:t RNG_SEED:i LOG_DEST:t LOG_PERIOD:i DIST_BACKEND:t HOST:t PORT_RANGE:l DOWNLOAD_CACHE:t',
  MODEL:
    'TYPE:t DEPTH:i NUM_CLASSES:i LOSS_FUN:t ACTIVATION_FUN:t ACTIVATION_INPLACE:b SCALING_TYPE:t SCALING_FACTOR:f',
  RESNET: 'TRANS_FUN:t NUM_GROUPS:i WIDTH_PER_GROUP:i STRIDE_1X1:b',
  ANYNET: 'STEM_TYPE:t STEM_W:i BLOCK_TYPE:t DEPTHS:l WIDTHS:l STRIDES:l BOT_MULS:l GROUP_WS:l HEAD_W:i SE_ON:b SE_R:f',
  REGNET:
    'STEM_TYPE:t STEM_W:i BLOCK_TYPE:t STRIDE:i SE_ON:b SE_R:f DEPTH:i W0:i WA:f WM:f GROUP_W:i BOT_MUL:f HEAD_W:i',
  EN: 'STEM_W:i DEPTHS:l WIDTHS:l EXP_RATIOS:l SE_R:f STRIDES:l KERNELS:l HEAD_W:i DC_RATIO:f DROPOUT_RATIO:f',
  VIT: 'PATCH_SIZE:i STEM_TYPE:t C_STEM_KERNELS:l C_STEM_STRIDES:l C_STEM_DIMS:l NUM_LAYERS:i NUM_HEADS:i HIDDEN_DIM:i MLP_DIM:i CLASSIFIER_TYPE:t',
  BN: 'EPS:f MOM:f USE_PRECISE_STATS:b NUM_SAMPLES_PRECISE:i ZERO_INIT_FINAL_GAMMA:b USE_CUSTOM_WEIGHT_DECAY:b CUSTOM_WEIGHT_DECAY:f',
  LN: 'EPS:f USE_CUSTOM_WEIGHT_DECAY:b CUSTOM_WEIGHT_DECAY:f',
  OPTIM:
    'OPTIMIZER:t BASE_LR:f MIN_LR:f LR_POLICY:t STEPS:l LR_MULT:f MAX_EPOCH:i MOMENTUM:f DAMPENING:f NESTEROV:b BETA1:f BETA2:f WEIGHT_DECAY:f BIAS_USE_CUSTOM_WEIGHT_DECAY:b BIAS_CUSTOM_WEIGHT_DECAY:f WARMUP_FACTOR:f WARMUP_EPOCHS:i EMA_ALPHA:f EMA_UPDATE_PERIOD:i MTA:b',
  TRAIN:
    'DATASET:t SPLIT:t BATCH_SIZE:i IM_SIZE:i AUTO_RESUME:b WEIGHTS:t MIXED_PRECISION:b LABEL_SMOOTHING:f MIXUP_ALPHA:f CUTMIX_ALPHA:f PCA_STD:f AUGMENT:t',
  TEST: 'DATASET:t SPLIT:t BATCH_SIZE:i IM_SIZE:i WEIGHTS:t',
  DATA_LOADER: 'NUM_WORKERS:i PIN_MEMORY:b MODE:t',
  CUDNN: 'BENCHMARK:b',
  PREC_TIME: 'WARMUP_ITER:i NUM_ITER:i',
  LAUNCH:
    'MODE:t MAX_RETRY:i NAME:t COMMENT:t CPUS_PER_GPU:i MEM_PER_GPU:i PARTITION:t GPU_TYPE:t TIME_LIMIT:i EMAIL:t',
  FSDP: 'ENABLED:b LAYER_NORM_FP32:b RESHARD_AFTER_FW:b',
};

/** Every name of pycls' configuration, with its dots, and its kind. */
export const PYCLS_KEYS: ReadonlyMap<string, PyclsKind> = new Map(
  Object.entries(GROUPS).flatMap(([group, names]) =>
    names.split(' ').map((written) => {
      const [name = '', letter = 't'] = written.split(':');
      return [group === '' ? name : `${group}.${name}`, KINDS[letter as Letter]] as const; // letters of the table above
    }),
  ),
);

/** What regnet's parameters are where nothing is said. */
export const REGNET_DEFAULTS = { DEPTH: '10', W0: '32', WA: '5.0', WM: '2.5' } as const;
export type RegnetName = keyof typeof REGNET_DEFAULTS;
