"""Plays the list of runs that play.ps1 plays, with the Python scripts, in one process. See play.ts."""
import builtins
import contextlib
import io
import json
import os
import runpy
import shutil
import signal
import sys
import time

from look import look

real_open, real_fsync = builtins.open, os.fsync


def kind(path):
    return "undo" if path.endswith(".platter-undo") else "image"


class Trace(list):
    """The steps of a run. Kills the process at step `kill_at`, which is left half done; 0 for none."""

    def __init__(self, kill_at):
        super().__init__()
        self.kill_at = kill_at

    def step(self, text, half_done=lambda: None):
        self.append(text)
        if len(self) == self.kill_at:
            half_done()
            os.kill(os.getpid(), signal.SIGKILL)


class Watched:
    """A file that writes down each step that touches the disk."""

    def __init__(self, file, trace):
        self.file, self.trace, self.kind = file, trace, kind(file.name)

    def __getattr__(self, name):
        return getattr(self.file, name)

    def __enter__(self):
        return self

    def __exit__(self, *rest):
        self.file.close()

    def write(self, data):
        def half():
            self.file.write(data[: len(data) // 2])
            self.file.flush()

        self.trace.step("write %s %d %d" % (self.kind, self.file.tell(), len(data)), half)
        return self.file.write(data)

    def truncate(self, size):
        # What was written before it is on its way already.
        self.trace.step("size %s %d" % (self.kind, size), self.file.flush)
        return self.file.truncate(size)


class Said(io.StringIO):
    encoding = "utf-8"


def run(step):
    trace = Trace(step.get("kill_at", 0))

    def watched_open(name, mode="r", *rest, **more):
        file = real_open(name, mode, *rest, **more)
        return Watched(file, trace) if "w" in mode or "+" in mode else file

    def watched_fsync(number):
        path = os.readlink("/proc/self/fd/%d" % number)
        if not os.path.isdir(path):
            trace.step("flush %s" % kind(path))
        real_fsync(number)

    sys.argv = [step["script"]] + step["args"]
    said = Said()
    status = "threw"
    started = time.monotonic()
    builtins.open, os.fsync = watched_open, watched_fsync
    try:
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
            runpy.run_path(step["script"], run_name="__main__")
    except SystemExit as ended:
        status = ended.code
    except Exception as error:
        said.write(str(error))
    finally:
        builtins.open, os.fsync = real_open, real_fsync
    ms = int((time.monotonic() - started) * 1000)
    return {"status": status, "said": said.getvalue().rstrip("\n"), "trace": trace, "ms": ms}


def copy_folder(source, target):
    os.makedirs(target, exist_ok=True)
    for entry in os.scandir(source):
        if entry.is_file():
            shutil.copyfile(entry.path, os.path.join(target, entry.name))


def main():
    task_path, result_path = sys.argv[1:]
    with open(task_path, encoding="utf-8") as file:
        task = json.load(file)
    results = []
    for step in task:
        if step["do"] == "run":
            results.append(run(step))
        elif step["do"] == "copy":
            copy_folder(step["from"], step["to"])
        elif step["do"] == "look":
            results.append({"look": look(step["folder"])})
    with open(result_path, "w", encoding="utf-8") as file:
        json.dump(results, file)


main()
