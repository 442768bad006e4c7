"""Runs a patch's apply.py many times in one process and ends it, or fails it, at a chosen step.

Reads scenarios as JSON from standard input and prints the result of each run. A step is anything that touches the disk: a
write (which is left half done), a truncate, an fsync, a removal. What was written before stays, as after a kill.
"""
import builtins
import contextlib
import errno
import hashlib
import io
import json
import os
import runpy
import shutil
import sys

real_open, real_fsync, real_remove = builtins.open, os.fsync, os.remove


class Killed(BaseException):
    """Not an Exception, so that no handler of the script sees it."""


class Steps:
    def __init__(self, mode, at):
        self.mode, self.at, self.count = mode, at, 0

    def pass_(self, half_done=lambda: None):
        self.count += 1
        if self.mode == "count" or self.count != self.at:
            return
        half_done()
        raise Killed() if self.mode == "kill" else OSError(errno.ENOSPC, "No space left on device")


class Watched:
    def __init__(self, file, steps):
        self.file, self.steps = file, steps

    def __getattr__(self, name):
        return getattr(self.file, name)

    def __enter__(self):
        return self

    def __exit__(self, *rest):
        self.file.close()

    def put(self, data):
        result = self.file.write(data)
        self.file.flush()
        return result

    def write(self, data):
        self.steps.pass_(lambda: self.put(data[: len(data) // 2]))
        return self.put(data)

    def truncate(self, size):
        self.steps.pass_()
        return self.file.truncate(size)


def run(script, image, mode, at, args):
    steps = Steps(mode, at)

    def watched_open(name, kind="r", *rest, **more):
        if mode == "deny" and "+" in kind:
            raise PermissionError(errno.EACCES, "Permission denied", name)
        file = real_open(name, kind, *rest, **more)
        return Watched(file, steps) if "w" in kind or "+" in kind else file

    def watched_fsync(number):
        steps.pass_()
        real_fsync(number)

    def watched_remove(name):
        steps.pass_()
        real_remove(name)

    builtins.open, os.fsync, os.remove = watched_open, watched_fsync, watched_remove
    sys.argv = [script, image, *args]
    said = io.StringIO()
    status = None
    try:
        with contextlib.redirect_stdout(said):
            runpy.run_path(script, run_name="__main__")
    except SystemExit as ended:
        status = ended.code
    except Killed:
        status = "killed"
    finally:
        builtins.open, os.fsync, os.remove = real_open, real_fsync, real_remove
    with open(image, "rb") as file:
        digest = hashlib.sha256(file.read()).hexdigest()
    return {"status": status, "steps": steps.count, "said": said.getvalue(), "sha256": digest}


def main():
    task = json.load(sys.stdin)
    results = []
    for number, runs in enumerate(task["scenarios"]):
        folder = os.path.join(task["folder"], "scenario-%d" % number)
        os.mkdir(folder)
        image = os.path.join(folder, "disk.vhdx")
        shutil.copyfile(task["original"], image)
        results.append([run(task["script"], image, each["mode"], each["at"], each["args"]) for each in runs])
        shutil.rmtree(folder)
    json.dump(results, sys.stdout)


main()
