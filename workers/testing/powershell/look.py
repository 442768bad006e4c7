"""Prints "NAME SIZE DIGEST" of each file of a folder as JSON, but for links. The digest of a large file leaves out what is zeros."""
import hashlib
import json
import os
import sys

SMALL = 64 << 20
PIECE = 64 << 10
ZEROS = bytes(PIECE)


def runs(number, size):
    """The runs of a file that are no holes, in whole pieces."""
    at = 0
    while at < size:
        try:
            start = os.lseek(number, at, os.SEEK_DATA)
        except OSError:
            return
        end = os.lseek(number, start, os.SEEK_HOLE)
        yield max(at, start // PIECE * PIECE), end
        at = -(-end // PIECE) * PIECE


def digest(path, size):
    hasher = hashlib.sha256()
    with open(path, "rb") as file:
        if size <= SMALL:
            hasher.update(file.read())
            return hasher.hexdigest()
        for start, end in runs(file.fileno(), size):
            for at in range(start, end, PIECE):
                file.seek(at)
                data = file.read(PIECE)
                if data != ZEROS[: len(data)]:
                    hasher.update(b"%d:" % at)
                    hasher.update(data)
    return hasher.hexdigest()


def look(folder):
    found = []
    for entry in os.scandir(folder):
        if entry.is_file(follow_symlinks=False):
            size = os.stat(entry.path).st_size
            found.append("%s %d %s" % (entry.name, size, digest(entry.path, size)))
    # As .NET compares: by units of UTF-16.
    return sorted(found, key=lambda text: text.encode("utf-16-be"))


if __name__ == "__main__":
    print(json.dumps(look(sys.argv[1])))
