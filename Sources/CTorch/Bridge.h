// What the bridge's C++ files share.
#pragma once

#include <ATen/core/Tensor.h>

#include <atomic>
#include <exception>
#include <string>

#include "CTorch.h"

/// The tensor behind the opaque handle; counted so that leaks can be found.
struct ct_tensor {
  at::Tensor value;
  static std::atomic<int64_t> live;

  explicit ct_tensor(at::Tensor tensor) : value(std::move(tensor)) { ++live; }
  ~ct_tensor() { --live; }
  ct_tensor(const ct_tensor &) = delete;
  ct_tensor &operator=(const ct_tensor &) = delete;
};

namespace bridge {

std::string &lastError();

/// Runs `body`; whatever it throws becomes a status and a message.
template <typename Body>
int guarded(Body &&body) {
  try {
    body();
    return 0;
  } catch (const c10::Error &error) {
    lastError() = error.what_without_backtrace();
  } catch (const std::exception &error) {
    lastError() = error.what();
  } catch (...) {
    lastError() = "unknown exception";
  }
  return 1;
}

}  // namespace bridge
