#!/usr/bin/env bash
# make.sh FOLDER: makes the images of this folder anew, with mkfs, mtools, and mounts. Needs root, loop devices, dosfstools, mtools, exfatprogs,
# exfat-fuse, xfsprogs, e2fsprogs, ntfs-3g, Python. FOLDER is for what is thrown away.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$(mkdir -p "$1" && cd "$1" && pwd)
cd "$work"
export LC_ALL=C.UTF-8 TZ=UTC
mkdir -p mount
fresh() { rm -f "$1.img" && truncate -s "$2" "$1.img"; }

# FAT: mtools write the tree; its times are made such that FAT can hold them. mtools ask for a code page, and know no folder of another size.
rm -rf tree && python3 "$here/tree.py" tree
find tree -exec touch -d '2026-03-04 05:06:08' {} +
fat() {
  fresh "$1" "$2"
  mkfs.vfat -n "${1^^}" "${@:3}" "$1.img" >/dev/null
  (cd tree && mcopy -s -m -Q -i "../$1.img" ./* ::/)
  mdel -i "$1.img" '::/gone/deleted-one.txt' '::/gone/deleted two with a long name.txt'
  rm -rf expected && cp -a tree expected && rm expected/gone/deleted* && touch -d '2026-03-04 05:06:08' expected/gone
  python3 "$here/pack.py" "$1.img" expected "$here/$1.json.gz"
}
fat fat12 1440K -F 12
fat fat16 9M -F 16 -s 1
fat fat32 36M -F 32 -s 1

fresh exfat 4M
mkfs.exfat -L exfat-label -c 4096 exfat.img >/dev/null
loop=$(losetup -f --show exfat.img)
mount.exfat-fuse -o noatime "$loop" mount
python3 "$here/tree.py" mount
rm mount/gone/deleted*
sync
python3 "$here/pack.py" exfat.img mount "$here/exfat.json.gz" "umount mount; losetup -d $loop"

fresh xfs5 40M
mkfs.xfs --unsupported -q -f -d agcount=2 -L small -b size=1024 -n size=4096 xfs5.img 2>/dev/null
mount -o loop xfs5.img mount
python3 "$here/tree.py" mount --posix
umount mount
mount -o loop xfs5.img mount
rm mount/gone/deleted*
python3 "$here/pack.py" xfs5.img mount "$here/xfs5.json.gz" "umount mount"

# Linux makes and mounts no version 4 any more; mkfs.xfs still fills one from a list.
rm -rf tree && mkdir tree
{
  printf '/dev/null\n0 0\nd--755 0 0\n'
  for nth in $(seq 120); do
    seq "$nth" $((nth * 9)) >"tree/file-with-a-number-$nth.txt"
    echo "file-with-a-number-$nth.txt ---644 0 0 $work/tree/file-with-a-number-$nth.txt"
  done
  mkdir -p tree/folder/inside && seq 3 >tree/folder/inside/seq
  printf 'folder d--755 5 6\ninside d--755 5 6\nseq ---600 5 6 %s\n$\n$\n' "$work/tree/folder/inside/seq"
  target=$(printf 'x/%.0s' $(seq 300))end
  ln -s some/target tree/link && ln -s "$target" tree/long-link
  printf 'link l--777 0 0 some/target\nlong-link l--777 0 0 %s\n$\n' "$target"
} >prototype
fresh xfs4 40M
mkfs.xfs --unsupported -q -f -d agcount=2 -m crc=0 -n ftype=0 -b size=512 -p prototype xfs4.img 2>/dev/null
python3 "$here/pack.py" xfs4.img tree "$here/xfs4.json.gz" --content

# A folder of 1,000 files, and 60 folders in the root: what a page of a list may read. They lie far apart: small groups, as Linux gives each
# folder of the root a group of its own, and files between them.
fill() {
  mkdir "$1/page"
  for nth in $(seq 60); do
    mkdir "$1/folder-$nth" && head -c 70000 /dev/zero >"$1/folder-$nth/zeros"
    for file in $(seq $((nth * 17 - 16)) $((nth * 17))); do
      [ "$file" -gt 1000 ] || : >"$1/page/a file with the number $file.txt"
    done
  done
}
many() {
  mount -o loop "${@:2}" "many-$1.img" mount
  fill mount
  sync
  python3 "$here/pack.py" "many-$1.img" mount "$here/many-$1.json.gz" --bare "umount mount"
}
fresh many-ext4 1G && mkfs.ext4 -q -F -O ^has_journal,^flex_bg,^resize_inode -g 2048 many-ext4.img && many ext4
fresh many-xfs 1G && mkfs.xfs --unsupported -q -f -d agcount=60 -l size=8m many-xfs.img 2>/dev/null && many xfs
fresh many-ntfs 1G && mkntfs -q -F -f many-ntfs.img >/dev/null 2>&1 && many ntfs -t ntfs-3g
fresh many-exfat 1G && mkfs.exfat -c 4096 many-exfat.img >/dev/null && many exfat -t exfat-fuse
fresh many-fat32 1G && mkfs.vfat -F 32 -s 8 many-fat32.img >/dev/null
rm -rf tree && mkdir tree && fill tree
(cd tree && mcopy -s -Q -i ../many-fat32.img ./* ::/)
python3 "$here/pack.py" many-fat32.img tree "$here/many-fat32.json.gz" --bare
