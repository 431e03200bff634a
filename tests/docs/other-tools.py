# SPDX-License-Identifier: MIT
# What other tools would run, worked out from their own files: a list of configurations for a grid, or the law of each
# parameter where they draw. Optuna's and Ray's Python runs against a stand-in that notes what it is asked for; what Hydra
# and DVC mean is asked of Hydra's own parser, GNU parallel of itself.
import itertools, json, shlex, subprocess, sys
from types import SimpleNamespace
import yaml


def product(axes):
    names = list(axes)
    return [dict(zip(names, row)) for row in itertools.product(*(axes[n] for n in names))]


def law(name, low, high, q=None, round=None):
    return {'law': name, 'low': float(low), 'high': float(high), 'q': None if q is None else float(q), 'round': round}


def choice(values, weights=None):
    total = sum(weights) if weights else 1
    return {'law': 'choice', 'values': list(values), 'weights': [w / total for w in weights] if weights else None}


def wandb(text):
    sweep = yaml.safe_load(text)
    specs = {}

    def gather(parameters, prefix):
        for name, spec in parameters.items():
            if 'parameters' in spec: gather(spec['parameters'], prefix + name + '.')
            else: specs[prefix + name] = spec
    gather(sweep['parameters'], '')
    if sweep['method'] == 'grid':
        return {'grid': product({n: [s['value']] if 'value' in s else s['values'] for n, s in specs.items()})}

    def drawn(s):
        if 'values' in s: return choice(s['values'], s.get('probabilities'))
        whole = isinstance(s.get('min'), int) and isinstance(s.get('max'), int)
        match s.get('distribution', 'int_uniform' if whole else 'uniform'):
            case 'log_uniform_values': return law('loguniform', s['min'], s['max'])
            case 'int_uniform': return law('int', s['min'], s['max'])
            case 'uniform': return law('uniform', s['min'], s['max'])
            case 'q_uniform': return law('uniform', s['min'], s['max'], s['q'], 'nearest')
            case 'normal': return law('gauss', s['mu'], s['sigma'])
    return {'laws': {n: drawn(s) for n, s in specs.items()}, 'samples': sweep['run_cap']}


def hydra_words(words):
    from hydra.core.override_parser.overrides_parser import OverridesParser
    from hydra.core.override_parser.types import Override
    axes = {}
    for o in OverridesParser.create().parse_overrides(words):
        values = o.sweep_iterator() if o.is_sweep_override() else [o.value()]
        axes[o.get_key_element().lstrip('+')] = [yaml.safe_load(Override._get_value_element_as_str(v)) if not isinstance(v, (int, float, bool, list, dict, type(None), str)) else v for v in values]
    return {'grid': product(axes)}


def hydra(text):
    words = shlex.split(text)
    return hydra_words(words[words.index('-m') + 1:])


def dvc(text):
    words = shlex.split(text)
    return hydra_words([words[i + 1] for i, w in enumerate(words) if w == '-S'])


class Trial:
    """Answers with the values of `fixed`; notes what it is asked for."""

    def __init__(self, fixed):
        self.fixed, self.laws = fixed, {}

    def suggest_categorical(self, name, values):
        self.laws[name] = choice(values)
        return self.fixed.get(name, values[0])

    def suggest_float(self, name, low, high, step=None, log=False):
        if step is not None:
            self.laws[name] = choice([round(low + i * step, 10) for i in range(int(round((high - low) / step)) + 1)])
        else:
            self.laws[name] = law('loguniform' if log else 'uniform', low, high)
        return low

    def suggest_int(self, name, low, high, log=False):
        self.laws[name] = law('logint' if log else 'int', low, high)
        return low


def optuna(text):
    scope = {}
    exec(text, scope)
    first = Trial({})
    scope['objective'](first)
    texts = {n: s['values'] for n, s in first.laws.items() if s['law'] == 'choice' and isinstance(s['values'][0], str)}
    laws, asked = {}, []
    for combination in product(texts):
        trial = Trial(combination)
        scope['objective'](trial)
        laws.update(trial.laws)
        asked.append([combination, sorted(trial.laws)])
    return {'laws': laws, 'asked': asked}


def ray(text):
    seen = {}
    tune = SimpleNamespace(
        loguniform=lambda low, high: law('loguniform', low, high),
        uniform=lambda low, high: law('uniform', low, high),
        quniform=lambda low, high, q: law('uniform', low, high, q, 'nearest'),
        randint=lambda low, high: law('int', low, high - 1),
        choice=choice,
        grid_search=lambda values: {'grid': values},
        TuneConfig=lambda num_samples: num_samples,
        Tuner=lambda train, param_space, tune_config: seen.update(space=param_space, samples=tune_config))
    exec(text, {'tune': tune, 'train': None})
    flat = {}

    def gather(space, prefix):
        for name, spec in space.items():
            if 'law' in spec or 'grid' in spec: flat[prefix + name] = spec
            else: gather(spec, prefix + name + '.')
    gather(seen['space'], '')
    grid = {n: s['grid'] for n, s in flat.items() if 'grid' in s}
    return {'laws': {n: s for n, s in flat.items() if 'law' in s}, 'cells': product(grid), 'samples': seen['samples']}


def nni(text):
    def drawn(kind, v):
        match kind:
            case 'choice': return choice(v)
            case 'randint': return law('int', v[0], v[1] - 1)
            case 'quniform': return law('uniform', v[0], v[1], v[2], 'nearest')
            case 'normal': return law('gauss', v[0], v[1])
            case _: return law(kind, v[0], v[1])
    return {'laws': {n: drawn(s['_type'], s['_value']) for n, s in yaml.safe_load(text).items()}}


def parallel(text):
    command = shlex.split(text)
    lines = subprocess.run([command[0], '--dry-run', '-j1', '-k', *command[1:]], capture_output=True, text=True, check=True).stdout
    rows = [[w[2:].split('=') for w in shlex.split(line) if w.startswith('--')] for line in lines.strip().split('\n')]
    return {'grid': [{name: yaml.safe_load(value) for name, value in row} for row in rows]}


def flat(value, prefix=''):
    if not isinstance(value, dict): return {prefix: value}
    return {k: v for name, inner in value.items() for k, v in flat(inner, f'{prefix}.{name}' if prefix else name).items()}


READ = {f.__name__: f for f in (wandb, hydra, dvc, optuna, ray, nni, parallel)}
out = []
for case in json.load(sys.stdin):
    out.append({'theirs': READ[case['tool']](case['text']), 'files': [flat(yaml.safe_load(f)) for f in case['files']]})
print(json.dumps(out))
