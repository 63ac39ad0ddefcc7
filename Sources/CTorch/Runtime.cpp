// Versions, devices, threads, random numbers.
#include <ATen/CPUGeneratorImpl.h>
#include <ATen/Context.h>
#include <ATen/Parallel.h>
#include <dlfcn.h>
#include <gperftools/malloc_extension_c.h>
#include <gperftools/tcmalloc.h>
#include <unistd.h>

#include <new>
#include <string>
#if __has_include(<torch/headeronly/version.h>)
#include <torch/headeronly/version.h>
#else
#include <torch/version.h>
#endif

#include "Bridge.h"

static_assert(TORCH_VERSION_MAJOR == 2 && TORCH_VERSION_MINOR >= 11 && TORCH_VERSION_MINOR <= 13,
              "Smilestone compiles against libtorch 2.11 to 2.13; run `make setup`.");


const char *ct_header_version(void) { return TORCH_VERSION; }

bool ct_cuda_is_available(void) {
  // libtorch_cuda registers its kernels when it is loaded, so one binary serves both devices.
  static const bool available = [] {
    try {
      if (!at::hasCUDA() && dlopen("libtorch_cuda.so", RTLD_NOW | RTLD_GLOBAL) == nullptr) {
        return false;
      }
      return at::hasCUDA();
    } catch (...) {
      return false;
    }
  }();
  return available;
}

int ct_set_thread_count(int count) {
  return bridge::guarded([&] { at::set_num_threads(count); });
}

int ct_thread_count(void) { return at::get_num_threads(); }

int ct_seed(uint64_t seed) {
  return bridge::guarded([&] { at::manual_seed(seed); });
}

int ct_generator_state(ct_tensor **result) {
  return bridge::guarded([&] {
    auto generator = at::detail::getDefaultCPUGenerator();
    std::lock_guard<std::mutex> lock(generator.mutex());
    *result = new ct_tensor(generator.get_state());
  });
}

int ct_set_generator_state(const ct_tensor *state) {
  return bridge::guarded([&] {
    auto generator = at::detail::getDefaultCPUGenerator();
    std::lock_guard<std::mutex> lock(generator.mutex());
    generator.set_state(state->value);
  });
}

namespace {
std::string last_words;

void end_for_want_of_memory() {
  if (write(STDERR_FILENO, last_words.data(), last_words.size()) < 0) _exit(1);
  _exit(1);
}
}  // namespace

void ct_end_when_memory_runs_out(const char *text) {
  last_words = text;
  std::set_new_handler(end_for_want_of_memory);
  // malloc, from which Swift takes its memory, asks the handler too.
  tc_set_new_mode(1);
}

void ct_release_freed_memory(void) { MallocExtension_ReleaseFreeMemory(); }

const char *ct_allocator_version(void) { return tc_version(nullptr, nullptr, nullptr); }
