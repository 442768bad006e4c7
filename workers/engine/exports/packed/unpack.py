#!/usr/bin/env python3
"""Makes a raw disk of the packed data in this folder or zip. Its zeros are holes.

    python3 unpack.py TARGET               make the file TARGET
    python3 unpack.py TARGET --overwrite   replace the file TARGET, once the new one is whole
    python3 THE.zip TARGET                 the same from the zip as it is, with Python 3.13 for one above 4 GiB

Exit codes: 0 done; 1 TARGET is there already, and nothing was written; 2 reading or writing failed, or the packed data
is damaged, and no TARGET was made.

Needs Python 3.6 or newer and nothing else.
"""
import argparse
import hashlib
import json
import os
import shutil
import subprocess
import sys
import zipfile

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
SHOW_PROGRESS_FROM = 1 << 30
LOCAL_HEADER = 30


def count(value):
    """The value, where it can be a number of bytes."""
    if type(value) is not int or value < 0:
        raise ValueError
    return value


class Packed:
    """packed.json and packed.bin, beside this script or with it in the zip."""

    def __init__(self):
        if os.path.isdir(FOLDER):
            raw = self.open_folder()
        else:
            try:
                raw = self.open_zip()
            except (zipfile.BadZipFile, KeyError, NotImplementedError):
                raise Stop(2, "The zip is damaged. Download it again.")
        try:
            self.take(json.loads(raw.decode("utf-8")))
        except (ValueError, KeyError, TypeError):
            raise Stop(2, "packed.json is damaged.")

    def open_folder(self):
        self.bin = open(os.path.join(FOLDER, "packed.bin"), "rb", buffering=0)
        self.bin_start = 0
        self.bin_size = os.fstat(self.bin.fileno()).st_size
        with open(os.path.join(FOLDER, "packed.json"), "rb") as file:
            return file.read()

    def open_zip(self):
        with zipfile.ZipFile(FOLDER) as archive:
            raw = archive.read("packed.json")
            entry = archive.getinfo("packed.bin")
        if entry.compress_type != zipfile.ZIP_STORED:
            raise Stop(2, "The zip was packed anew with compression. Unpack it and run unpack.py.")
        self.bin = open(FOLDER, "rb", buffering=0)
        self.bin.seek(entry.header_offset)
        header = self.bin.read(LOCAL_HEADER)
        name_length = int.from_bytes(header[26:28], "little")
        extra_length = int.from_bytes(header[28:30], "little")
        self.bin_start = entry.header_offset + LOCAL_HEADER + name_length + extra_length
        self.bin_size = entry.file_size
        return raw

    def take(self, description):
        if description["format"] != "platter-packed-raw" or count(description["version"]) != 1:
            raise Stop(2, "packed.json is of a kind that this script does not know.")
        self.disk_size = count(description["diskSize"])
        self.size = count(description["packedSize"])
        self.unreadable = description["unreadable"]
        self.ranges = description["ranges"]
        end = 0
        for item in self.ranges:
            if not end <= count(item["offset"]) or not 0 < count(item["length"]) <= LARGEST_RANGE:
                raise ValueError
            end = item["offset"] + item["length"]
            if not count(item["packedOffset"]) <= self.size - item["length"]:
                raise ValueError
        if end > self.disk_size:
            raise ValueError
        if self.bin_size != self.size:
            raise Stop(2, "packed.bin is not whole: %d of %d bytes. Download the zip again." % (self.bin_size, self.size))

    def read(self, item, into):
        """The bytes of a range, compared with their checksum."""
        self.bin.seek(self.bin_start + item["packedOffset"])
        if not fill(self.bin, into) or sha256(into) != item["sha256"]:
            raise Stop(2, "packed.bin is damaged at byte %d. Download the zip again." % item["packedOffset"])


def fill(file, into):
    """Reads as many bytes as there is room for; False where the file ends before."""
    view = memoryview(into)
    done = 0
    while done < len(view):
        count = file.readinto(view[done:])
        if not count:
            return False
        done += count
    return True


def write_all(file, data):
    view = memoryview(data)
    done = 0
    while done < len(view):
        done += file.write(view[done:])


def mark_sparse(path):
    """Windows keeps holes only in files that are marked."""
    if os.name == "nt" and subprocess.call(["fsutil", "sparse", "setflag", path], stdout=subprocess.DEVNULL) != 0:
        say("The file could not be marked as sparse: it takes its whole size on the disk.")


def check_target(path, overwrite):
    if not os.path.lexists(path):
        return
    if not os.path.isfile(path):
        raise Stop(1, "%s is there already and is no file. Nothing was written." % path)
    if not overwrite:
        raise Stop(1, "%s is there already. Nothing was written; --overwrite replaces it." % path)


def check_room(path, size):
    free = shutil.disk_usage(os.path.dirname(os.path.abspath(path))).free
    if free < size:
        raise Stop(2, "There is not enough room: the data takes %d bytes, %d are free." % (size, free))


def lay_out(packed, path):
    """Writes each range to its place. What is between them is never written, so it stays a hole."""
    # Arrays, as Python compares views byte by byte.
    data = back = bytearray()
    tenth = 0
    with open(path, "r+b", buffering=0) as file:
        file.truncate(packed.disk_size)
        for item in packed.ranges:
            if len(data) != item["length"]:
                data = bytearray(item["length"])
                back = bytearray(item["length"])
            packed.read(item, data)
            file.seek(item["offset"])
            write_all(file, data)
            file.seek(item["offset"])
            if not fill(file, back) or back != data:
                raise Stop(2, "What was written at byte %d reads back differently." % item["offset"])
            done = item["packedOffset"] + item["length"]
            if packed.size >= SHOW_PROGRESS_FROM and done * 10 // packed.size > tenth:
                tenth = done * 10 // packed.size
                say("%d %%" % (tenth * 10))


def unpack(packed, path, overwrite):
    check_target(path, overwrite)
    check_room(path, packed.size)
    # Under another name until it is whole, so that nobody takes a part of the disk for all of it.
    part = path + ".platter-part"
    try:
        open(part, "wb").close()
        mark_sparse(part)
        lay_out(packed, part)
        check_target(path, overwrite)
        os.replace(part, path)
    except BaseException:
        if os.path.lexists(part):
            os.remove(part)
        raise


def say_done(packed, path):
    say("Done and verified: %s has %d bytes, %d of them data." % (path, packed.disk_size, packed.size))
    blocks = getattr(os.stat(path), "st_blocks", None)
    if blocks is not None and blocks * 512 >= packed.disk_size > 2 * packed.size:
        say("This file system keeps no holes: the file takes its whole size on the disk.")
    if packed.unreadable:
        lost = sum(item["length"] for item in packed.unreadable)
        say("%d bytes of it could not be read in the image and are zeros; packed.json says which." % lost)


def work():
    parser = argparse.ArgumentParser(description="Makes a raw disk of packed data; its zeros are holes.")
    parser.add_argument("target", metavar="TARGET")
    parser.add_argument("--overwrite", action="store_true", help="replace TARGET, once the new file is whole")
    arguments = parser.parse_args()
    packed = Packed()
    unpack(packed, arguments.target, arguments.overwrite)
    say_done(packed, arguments.target)


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
        say("Interrupted. No file was made; run this again.")
        return 2


if __name__ == "__main__":
    sys.exit(main())
