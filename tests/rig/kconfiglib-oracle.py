# SPDX-License-Identifier: MIT
# Completes .config files with Kconfiglib. Reads one JSON value a line: {"folder": ..., "configs": [...]}; writes one a
# line: {"outputs": [...]} or {"error": ...}.
import json
import os
import sys
import tempfile

import kconfiglib


def complete(folder, configs):
    os.chdir(folder)
    os.environ["srctree"] = "."
    kconf = kconfiglib.Kconfig("Kconfig", warn=False)
    header = "#\n# Automatically generated file; DO NOT EDIT.\n# %s\n#\n" % kconf.mainmenu_text
    outputs = []
    with tempfile.TemporaryDirectory() as scratch:
        path = os.path.join(scratch, ".config")
        out = os.path.join(scratch, "out")
        minimal = os.path.join(scratch, "minimal")
        for config in configs:
            with open(path, "w", encoding="utf-8") as f:
                f.write(config)
            kconf.unset_values()  # or a choice keeps the member of the load before
            kconf.load_config(path)
            kconf.write_config(out, header=header, save_old=False)
            kconf.write_min_config(minimal, header="")
            with open(out, encoding="utf-8") as f, open(minimal, encoding="utf-8") as g:
                outputs.append({"config": f.read(), "minimal": g.read()})
    return outputs


for line in sys.stdin:
    call = json.loads(line)
    try:
        answer = {"outputs": complete(call["folder"], call["configs"])}
    except Exception as error:  # what a tree may do to a library is unknown; it is told, not hidden
        answer = {"error": "%s: %s" % (type(error).__name__, error)}
    print(json.dumps(answer), flush=True)
