"""tree.py ROOT [--posix]: a small tree whose content packs well: odd names, empty and long files, two files written by turns, a folder of many."""
import os, sys

root, posix = sys.argv[1], "--posix" in sys.argv
KINDS = ["plain.txt", "a name with spaces.txt", "häuser und straßen.txt", "文件列表 2026.log", "данные для проверки.bin", "UPPER.TXT", "lower.txt", "Mixed Case Name.Txt", "x" * 120 + ".dat", "no-extension", "two.dots.in.it.tar"]
os.makedirs(root, exist_ok=True)


def put(name, size):
    line = (name.encode("utf-8", "surrogateescape") + b" %d\n" % size) or b"\n"
    path = os.path.join(root, name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as file:
        file.write((line * (size // len(line) + 1))[:size])


for nth, name in enumerate(KINDS):
    put(name, [0, 1, 511, 512, 513, 4096, 5000, 12345, 70000, 33, 2048][nth])
    put("deep/er/and deeper still/" + name, nth * 100)
for nth in range(90):
    put("many/a rather long name for an entry %03d.txt" % nth, nth)
with open(os.path.join(root, "turns-a.bin"), "wb") as a, open(os.path.join(root, "turns-b.bin"), "wb") as b:
    for nth in range(12):
        for file in (a, b):
            file.write(bytes([65 + nth]) * 4096)
            file.flush()
            os.fsync(file.fileno())
os.makedirs(os.path.join(root, "empty folder"))
put("gone/deleted-one.txt", 3000)
put("gone/deleted two with a long name.txt", 9000)
put("gone/stays.txt", 10)
if posix:
    os.symlink("deep/er", os.path.join(root, "link"))
    os.symlink("y/" * 300 + "z", os.path.join(root, "long-link"))
    os.link(os.path.join(root, "plain.txt"), os.path.join(root, "hard"))
    os.mkfifo(os.path.join(root, "fifo"))
    os.mknod(os.path.join(root, "device"), 0o020640, os.makedev(4, 65))
    put("bad-\udcff\udcfe.txt", 20)
    with open(os.path.join(root, "holes.bin"), "wb") as file:
        for nth in range(60):
            file.seek(nth * 16384)
            file.write(b"%d" % nth)
        os.truncate(file.fileno(), 2_000_000)
    with open(os.path.join(root, "unwritten.bin"), "wb") as file:
        file.write(b"written\n")
        file.flush()
        os.posix_fallocate(file.fileno(), 0, 100_000)
    os.setxattr(os.path.join(root, "plain.txt"), "user.note", b"hello")
    os.setxattr(os.path.join(root, "lower.txt"), "user.long", b"v" * 3000)
    for nth in range(40):
        os.setxattr(os.path.join(root, "UPPER.TXT"), "user.number-%02d" % nth, b"value %d" % nth * 9)
    os.chmod(os.path.join(root, "no-extension"), 0o4751)
    os.chown(os.path.join(root, "no-extension"), 1000, 100000)
    os.utime(os.path.join(root, "plain.txt"), ns=(1111111111123456789, 2222222222987654321))
    os.utime(os.path.join(root, "UPPER.TXT"), ns=(-86400 * 10**9, -86400 * 10**9 + 5))
