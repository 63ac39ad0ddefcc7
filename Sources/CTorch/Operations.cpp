// Calls any operation of libtorch's dispatcher by name.
#include <ATen/core/dispatch/Dispatcher.h>

#include <stdexcept>

#include "Bridge.h"

// The handle is libtorch's own pointer to the schema and kernels, kept for the process's life.
struct ct_operation {
  c10::OperatorHandle handle;
};

namespace {

c10::IValue toIValue(const ct_value &value, const c10::TypePtr &wanted) {
  // An empty list says nothing of its elements: it takes the type that the schema asks for.
  if (value.kind == CT_VALUE_INTEGERS && value.count == 0) {
    if (auto list = wanted->cast<c10::ListType>()) {
      return c10::impl::GenericList(list->getElementType());
    }
  }
  switch (value.kind) {
    case CT_VALUE_NONE: return {};
    case CT_VALUE_TENSOR: return value.tensor->value;
    case CT_VALUE_INTEGER: return value.integer;
    case CT_VALUE_NUMBER: return value.number;
    case CT_VALUE_BOOLEAN: return value.integer != 0;
    case CT_VALUE_STRING: return std::string(value.string);
    case CT_VALUE_DEVICE:
      return c10::Device(value.integer == CT_CUDA ? c10::kCUDA : c10::kCPU);
    case CT_VALUE_INTEGERS:
      return std::vector<int64_t>(value.integers, value.integers + value.count);
    case CT_VALUE_NUMBERS:
      return std::vector<double>(value.numbers, value.numbers + value.count);
    case CT_VALUE_TENSORS: {
      std::vector<at::Tensor> tensors;
      tensors.reserve(value.count);
      for (size_t i = 0; i < value.count; ++i) tensors.push_back(value.tensors[i]->value);
      return tensors;
    }
  }
  throw std::invalid_argument("an argument of unknown kind");
}

/// Puts the given arguments in the schema's order and fills in its defaults.
torch::jit::Stack makeStack(const c10::FunctionSchema &schema, const ct_value *arguments,
                            size_t count) {
  const auto &parameters = schema.arguments();
  std::vector<const ct_value *> given(parameters.size(), nullptr);
  for (size_t i = 0; i < count; ++i) {
    size_t position = i;
    if (arguments[i].name != nullptr) {
      auto found = schema.argumentIndexWithName(arguments[i].name);
      if (!found) {
        throw std::invalid_argument(schema.name() + " has no parameter " + arguments[i].name);
      }
      position = static_cast<size_t>(*found);
    }
    if (position >= parameters.size()) {
      throw std::invalid_argument("too many arguments for " + schema.name());
    }
    given[position] = &arguments[i];
  }
  torch::jit::Stack stack;
  stack.reserve(parameters.size());
  for (size_t i = 0; i < parameters.size(); ++i) {
    if (given[i] != nullptr) {
      stack.push_back(toIValue(*given[i], parameters[i].type()));
    } else if (parameters[i].default_value()) {
      stack.push_back(*parameters[i].default_value());
    } else {
      throw std::invalid_argument(schema.name() + " needs its parameter " + parameters[i].name());
    }
  }
  return stack;
}

}  // namespace

int ct_operation_find(const char *name, const char *overload, const ct_operation **operation) {
  return bridge::guarded([&] {
    auto handle = c10::Dispatcher::singleton().findSchemaOrThrow(name, overload);
    *operation = new ct_operation{handle};
  });
}

int ct_operation_call(const ct_operation *operation, const ct_value *arguments,
                      size_t argument_count, ct_tensor **results, size_t capacity,
                      size_t *count) {
  return bridge::guarded([&] {
    auto stack = makeStack(operation->handle.schema(), arguments, argument_count);
    operation->handle.callBoxed(stack);
    *count = 0;
    for (auto &value : stack) {
      if (!value.isTensor()) continue;
      if (*count < capacity) results[*count] = new ct_tensor(std::move(value).toTensor());
      ++*count;
    }
  });
}
