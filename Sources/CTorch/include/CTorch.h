// The bridge to libtorch: one plain C header, no libtorch type in it.
//
// Operations are called by the name and overload under which libtorch's dispatcher knows them
// ("aten::conv2d", ""), so that a new operation needs no new C++. Every function that can fail
// returns 0, or another number with the reason in ct_last_error(); no exception leaves the bridge.
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define CT_CHECKED __attribute__((warn_unused_result))

/// A tensor; owned by whoever received it, freed with ct_tensor_free.
typedef struct ct_tensor ct_tensor;
/// An operation of the dispatcher; never freed.
typedef struct ct_operation ct_operation;

/// Element types, numbered as libtorch's ScalarType.
typedef enum {
  CT_UINT8 = 0,
  CT_INT64 = 4,
  CT_FLOAT16 = 5,
  CT_FLOAT32 = 6,
  CT_FLOAT64 = 7,
  CT_BOOL = 11,
  CT_BFLOAT16 = 15,
} ct_element_type;

typedef enum { CT_CPU = 0, CT_CUDA = 1 } ct_device;

typedef enum {
  CT_VALUE_NONE,
  CT_VALUE_TENSOR,
  CT_VALUE_INTEGER,
  CT_VALUE_NUMBER,
  CT_VALUE_BOOLEAN,
  CT_VALUE_STRING,
  CT_VALUE_INTEGERS,
  CT_VALUE_NUMBERS,
  CT_VALUE_TENSORS,
  CT_VALUE_DEVICE,
} ct_value_kind;

/// One argument: `kind` says which field holds it; lists are a pointer and `count`.
typedef struct {
  ct_value_kind kind;
  /// The parameter's name; NULL for the next one in order.
  const char *name;
  const ct_tensor *tensor;
  int64_t integer;
  double number;
  const char *string;
  const int64_t *integers;
  const double *numbers;
  const ct_tensor *const *tensors;
  size_t count;
} ct_value;

/// Why the last call on this thread failed; valid until the next failure on it.
const char *ct_last_error(void);

// Operations

CT_CHECKED int ct_operation_find(const char *name, const char *overload,
                                 const ct_operation **operation);
/// Calls an operation; parameters that are not given take the schema's defaults. At most
/// `capacity` resulting tensors are stored, `count` says how many there were.
CT_CHECKED int ct_operation_call(const ct_operation *operation, const ct_value *arguments,
                                 size_t argument_count, ct_tensor **results, size_t capacity,
                                 size_t *count);

// Tensors

/// Copies `byte_count` bytes, row-major, into a new tensor on the CPU.
CT_CHECKED int ct_tensor_from_bytes(const void *bytes, size_t byte_count, ct_element_type type,
                                    const int64_t *shape, size_t dimensions, ct_tensor **result);
/// Copies the elements, row-major, to `bytes`; `byte_count` must be exactly their size.
CT_CHECKED int ct_tensor_to_bytes(const ct_tensor *tensor, void *bytes, size_t byte_count);
void ct_tensor_free(ct_tensor *tensor);
size_t ct_tensor_dimensions(const ct_tensor *tensor);
int64_t ct_tensor_size(const ct_tensor *tensor, size_t dimension);
int32_t ct_tensor_element_type(const ct_tensor *tensor);
ct_device ct_tensor_device(const ct_tensor *tensor);
/// Tensors alive now, to find leaks.
int64_t ct_live_tensor_count(void);

// Differentiation

CT_CHECKED int ct_tensor_backward(const ct_tensor *tensor);
CT_CHECKED int ct_tensor_set_requires_gradient(const ct_tensor *tensor, bool required);
bool ct_tensor_requires_gradient(const ct_tensor *tensor);
/// The gradient, or NULL in `result` where there is none.
CT_CHECKED int ct_tensor_gradient(const ct_tensor *tensor, ct_tensor **result);
CT_CHECKED int ct_tensor_clear_gradient(const ct_tensor *tensor);
/// Switches the recording of operations on this thread; returns what it was.
bool ct_gradient_mode_exchange(bool enabled);
/// Lets this thread's operations on the device compute in bfloat16 where that is safe, until the
/// matching ct_autocast_end.
CT_CHECKED int ct_autocast_begin(ct_device device);
void ct_autocast_end(ct_device device);

// The run time

/// What memory comes from: "gperftools 2.10".
const char *ct_allocator_version(void);

/// The version of the headers that the bridge was compiled against.
const char *ct_header_version(void);
/// Loads libtorch_cuda on the first call; false where there is no usable GPU.
bool ct_cuda_is_available(void);
CT_CHECKED int ct_set_thread_count(int count);
int ct_thread_count(void);
CT_CHECKED int ct_seed(uint64_t seed);
/// The state of the CPU's generator as a byte tensor, and back.
CT_CHECKED int ct_generator_state(ct_tensor **result);
CT_CHECKED int ct_set_generator_state(const ct_tensor *state);
/// Gives memory that is free now back to the system.
void ct_release_freed_memory(void);

/// From now on, where malloc or new find no memory, `text` is written to standard error and the
/// process ends with status 1.
void ct_end_when_memory_runs_out(const char *text);

#ifdef __cplusplus
}
#endif
