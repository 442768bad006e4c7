#!/usr/bin/env python3
"""make.py FOLDER: makes the images of this folder and their manifests. Needs root, fuse, ntfs-3g, wimtools, attr.

The files are written by ntfs-3g through a mount; the manifest has what was written and what the mount shows. What WOF packs is packed by
wimlib: ntfs-3g and the kernel can't write it, and the chunks of WOF are those of WIM files.
"""
import gzip, hashlib, json, os, random, stat, struct, subprocess, sys, tempfile

OUT = os.path.abspath(sys.argv[1])
HERE = os.path.dirname(os.path.abspath(__file__))
rnd = random.Random(5)


def run(*command):
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def text(size, seed):
    words = random.Random(seed)
    lines = b""
    while len(lines) < size:
        lines += b"%d %s\n" % (words.randrange(40), b" ".join(words.choice([b"alpha", b"beta", b"gamma", b"delta"]) for _ in range(6)))
    return lines[:size]


def wim_resource(data, method, chunk):
    """The chunk table and the chunks of one file of a WIM."""
    with tempfile.TemporaryDirectory() as folder:
        os.mkdir(folder + "/in")
        with open(folder + "/in/file", "wb") as file:
            file.write(data)
        run("wimlib-imagex", "capture", folder + "/in", folder + "/out.wim", "--compress=%s:50" % method, "--chunk-size=%d" % chunk, "--no-acls")
        with open(folder + "/out.wim", "rb") as file:
            wim = file.read()
    table_size = int.from_bytes(wim[48:55], "little")
    table_at = struct.unpack_from("<Q", wim, 56)[0]
    wanted = hashlib.sha1(data).digest()
    for at in range(table_at, table_at + table_size, 50):
        if wim[at + 30 : at + 50] == wanted:
            size, flags = int.from_bytes(wim[at : at + 7], "little"), wim[at + 7]
            start = struct.unpack_from("<Q", wim, at + 8)[0]
            assert flags & 4, "not compressed"
            return wim[start : start + size]
    raise KeyError("no resource")


def reparse(path, tag, data):
    os.setxattr(path, "system.ntfs_reparse_data", struct.pack("<IHH", tag, len(data), 0) + data, follow_symlinks=False)


def link_data(target, shown, extra=b""):
    to, name = target.encode("utf-16le"), shown.encode("utf-16le")
    return struct.pack("<HHHH", 0, len(to), len(to) + 2, len(name)) + extra + to + b"\0\0" + name + b"\0\0"


