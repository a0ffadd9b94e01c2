#!/bin/sh
# Unpacks free faces for 仿宋, 楷体, 黑体 (Fandol, GPL with font exception) and for rare characters
# (LXGW WenKai, OFL) from the system's own package archive into a fonts folder; needs apt-get and
# dpkg-deb, no root, nothing is installed. Without them documents are set in Noto Serif SC.
# Usage: fetch_fonts.sh FOLDER
set -eu

target=${1:?"用法：fetch_fonts.sh 字体文件夹"}
mkdir -p "$target"
target=$(cd "$target" && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cd "$scratch"
chmod 755 "$scratch"

for package in fonts-lxgw-wenkai texlive-lang-chinese; do
    apt-get download "$package" >/dev/null
    dpkg-deb -x "$package"_*.deb unpacked
    cp "unpacked/usr/share/doc/$package/copyright" "$target/$package-licence.txt"
done
find unpacked \( -name 'FandolFang-Regular.otf' -o -name 'FandolKai-Regular.otf' \
    -o -name 'FandolHei-*.otf' -o -name 'LXGWWenKai-Light.ttf' \) \
    -exec cp {} "$target/" \;
ls -1 "$target"
