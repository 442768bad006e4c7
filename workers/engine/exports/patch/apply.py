#!/usr/bin/env python3
"""Applies the patch in this folder to a disk image, in place, or takes it back.

    python3 apply.py IMAGE             apply the patch
    python3 apply.py IMAGE --dry-run   look only, and say whether the patch fits
    python3 apply.py IMAGE --undo      put the old bytes back

The image must not be in use: detach the disk, shut the virtual machine down.

Exit codes: 0 done, or nothing to do; 1 the image holds other bytes than the patch was made for, and nothing was
written; 2 reading or writing failed. An interrupted run is completed by running it again, or taken back with --undo.

Needs Python 3.6 or newer and nothing else.
"""
import argparse
import errno
import hashlib
import json
import os
import sys

FOLDER = os.path.dirname(os.path.abspath(__file__))


class Stop(Exception):
    """Ends the program with an exit code and a sentence."""

    def __init__(self, code, sentence):
        Exception.__init__(self, sentence)
        self.code = code
        self.sentence = sentence


def say(sentence):
    """Prints, whatever the terminal can show."""
    encoding = sys.stdout.encoding or "ascii"
    print(sentence.encode(encoding, "backslashreplace").decode(encoding))
    sys.stdout.flush()


def sha256(data):
    return hashlib.sha256(data).hexdigest()


# Bytes; the format allows no longer range.
LARGEST_RANGE = 4 * 1024 * 1024
SECTOR = 512
# Bytes; what msvcrt takes.
LONGEST_LOCK = 0x7FFFFFFF
OTHER_BYTES = "Nothing was written: this is not the image, or not the state of it, that the patch was made for."


def flush(file):
    """Returns once what was written is on stable storage."""
    file.flush()
    try:
        import fcntl

        # On macOS fsync leaves data in the drive's own cache.
        fcntl.fcntl(file.fileno(), fcntl.F_FULLFSYNC)
    except (ImportError, AttributeError, OSError):
        os.fsync(file.fileno())


def flush_folder(path):
    """Makes a new or removed name durable, where the system has a way to."""
    try:
        folder = os.open(os.path.dirname(os.path.abspath(path)), os.O_RDONLY)
    except OSError:
        return
    try:
        os.fsync(folder)
    except OSError:
        pass
    finally:
        os.close(folder)


def lock(file, path):
    """Refuses an image that another program has locked, and keeps others out until it is closed, as far as they ask."""
    try:
        import fcntl
    except ImportError:
        return lock_on_windows(file, path)
    # .NET asks for the one lock, QEMU for the other.
    asked = [lambda: fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)]
    if file.writable():
        asked.append(lambda: fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB))
    for ask in asked:
        try:
            ask()
        except OSError as error:
            # Anything else is a file system without locks.
            if error.errno in (errno.EACCES, errno.EAGAIN):
                raise in_use(path)


def lock_on_windows(file, path):
    import msvcrt

    try:
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, LONGEST_LOCK)
    except OSError:
        raise in_use(path)


def in_use(path):
    return Stop(2, "%s is being used by another program. Nothing was written." % path)


def padded(data, length):
    return data + bytes(length - len(data))


def count(value):
    """The value, where it can be a number of bytes."""
    if type(value) is not int or value < 0:
        raise ValueError
    return value


class Patch:
    """patch.json and patch.bin."""

    def __init__(self):
        with open(os.path.join(FOLDER, "patch.json"), "rb") as file:
            raw = file.read()
        self.bin = open(os.path.join(FOLDER, "patch.bin"), "rb")
        self.id = sha256(raw)[:16]
        try:
            self.take(json.loads(raw.decode("utf-8")))
        except (ValueError, KeyError, TypeError):
            raise Stop(2, "patch.json is damaged.")

    def take(self, description):
        if description["format"] != "platter-patch" or count(description["version"]) != 1:
            raise Stop(2, "patch.json is of a kind that this script does not know.")
        self.old_size = count(description["source"]["size"])
        self.new_size = count(description["result"]["size"])
        self.groups = description["groups"]
        # All ranges at one place, in the order in which they are written: the first stands for the old bytes, the
        # last for the new ones.
        self.places = {}
        for group in self.groups:
            count(group["size"])
            for item in group["ranges"]:
                if not count(item["oldLength"]) <= count(item["length"]) <= LARGEST_RANGE or not item["oldSha256"]:
                    raise ValueError
                if sha256(self.new_bytes(item)) != item["newSha256"]:
                    raise Stop(2, "patch.bin is damaged.")
                self.places.setdefault(count(item["offset"]), []).append(item)

    def new_bytes(self, item):
        if item["binOffset"] is None:
            return bytes(item["length"])
        self.bin.seek(count(item["binOffset"]))
        return self.bin.read(item["length"])