def make(name, size, options, runs, packed):
    image, mount = "%s/%s.img" % (OUT, name), tempfile.mkdtemp()
    with open(image, "wb") as file:
        file.truncate(size)
    run("mkntfs", "-q", "-F", "-f", "-L", "Prüfung", *options, image)
    run("ntfs-3g", "-o", "compression,streams_interface=windows,special_files=interix", image, mount)
    extra = {}

    def put(path, data):
        with open(mount + "/" + path, "wb") as file:
            file.write(data)

    os.makedirs(mount + "/folder/below/deeper")
    put("empty", b"")
    put("resident.txt", b"in the record")
    put("folder/text.txt", text(20000, 1))
    put("folder/below/Häuser 文件 🙂.txt", b"a name of three scripts")
    put("folder/below/deeper/" + "n" * 251 + ".txt", b"long name")
    os.mkdir(mount + "/flat")
    for index in range(150):
        put("flat/a file with a name that fills the index %03d" % index, b"" if index % 3 else b"%d\n" % index)
    os.mkdir(mount + "/links")
    for index in range(12):
        os.link(mount + "/resident.txt", mount + "/links/hard %d" % index)
    os.mkdir(mount + "/links/last")
    os.link(mount + "/resident.txt", mount + "/links/last/one more")
    os.symlink("../folder/text.txt", mount + "/links/interix")
    with open(mount + "/sparse", "wb") as file:
        file.write(b"start")
        file.seek(3 << 20)
        file.write(b"end")
        file.truncate(5 << 20)
    put("streams.txt", b"content")
    put("streams.txt:note", b"a small stream")
    put("streams.txt:large", text(9000, 2))
    extra["streams.txt"] = {"note": hashlib.sha256(b"a small stream").hexdigest(), "large": hashlib.sha256(text(9000, 2)).hexdigest()}
    # So many holes that the map of the file needs records beside its own.
    with open(mount + "/holes", "wb") as file:
        for index in range(runs):
            file.seek(index * 65536)
            file.write(b"%06d" % index * 80)
    os.mkdir(mount + "/packed")
    os.setxattr(mount + "/packed", "system.ntfs_attrib_be", bytes.fromhex("00000800"))
    put("packed/text", text(90000, 3))
    put("packed/mixed", text(30000, 4) + rnd.randbytes(5000) + bytes(140000) + text(3000, 5))
    put("packed/zeros", bytes(400000))
    put("packed/short", text(5000, 6))
    targets = {}
    if packed:
        os.mkdir(mount + "/wof")
        code = open("/usr/bin/wimlib-imagex", "rb").read()[20000:32000] + text(30000, 7)
        for label, number, method, chunk in (("xpress4k", 0, "XPRESS", 4096), ("lzx", 1, "LZX", 32768), ("xpress8k", 2, "XPRESS", 8192), ("xpress16k", 3, "XPRESS", 16384)):
            data = code if label != "xpress8k" else text(16384, 8) + rnd.randbytes(8192) + text(100, 9)
            path = "wof/" + label
            put(path, b"")
            os.truncate(mount + "/" + path, len(data))
            put(path + ":WofCompressedData", wim_resource(data, method, chunk))
            targets[path] = {"data": data, "reparse": (0x80000017, struct.pack("<IIII", 1, 2, 1, number))}
        for path, tag, data, target, folder in (
            ("links/junction", 0xA0000003, link_data("\\??\\C:\\Windows", "C:\\Windows"), "C:\\Windows", True),
            ("links/windows", 0xA000000C, link_data("..\\folder", "..\\folder", struct.pack("<I", 1)), "..\\folder", True),
            ("links/wsl", 0xA000001D, struct.pack("<I", 2) + "../folder/häuser".encode(), "../folder/häuser", False),
            ("links/cloud", 0x9000601A, bytes(16), None, False),
            ("links/dedup", 0x80000013, bytes(16), None, False),
        ):
            os.mkdir(mount + "/" + path) if folder else put(path, b"")
            targets[path] = {"target": target, "reparse": (tag, data), "folder": folder}
    put("owned by WSL", b"mode and owner in extended attributes")
    words = [(b"$LXUID", 1000), (b"$LXGID", 100), (b"$LXMOD", 0o100640)]
    entries = b""
    for key, word in words:
        entry = struct.pack("<BBH", 0, len(key), 4) + key + b"\0" + struct.pack("<I", word)
        length = (4 + len(entry) + 3) // 4 * 4
        entries += struct.pack("<I", length) + entry.ljust(length - 4, b"\0")
    os.setxattr(mount + "/owned by WSL", "system.ntfs_ea", entries)
    os.mkdir(mount + "/gone")
    for index in range(8):
        put("gone/deleted %d" % index, text(900 * index + 100, 10 + index))
    os.sync()
    for index in range(8):
        os.unlink(mount + "/gone/deleted %d" % index)
    entries = []
    for folder, folders, files in os.walk(mount):
        for entry in sorted(folders + files):
            path = os.path.join(folder, entry)
            about, short = os.lstat(path), path[len(mount) + 1 :]
            kind = "l" if stat.S_ISLNK(about.st_mode) else "d" if stat.S_ISDIR(about.st_mode) else "f"
            row = {"path": short, "t": kind, "size": about.st_size, "nlink": about.st_nlink, "ino": about.st_ino, "mtime": str(about.st_mtime_ns)}
            if kind == "l":
                row["target"] = os.readlink(path)
            if kind == "f":
                with open(path, "rb") as file:
                    row["sha"] = hashlib.sha256(file.read()).hexdigest()
            if short in extra:
                row["streams"] = extra[short]
            entries.append(row)
    for path, what in targets.items():
        reparse(mount + "/" + path, *what["reparse"])
        row = next(each for each in entries if each["path"] == path)
        row.pop("mtime")
        if "data" in what:
            row.update(size=len(what["data"]), sha=hashlib.sha256(what["data"]).hexdigest())
        elif what["target"] is not None:
            row.update(t="l", target=what["target"])
            row.pop("sha", None)
    run("umount", mount)
    os.rmdir(mount)
    with open(image, "rb") as file:
        disk = bytearray(file.read())
    # $UpCase is mostly numbers that go up by one, which gzip can't pack: the images hold what each is above its place.
    upcase = disk.find(b"".join(struct.pack("<H", unit) for unit in range(0x61)))
    for unit in range(65536):
        at = upcase + 2 * unit
        struct.pack_into("<H", disk, at, (struct.unpack_from("<H", disk, at)[0] - unit) & 0xFFFF)
    with open("%s/%s.img.gz" % (HERE, name), "wb") as out:
        with gzip.GzipFile("", "wb", 9, out, 0) as packed_file:
            packed_file.write(disk)
    with open("%s/%s.json" % (HERE, name), "w") as file:
        rows = ",\n".join(json.dumps(row, ensure_ascii=False) for row in entries)
        file.write('{"upCase": %d, "entries": [\n%s\n]}\n' % (upcase, rows))
    os.unlink(image)
    print(name, len(entries), os.path.getsize("%s/%s.img.gz" % (HERE, name)))


# $LogFile, which no test reads beyond its start, is erased bytes, which pack to nothing.
make("small", 12 << 20, ["-c", "512"], 400, True)
make("records-4k", 24 << 20, ["-s", "4096", "-p", "0", "-H", "0", "-S", "0", "-c", "4096"], 1000, False)
