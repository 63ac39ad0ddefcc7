#!/usr/bin/env bash
# Removes what scripts/install.sh put below a folder: scripts/uninstall.sh FOLDER.
set -euo pipefail

(($# == 1)) && [[ $1 != -* ]] || { echo "uninstall: name one folder" >&2; exit 1; }
rm -rf "$1/bin/smilestone" "$1/lib/smilestone" "$1/share/smilestone" "$1/share/doc/smilestone" \
  "$1/share/bash-completion/completions/smilestone" "$1/share/zsh/site-functions/_smilestone" \
  "$1/share/fish/vendor_completions.d/smilestone.fish" "$1/share/man/man1/smilestone.1.gz"