class Job:
    """One image and one patch. The methods are the operations."""

    def __init__(self, path, patch, dry_run):
        self.patch = patch
        self.dry_run = dry_run
        self.kept_path = "%s.%s.platter-undo" % (path, patch.id)
        self.image = open(path, "rb" if dry_run else "r+b")
        try:
            lock(self.image, path)
        except BaseException:
            self.image.close()
            raise
        # Where the old bytes of each place stand in the file that keeps them.
        self.kept_at = {}
        self.kept_size = 0
        for offset, place in patch.places.items():
            self.kept_at[offset] = self.kept_size
            self.kept_size += place[0]["oldLength"]

    def size(self):
        return self.image.seek(0, os.SEEK_END)

    def read(self, offset, length):
        """Shorter at the end of the image."""
        self.image.seek(offset)
        return self.image.read(length)

    def write(self, offset, data):
        if self.read(offset, len(data)) != data:
            self.image.seek(offset)
            self.image.write(data)

    def holds_old(self, place):
        first = place[0]
        return sha256(self.read(first["offset"], first["oldLength"])) == first["oldSha256"]

    def holds_new(self, place):
        last = place[-1]
        return sha256(self.read(last["offset"], last["length"])) == last["newSha256"]

    def holds_mixture(self, place):
        """Whether every byte is one that stood there before, between or after the writes."""
        first = place[0]
        length = first["length"]
        current = padded(self.read(first["offset"], length), length)
        versions = [padded(self.kept_bytes(place), length)]
        versions.extend(self.patch.new_bytes(item) for item in place)
        if current in versions:
            return True
        for start in range(0, length, SECTOR):
            end = start + SECTOR
            allowed = [version[start:end] for version in versions]
            found = current[start:end]
            if found not in allowed and any(byte not in column for byte, *column in zip(found, *allowed)):
                return False
        return True

    def kept_bytes(self, place):
        """The old bytes of a place as they were saved; too few where the file is not whole."""
        with open(self.kept_path, "rb") as file:
            file.seek(self.kept_at[place[0]["offset"]])
            return file.read(place[0]["oldLength"])

    def kept_is_whole(self):
        places = self.patch.places.values()
        try:
            with open(self.kept_path, "rb") as file:
                for place in places:
                    if sha256(file.read(place[0]["oldLength"])) != place[0]["oldSha256"]:
                        return False
                return file.tell() == self.kept_size and file.read(1) == b""
        except OSError:
            return False

    def examine(self):
        patch = self.patch
        size = self.size()
        places = patch.places.values()
        if size == patch.new_size and all(self.holds_new(place) for place in places):
            return "new"
        if size == patch.old_size and all(self.holds_old(place) for place in places):
            return "old"
        if patch.old_size <= size <= patch.new_size and self.kept_is_whole():
            if all(self.holds_mixture(place) for place in places):
                return "begun"
        return "other"

    def say_difference(self):
        size = self.size()
        if size != self.patch.old_size:
            say("The image is %d bytes long; the patch was made for %d." % (size, self.patch.old_size))
        for place in self.patch.places.values():
            if not self.holds_old(place):
                first = place[0]
                say("The %d bytes at byte %d differ." % (first["oldLength"], first["offset"]))
                break

    def keep_old_bytes(self):
        if self.kept_is_whole():
            return
        try:
            with open(self.kept_path, "wb") as file:
                for place in self.patch.places.values():
                    file.write(self.read(place[0]["offset"], place[0]["oldLength"]))
                flush(file)
            flush_folder(self.kept_path)
        except OSError:
            self.forget_old_bytes()
            raise
        if not self.kept_is_whole():
            raise Stop(2, "The saved old bytes read back differently. The image was not written.")

    def forget_old_bytes(self):
        try:
            os.remove(self.kept_path)
        except FileNotFoundError:
            return
        flush_folder(self.kept_path)

    def grow(self, index):
        size = self.patch.groups[index]["size"]
        if self.size() < size:
            self.image.truncate(size)

    def cut(self, index):
        size = self.patch.groups[index - 1]["size"] if index > 0 else self.patch.old_size
        if self.size() > size:
            self.image.truncate(size)

    def write_new(self, index):
        for item in self.patch.groups[index]["ranges"]:
            self.write(item["offset"], self.patch.new_bytes(item))

    def write_old(self, index):
        for item in self.patch.groups[index]["ranges"]:
            place = self.patch.places[item["offset"]]
            before = None
            for other in place:
                if other is item:
                    break
                before = other
            self.write(item["offset"], self.kept_bytes(place) if before is None else self.patch.new_bytes(before))

    def flush(self, index):
        flush(self.image)

    def holds_all(self, state):
        places = self.patch.places.values()
        if state == "new":
            return self.size() == self.patch.new_size and all(self.holds_new(place) for place in places)
        return self.size() == self.patch.old_size and all(self.holds_old(place) for place in places)



