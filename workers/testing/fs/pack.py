"""pack.py IMAGE ROOT OUT.json.gz: an image and what its mount at ROOT shows, in one file: the runs that are not zero, and all entries.

With --content a copy of what went in stands at ROOT: of an entry its kind, size, content, and target alone. With --bare no entries are
kept. OUT is followed by commands."""
import base64, gzip, hashlib, json, os, stat, sys

content_only = "--content" in sys.argv
bare = "--bare" in sys.argv
image, root, out, *after = [each for each in sys.argv[1:] if each not in ("--content", "--bare")]
root = os.fsencode(root)
BLOCK = 4096
entries = []
for folder, folders, files in [] if bare else os.walk(root):
    for name in sorted(folders + files):
        path = os.path.join(folder, name)
        about = os.lstat(path)
        kind = about.st_mode
        entry = {
            "path": path[len(root) + 1 :].hex(),
            "kind": {stat.S_IFREG: "file", stat.S_IFDIR: "directory", stat.S_IFLNK: "symlink", stat.S_IFIFO: "fifo", stat.S_IFCHR: "character-device"}[stat.S_IFMT(kind)],
            "size": about.st_size,
            "mode": stat.S_IMODE(kind),
            "user": about.st_uid,
            "group": about.st_gid,
            "links": about.st_nlink,
            "node": about.st_ino,
            "modified": str(about.st_mtime_ns),
        }
        if stat.S_ISREG(kind):
            with open(path, "rb") as file:
                entry["sha256"] = hashlib.sha256(file.read()).hexdigest()
        if stat.S_ISLNK(kind):
            entry["target"] = os.readlink(path).hex()
        if stat.S_ISCHR(kind):
            entry["device"] = [os.major(about.st_rdev), os.minor(about.st_rdev)]
        try:
            listed = os.listxattr(path, follow_symlinks=False)
        except OSError:  # exFAT has none
            listed = []
        names = [name for name in listed if name.startswith("user.")]
        if names:
            entry["attributes"] = {name: os.getxattr(path, name, follow_symlinks=False).hex() for name in sorted(names)}
        if content_only:
            entry = {key: entry[key] for key in entry if key in ("path", "kind", "size", "sha256", "target")}
        entries.append(entry)
for command in after:
    # The image as it is once it was unmounted.
    os.system(command)
runs, at = [], 0
with open(image, "rb") as file:
    while block := file.read(BLOCK):
        if block.count(0) != len(block):
            if runs and runs[-1][0] + len(runs[-1][1]) == at:
                runs[-1][1].extend(block)
            else:
                runs.append([at, bytearray(block)])
        at += len(block)
packed = {"size": at, "runs": [[start, base64.b64encode(data).decode()] for start, data in runs], "entries": entries}
with open(out, "wb") as file:
    file.write(gzip.compress(json.dumps(packed).encode(), 9, mtime=0))
print(out, os.path.getsize(out), "bytes,", len(entries), "entries")
