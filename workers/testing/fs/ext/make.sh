#!/usr/bin/env bash
# make.sh OUT: the small ext images of this folder, by mke2fs and the kernel, each with what the kernel's mount shows of it. Needs root
# and loop devices. The images differ from run to run: times and UUIDs are new.
set -eu
out=$(mkdir -p "$1" && cd "$1" && pwd)
here=$(cd "$(dirname "$0")" && pwd)
M=$(mktemp -d)
export LC_ALL=C.UTF-8
manifest() { python3 "$here/manifest.py" "$M" "$1"; }
fill() { python3 "$here/fill.py" "$M" "$@"; }

# ext4 with blocks of 1 KiB, copied while it was mounted: its journal holds what its folders do not.
cd "$out"
truncate -s 12M a.img
mke2fs -q -F -t ext4 -b 1024 -I 256 -N 512 -J size=1 -O inline_data,metadata_csum,64bit,^resize_inode -L floor a.img
mount -o loop a.img "$M"
fill posix xattr
sync
umount "$M"
mount -o loop,commit=60 a.img "$M"
fill more
cp --sparse=always a.img ext4-dirty.img
umount "$M"
cp --sparse=always ext4-dirty.img a.img
mount -o loop,ro,noload a.img "$M"
manifest ext4-dirty.stored.json
umount "$M"
mount -o loop a.img "$M"
manifest ext4-dirty.json
umount "$M"

# ext2 with inodes of 128 bytes: indirect blocks of three levels, owners above 65,535.
truncate -s 12M ext2.img
mke2fs -q -F -t ext2 -b 1024 -I 128 -N 256 -L old ext2.img
mount -o loop ext2.img "$M"
fill posix
manifest ext2.json
umount "$M"
rm -f a.img
rmdir "$M"
for file in ext4-dirty.img ext2.img; do gzip -9nf "$file"; done
for file in *.json; do gzip -9nf "$file"; done
ls -l "$out"
