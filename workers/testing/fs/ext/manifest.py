"""manifest.py ROOT OUT.json: every entry below a mount, with what the kernel says of it"""
import hashlib
import json
import os
import stat
import sys

root = os.fsencode(sys.argv[1])
entries = []
for folder, folders, files in os.walk(root):
    for name in folders + files:
        path = os.path.join(folder, name)
        about = os.lstat(path)
        mode = about.st_mode
        entry = {
            "path": path[len(root) + 1 :].decode("utf-8", "surrogateescape"),
            "t": "l" if stat.S_ISLNK(mode) else "d" if stat.S_ISDIR(mode) else "f" if stat.S_ISREG(mode) else "s",
            "size": about.st_size,
            "mode": oct(mode),
            "uid": about.st_uid,
            "gid": about.st_gid,
            "mtime": str(about.st_mtime_ns),
            "ino": about.st_ino,
            "nlink": about.st_nlink,
        }
        if entry["t"] == "l":
            entry["target"] = os.readlink(path).decode("utf-8", "surrogateescape")
        if entry["t"] == "f":
            with open(path, "rb") as f:
                entry["sha"] = hashlib.sha256(f.read()).hexdigest()
        if entry["t"] == "s" and not stat.S_ISFIFO(mode):
            entry["device"] = [os.major(about.st_rdev), os.minor(about.st_rdev)]
        names = os.listxattr(path, follow_symlinks=False)
        if names:
            entry["xattrs"] = {n: os.getxattr(path, n, follow_symlinks=False).hex() for n in names}
        entries.append(entry)
json.dump(entries, open(sys.argv[2], "w"))
print(len(entries), "entries")