def apply(job):
    # The order decides whether an interrupted run can be completed; apply.ps1 has the same one.
    # The old bytes are on stable storage before the first new byte is written. Every group is flushed before the
    # next one, so that the headers name the new state only once all of it is there. Whatever interrupts this, a
    # second run completes it and --undo takes it back.
    state = job.examine()
    if state == "new":
        raise Stop(0, "Already applied: every range holds the new bytes.")
    if state == "other":
        job.say_difference()
        raise Stop(1, OTHER_BYTES)
    if job.dry_run:
        raise Stop(0, "The patch fits. Dry run: nothing was written.")
    job.keep_old_bytes()
    for index in range(len(job.patch.groups)):
        job.grow(index)
        job.write_new(index)
        job.flush(index)
    if not job.holds_all("new"):
        raise Stop(2, "What was written reads back differently. Run this again, or with --undo.")
    say("Applied and verified. The old bytes are kept beside the image for --undo.")


def undo(job):
    # The groups are taken back in the opposite order, so that the image passes through the same states as when the
    # patch was applied. Whatever interrupts this, a second run completes it.
    state = job.examine()
    if state == "old":
        raise Stop(0, "Nothing to undo: every range holds the old bytes.")
    if state == "other":
        job.say_difference()
        raise Stop(1, OTHER_BYTES)
    if not job.kept_is_whole():
        raise Stop(2, "The old bytes are not beside the image, or are damaged, so nothing can be undone.")
    for index in reversed(range(len(job.patch.groups))):
        job.write_old(index)
        job.cut(index)
        job.flush(index)
    if not job.holds_all("old"):
        raise Stop(2, "What was written reads back differently. Run --undo again.")
    job.forget_old_bytes()
    say("Undone and verified: the image is as it was.")


def work():
    parser = argparse.ArgumentParser(description="Applies the patch in this folder to a disk image.")
    parser.add_argument("image", metavar="IMAGE")
    mode = parser.add_mutually_exclusive_group()
    mode.add_argument("--dry-run", action="store_true", help="look only, and say whether the patch fits")
    mode.add_argument("--undo", action="store_true", help="put the old bytes back")
    arguments = parser.parse_args()
    job = Job(arguments.image, Patch(), arguments.dry_run)
    with job.image:
        if arguments.undo:
            undo(job)
        else:
            apply(job)


def main():
    try:
        work()
        return 0
    except Stop as stop:
        say(stop.sentence)
        return stop.code
    except OSError as error:
        say("Reading or writing failed: %s" % error)
        return 2
    except KeyboardInterrupt:
        say("Interrupted. Run this again to complete it, or with --undo to take it back.")
        return 2


if __name__ == "__main__":
    sys.exit(main())
