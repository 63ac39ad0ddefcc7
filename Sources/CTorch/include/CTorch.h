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

/// Whether the bridge computes convolutions of images [N, C, H, W] by a weight [O, C, kH, kW] itself, on the CPU and in
/// float32, because their outputs have few pixels; both shapes have four numbers.
bool ct_convolution_has_few_pixels(const int64_t *input_shape, const int64_t *weight_shape,
                                   int64_t stride, int64_t padding);

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

// Several processes

/// Texts that all processes of a group can read, kept by one of them.
typedef struct ct_store ct_store;
/// This process among others that train the same model.
typedef struct ct_process_group ct_process_group;
/// Sums of gradients that are under way.
typedef struct ct_gradient_buckets ct_gradient_buckets;

/// Opens the store at `host`:`port`, which the process that `serves` makes there. With a
/// `process_count` above 0 the server waits until so many have opened it.
CT_CHECKED int ct_store_open(const char *host, uint16_t port, bool serves, size_t process_count,
                             double timeout_seconds, ct_store **result);
void ct_store_free(ct_store *store);
CT_CHECKED int ct_store_set(ct_store *store, const char *key, const char *value);
/// The text under a key, to be freed with `free`; NULL in `value` where there is none.
CT_CHECKED int ct_store_get(ct_store *store, const char *key, char **value);

/// Connects this process, one of `size`, to the others; collective, as are the calls below: every
/// process makes them, in the same order.
CT_CHECKED int ct_process_group_join(ct_store *store, ct_device device, int local_rank, int rank,
                                     int size, ct_process_group **result);
void ct_process_group_free(ct_process_group *group);
/// Puts the sum over all processes into the tensor, which is dense.
CT_CHECKED int ct_process_group_sum(ct_process_group *group, ct_tensor *tensor);
/// Puts the first process's values into the tensor, which is dense.
CT_CHECKED int ct_process_group_broadcast(ct_process_group *group, ct_tensor *tensor);
/// The `total` rows of all processes, of which these begin at `start`. Differentiable where every
/// process computes the same of them.
CT_CHECKED int ct_process_group_gather(ct_process_group *group, const ct_tensor *rows,
                                       int64_t start, int64_t total, ct_tensor **result);
/// Batch normalisation in training over the images of all processes. The group must live until
/// `backward` is done.
CT_CHECKED int ct_process_group_normalise(ct_process_group *group, const ct_tensor *input,
                                          const ct_tensor *weight, const ct_tensor *bias,
                                          ct_tensor *running_mean, ct_tensor *running_variance,
                                          double momentum, double epsilon, ct_tensor **result);

/// From now on `backward` sums these weights' gradients over all processes, in buckets of at most
/// `capacity` bytes (a larger weight has one of its own); ct_gradient_buckets_finish follows each.
CT_CHECKED int ct_gradient_buckets_make(ct_process_group *group, const ct_tensor *const *weights,
                                        size_t count, size_t capacity,
                                        ct_gradient_buckets **result);
CT_CHECKED int ct_gradient_buckets_finish(ct_gradient_buckets *buckets);
void ct_gradient_buckets_free(ct_gradient_buckets *buckets);

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
