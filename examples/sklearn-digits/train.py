#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Trains a classifier on scikit-learn's bundled digits (1,797 images of 8 x 8 pixels): the Python example.

    python3 examples/sklearn-digits/train.py --config FILE --out DIR

FILE holds lines `CONFIG_X=value`; DIR gets training_metrics.json. Needs scikit-learn (requirements.txt).
"""
import argparse
import json
import os
import re
import sys
import time
from pathlib import Path

# One core a run: the sweep runs several at a time. Must be set before numpy is loaded.
for threads in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(threads, "1")

DEFAULTS = {
    "CONFIG_MODEL": "svm",
    "CONFIG_C": 1.0,  # how little the model is regularised
    "CONFIG_SCALE": True,  # bring each pixel to mean 0 and variance 1
    "CONFIG_SEED": 0,  # decides which images are tested
}
LINE = re.compile(r'([A-Za-z_]\w*)=("(?:[^"\\]|\\.)*"|[^\s"#]+)(?:\s+#.*)?')
NOT_SET = re.compile(r"# (\w+) is not set")


class ConfigError(Exception):
    """A mistake of whoever started the run: shown as one sentence, exit code 2."""


def read_config(path):
    """Reads the configuration file; a symbol it does not name keeps its default."""
    config = dict(DEFAULTS)
    for number, line in enumerate(Path(path).read_text(encoding="utf-8").splitlines(), 1):
        line = line.strip()
        absent = NOT_SET.fullmatch(line)
        if not line or (line.startswith("#") and not absent):
            continue
        found = absent or LINE.fullmatch(line)
        if not found:
            raise ConfigError(f"{path}:{number}: expected CONFIG_NAME=value, found: {line}")
        name, text = found[1], "n" if absent else found[2]
        if name not in DEFAULTS:
            raise ConfigError(f"{path}:{number}: unknown setting {name}; known are {', '.join(DEFAULTS)}")
        try:
            config[name] = convert(text, DEFAULTS[name])
        except ValueError as error:
            raise ConfigError(f"{path}:{number}: {name}={text}: {error}") from None
    return config


def convert(text, default):
    """Turns a value's text into the type of its default."""
    if text.startswith('"'):
        text = re.sub(r"\\(.)", r"\1", text[1:-1])
    if isinstance(default, bool):
        if text not in ("y", "n"):
            raise ValueError("expected y or n")
        return text == "y"
    return type(default)(text)


def build_model(config):
    """Makes the untrained classifier that the configuration names."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import StandardScaler
    from sklearn.svm import SVC

    if not 0 < config["CONFIG_C"] < float("inf"):
        raise ConfigError(f"CONFIG_C={config['CONFIG_C']}: expected a number above 0")
    models = {
        "logistic": lambda: LogisticRegression(C=config["CONFIG_C"], max_iter=2000),
        "svm": lambda: SVC(C=config["CONFIG_C"]),
    }
    if config["CONFIG_MODEL"] not in models:
        raise ConfigError(f"CONFIG_MODEL={config['CONFIG_MODEL']}: expected one of {', '.join(models)}")
    model = models[config["CONFIG_MODEL"]]()
    return make_pipeline(StandardScaler(), model) if config["CONFIG_SCALE"] else model


def train(config):
    """Trains on three quarters of the images and returns the metrics; accuracies in percent, times in seconds."""
    from sklearn.datasets import load_digits
    from sklearn.model_selection import train_test_split

    images, labels = load_digits(return_X_y=True)
    x_train, x_test, y_train, y_test = train_test_split(
        images, labels, test_size=0.25, stratify=labels, random_state=config["CONFIG_SEED"]
    )
    model = build_model(config)
    before = time.perf_counter()
    model.fit(x_train, y_train)
    fit_time = time.perf_counter() - before
    return {
        "test_acc": 100 * model.score(x_test, y_test),
        "train_acc": 100 * model.score(x_train, y_train),
        "fit_time": fit_time,
    }


def write_metrics(folder, metrics):
    """Writes beside the target and renames, so that nobody ever reads half a file."""
    target = Path(folder, "training_metrics.json")
    draft = target.with_name(f"{target.name}.tmp-{os.getpid()}")
    draft.write_text(json.dumps({name: round(value, 4) for name, value in metrics.items()}) + "\n")
    draft.replace(target)


def main():
    parser = argparse.ArgumentParser(description="Trains a classifier on scikit-learn's digits.")
    parser.add_argument("--config", required=True, help="file with lines CONFIG_X=value")
    parser.add_argument("--out", required=True, help="folder for training_metrics.json")
    args = parser.parse_args()
    try:
        metrics = train(read_config(args.config))
    except (ConfigError, OSError) as error:
        fail(error)
    except ImportError as error:
        fail(f"{error}; install it: pip install -r examples/sklearn-digits/requirements.txt")
    os.makedirs(args.out, exist_ok=True)
    write_metrics(args.out, metrics)
    print(", ".join(f"{name} {value:.2f}" for name, value in metrics.items()))


def fail(message):
    """Says what is wrong and ends with the exit code of a usage error."""
    print(f"train.py: {message}", file=sys.stderr)
    sys.exit(2)


if __name__ == "__main__":
    main()
