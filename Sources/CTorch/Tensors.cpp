// Tensors in and out, and differentiation.
#include <ATen/Functions.h>
#include <ATen/autocast_mode.h>
#include <ATen/core/Tensor.h>
#include <c10/core/GradMode.h>

#include <cstring>
#include <stdexcept>

#include "Bridge.h"

std::atomic<int64_t> ct_tensor::live{0};

std::string &bridge::lastError() {
  thread_local std::string message;
  return message;
}

const char *ct_last_error(void) { return bridge::lastError().c_str(); }

int ct_tensor_from_bytes(const void *bytes, size_t byte_count, ct_element_type type,
                         const int64_t *shape, size_t dimensions, ct_tensor **result) {
  return bridge::guarded([&] {
    auto options = at::TensorOptions().dtype(static_cast<at::ScalarType>(type));
    auto tensor = at::empty(at::IntArrayRef(shape, dimensions), options);
    if (tensor.nbytes() != byte_count) {
      throw std::invalid_argument("the shape does not fit the number of bytes");
    }
    if (byte_count > 0) std::memcpy(tensor.mutable_data_ptr(), bytes, byte_count);
    *result = new ct_tensor(std::move(tensor));
  });
}

int ct_tensor_to_bytes(const ct_tensor *tensor, void *bytes, size_t byte_count) {
  return bridge::guarded([&] {
    auto local = tensor->value.detach().to(at::kCPU).contiguous();
    if (local.nbytes() != byte_count) {
      throw std::invalid_argument("the buffer does not fit the tensor");
    }
    if (byte_count > 0) std::memcpy(bytes, local.const_data_ptr(), byte_count);
  });
}

void ct_tensor_free(ct_tensor *tensor) { delete tensor; }

size_t ct_tensor_dimensions(const ct_tensor *tensor) {
  return static_cast<size_t>(tensor->value.dim());
}

int64_t ct_tensor_size(const ct_tensor *tensor, size_t dimension) {
  return tensor->value.sizes()[dimension];
}

int32_t ct_tensor_element_type(const ct_tensor *tensor) {
  return static_cast<int32_t>(tensor->value.scalar_type());
}

ct_device ct_tensor_device(const ct_tensor *tensor) {
  return tensor->value.is_cuda() ? CT_CUDA : CT_CPU;
}

int64_t ct_live_tensor_count(void) { return ct_tensor::live; }

int ct_tensor_backward(const ct_tensor *tensor) {
  return bridge::guarded([&] { tensor->value.backward(); });
}

int ct_tensor_set_requires_gradient(const ct_tensor *tensor, bool required) {
  return bridge::guarded([&] { tensor->value.set_requires_grad(required); });
}

bool ct_tensor_requires_gradient(const ct_tensor *tensor) {
  return tensor->value.requires_grad();
}

int ct_tensor_gradient(const ct_tensor *tensor, ct_tensor **result) {
  return bridge::guarded([&] {
    const auto &gradient = tensor->value.grad();
    *result = gradient.defined() ? new ct_tensor(gradient) : nullptr;
  });
}

int ct_tensor_clear_gradient(const ct_tensor *tensor) {
  return bridge::guarded([&] { tensor->value.mutable_grad() = at::Tensor(); });
}

bool ct_gradient_mode_exchange(bool enabled) {
  bool previous = c10::GradMode::is_enabled();
  c10::GradMode::set_enabled(enabled);
  return previous;
}

int ct_autocast_begin(ct_device device) {
  return bridge::guarded([&] {
    auto type = device == CT_CUDA ? at::kCUDA : at::kCPU;
    at::autocast::set_autocast_dtype(type, at::kBFloat16);
    at::autocast::set_autocast_enabled(type, true);
    at::autocast::increment_nesting();
  });
}

void ct_autocast_end(ct_device device) {
  // Copies of weights in bfloat16 are kept within the scope; the next step changes the weights.
  if (at::autocast::decrement_nesting() == 0) at::autocast::clear_cache();
  at::autocast::set_autocast_enabled(device == CT_CUDA ? at::kCUDA : at::kCPU, false);
}
