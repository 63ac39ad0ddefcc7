#!/usr/bin/env bash
# Makes of the built program what others can install, in .build/packages: an archive that can be unpacked
# anywhere, and a Debian package.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

readonly packages=.build/packages
version=$(.build/release/smilestone version | awk '{ print $2 }')
name=smilestone-$version-linux-$(uname -m)
readonly version name
# The same commit gives the same archive.
date=$(git log -1 --format=%cI 2> /dev/null || date --iso-8601=seconds)
readonly date

rm -rf "$packages"
mkdir -p "$packages"
scripts/install.sh --relocatable "$packages/$name" > /dev/null
tar --create --sort=name --owner=0 --group=0 --numeric-owner --mtime="$date" \
  --directory "$packages" "$name" | gzip --no-name > "$packages/$name.tar.gz"
rm -rf "${packages:?}/$name"
echo "$packages/$name.tar.gz"

command -v dpkg-shlibdeps > /dev/null || {
  echo "package: no Debian package: dpkg-dev is missing (\`scripts/setup.sh --with-packaging\`)" >&2
  exit
}
readonly root=$packages/debian-root
scripts/install.sh "$root/usr" > /dev/null
install -D -m 644 LICENSE "$root/usr/share/doc/smilestone/copyright"
gzip --no-name --best "$root/usr/share/doc/smilestone/CHANGELOG.md"
mkdir -p "$root/DEBIAN" "$packages/debian"
architecture=$(dpkg --print-architecture)
# What dpkg-shlibdeps reads.
printf 'Source: smilestone\n\nPackage: smilestone\nArchitecture: %s\n' "$architecture" \
  > "$packages/debian/control"
# Those of Swift's libraries that load Debian's.
swift_libraries=()
for library in "$root"/usr/lib/smilestone/libFoundation*.so; do
  swift_libraries+=("-edebian-root/${library#"$root/"}")
done
depends=$(cd "$packages" && dpkg-shlibdeps -O --ignore-missing-info -ldebian-root/usr/lib/smilestone \
  -edebian-root/usr/bin/smilestone \
  "${swift_libraries[@]}" 2> debian/log) || {
  cat "$packages/debian/log" >&2
  exit 1
}
cat > "$root/DEBIAN/control" <<CONTROL
Package: smilestone
Version: $version
Architecture: $architecture
Maintainer: The Smilestone contributors <smilestone@localhost>
Installed-Size: $(du --summarize --block-size=1K "$root" | cut -f 1)
Depends: ${depends#shlibs:Depends=}
Recommends: python3
Suggests: libdlib-data
Section: science
Priority: optional
Description: when do children's facial expressions become adult-like?
 Estimates ages from faces, sorts faces into developmental groups, trains an
 infant and an adult expression model, tests both on every age group, does the
 statistics and writes an interactive report.
CONTROL
dpkg-deb --root-owner-group -Zzstd --build "$root" "$packages/smilestone_${version}_$architecture.deb" \
  > /dev/null
rm -rf "$root" "$packages/debian"
echo "$packages/smilestone_${version}_$architecture.deb"
