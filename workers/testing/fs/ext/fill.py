"""fill.py ROOT [posix] [xattr] [more]: fills a small file system with files of every kind. Contents are easy to pack."""
import os
import sys

root = os.fsencode(sys.argv[1])
wants = set(sys.argv[2:])


def at(*names):
    return os.path.join(root, *[n if isinstance(n, bytes) else n.encode() for n in names])


def text(seed, size):
    return (b"line %d\n" % seed * (size // 6 + 1))[:size]


def put(path, data):
    with open(path, "wb") as f:
        f.write(data)


def more():
    os.mkdir(at("new"))
    for i in range(12):
        put(at("new", "f%d.txt" % i), text(1000 + i, 37 * i * i))
    os.rename(at("many"), at("many-renamed"))
    for name in os.listdir(at("gone too")):
        os.unlink(at("gone too", name))
    os.rmdir(at("gone too"))
    # Begins with the journal's own mark: it is escaped in the log, where content goes there.
    put(at("mark.bin"), b"\xc0\x3b\x39\x98" + b"journal" * 400)
    os.symlink("new", at("newlink"))
    for name in sorted(os.listdir(at("new"))):
        handle = os.open(at("new", name), os.O_RDWR)
        os.fsync(handle)
        os.close(handle)
    for name in ("mark.bin", "new", "."):
        handle = os.open(at(name), os.O_RDONLY)
        os.fsync(handle)
        os.close(handle)


def base():
    for size in (0, 1, 59, 60, 61, 100, 155, 156, 200, 1023, 1024, 1025, 5000):
        put(at("size-%d.txt" % size), text(size, size))
    put(at("large.txt"), text(7, 400_000))
    os.mkdir(at("many"))
    for i in range(90):
        put(at("many", "a rather long name, so that the folder gets an index %03d.txt" % i), b"%d" % i)
    os.makedirs(at("deep", "er", "est"))
    put(at("deep", "er", "est", "file.txt"), b"deep")
    os.mkdir(at("empty"))
    os.mkdir(at("gone too"))
    for i in range(5):
        put(at("gone too", "d%d.txt" % i), text(i, 3000))
    # Two files written by turns have many extents.
    a, b = open(at("frag-a.bin"), "wb"), open(at("frag-b.bin"), "wb")
    for i in range(24):
        for f in (a, b):
            f.write(text(i, 1024))
            f.flush()
            os.fsync(f.fileno())
    a.close()
    b.close()
    with open(at("sparse.bin"), "wb") as f:
        f.write(b"start")
        for place in (300 << 10, 9 << 20, 70 << 20):
            f.seek(place)
            f.write(text(place, 2000))
        f.truncate(71 << 20)
    for i in range(6):
        put(at("deleted-%d.txt" % i), b"deleted content %d\n" % i * 200)
    os.sync()
    for i in range(6):
        os.unlink(at("deleted-%d.txt" % i))


def posix():
    with open(at("prealloc.bin"), "wb") as f:
        f.write(text(3, 3000))
        f.flush()
        try:
            os.posix_fallocate(f.fileno(), 0, 100_000)
        except OSError:
            pass
    os.symlink("many", at("link"))
    os.symlink("x/" * 40 + "longer than an inode's own room", at("link-long"))
    os.symlink("../../etc/passwd", at("link-out"))
    os.link(at("large.txt"), at("hard.txt"))
    os.mkfifo(at("fifo"))
    os.mknod(at("null"), 0o020666, os.makedev(1, 3))
    os.mknod(at("disk"), 0o060660, os.makedev(259, 70_000))
    for name in (b"bad-\xff\xfe.txt", "häuser 文件 🙂.txt".encode(), b"back\\slash:colon?", b"new\nline", b"-rf", b" space "):
        put(at(name), name)
    os.chmod(at("size-59.txt"), 0o4751)
    os.chown(at("size-60.txt"), 1000, 100_000)
    os.utime(at("size-61.txt"), ns=(1_111_111_111_123_456_789, 2_222_222_222_987_654_321))
    os.utime(at("size-100.txt"), ns=(-86_400 * 10**9, 4_102_444_800 * 10**9 + 1))


def xattr():
    os.setxattr(at("size-1.txt"), b"user.note", b"hello")
    os.setxattr(at("size-200.txt"), b"user.large", text(1, 800))
    os.setxattr(at("size-200.txt"), b"user.small", b"\x00\x01")
    os.setxattr(at("size-200.txt"), b"trusted.note", b"t")


if "more" in wants:
    more()
else:
    base()
    if "posix" in wants:
        posix()
    if "xattr" in wants:
        xattr()
