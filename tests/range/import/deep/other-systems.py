# SPDX-License-Identifier: MIT
"""What other systems make of their definitions: JSON on standard input, a list of {system, ...}; a list of answers on standard output.

wandb: a restatement of its grid search. hydra: Hydra's own parser of overrides, and the product of its basic sweeper.
prot: OmegaConf, and a restatement of proT's sweeper.
"""
import itertools
import json
import sys

import yaml


def wandb_values(parameter):
    """The values that a grid lists, by kind and value: 1 and 1.0 are one."""
    if "value" in parameter:
        return [parameter["value"]]
    if "values" in parameter:
        listed = parameter["values"]
    elif parameter.get("distribution") == "q_uniform":
        low, high, step = (round(parameter[key] * 1000) for key in ("min", "max", "q"))
        listed = [number / 1000 for number in range(low, high, step)]
    else:
        listed = list(range(parameter["min"], parameter["max"] + 1))
    seen, kept = set(), []
    for value in listed:
        whole = int(value) if isinstance(value, float) and value.is_integer() else value
        key = yaml.dump(whole, default_flow_style=True, sort_keys=True)
        if key not in seen:
            seen.add(key)
            kept.append(value)
    return kept


def wandb_flat(parameters, folder=""):
    for name in sorted(parameters):
        inner = parameters[name]
        if "parameters" in inner:
            yield from wandb_flat(inner["parameters"], f"{folder}{name}.")
        else:
            yield f"{folder}{name}", wandb_values(inner)


def wandb(definition):
    axes = list(wandb_flat(yaml.safe_load(definition["text"])["parameters"]))
    names = [name for name, _ in axes]
    return [dict(zip(names, row)) for row in itertools.product(*(values for _, values in axes))]


def hydra(definition):
    from hydra.core.override_parser.overrides_parser import OverridesParser

    parser = OverridesParser.create()
    axes = {}
    for text in definition["overrides"]:
        override = parser.parse_override(text)
        if override.is_sweep_override():
            values = [type(override)._convert_value(value) for value in override.sweep_iterator()]
        else:
            values = [override.value()]
        axes[override.get_key_element()] = values
    return [dict(zip(axes, row)) for row in itertools.product(*axes.values())]


def hydra_reads(definition):
    """Whether Hydra takes an override at all."""
    from hydra.core.override_parser.overrides_parser import OverridesParser

    parser = OverridesParser.create()
    answers = []
    for text in definition["overrides"]:
        try:
            override = parser.parse_override(text)
            if override.is_sweep_override():
                list(override.sweep_iterator())
            answers.append({})
        except Exception as error:  # whatever it says, it does not take it
            answers.append({"error": str(error)})
    return answers


def prot(definition):
    from omegaconf import OmegaConf

    base = OmegaConf.create(definition["base"])
    sweep = OmegaConf.to_container(OmegaConf.create(definition["sweep"]))
    resolved = OmegaConf.to_container(base, resolve=True)

    def lists(node, path):
        for key, value in node.items():
            if isinstance(value, dict):
                yield from lists(value, path + [key])
            else:
                yield path + [key], value

    axes = list(lists(sweep, []))

    def applied(changes):
        config = json.loads(json.dumps(resolved))
        for path, value in changes:
            node = config
            for key in path[:-1]:
                node = node[key]
            node[path[-1]] = value
        return config

    if definition["mode"] == "independent":
        rows = [[(path, value)] for path, values in axes for value in values]
        names = [f"runs/sweeps/sweep_{path[-1]}/sweep_{path[-1]}_{value}" for path, values in axes for value in values]
    else:
        rows = [list(zip([path for path, _ in axes], row)) for row in itertools.product(*(values for _, values in axes))]
        names = [
            "runs/combinations/combo_" + "_".join(f"{path[-1]}_{value}" for path, value in row) for row in rows
        ]
    return [{"config": applied(row), "name": name} for row, name in zip(rows, names)]


SYSTEMS = {"wandb": wandb, "hydra": hydra, "hydra reads": hydra_reads, "prot": prot}
print(json.dumps([SYSTEMS[one["system"]](one) for one in json.load(sys.stdin)]))
