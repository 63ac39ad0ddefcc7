// Several processes that train one model: libtorch's c10d, with Gloo between CPUs and, where the build
// defines USE_C10D_NCCL, NCCL between GPUs.
//
// Gloo's headers are Debian's and older than what libtorch was built with: nothing of Gloo is called
// here or held by value, and a group proves itself by a first sum.
#define USE_C10D_GLOO
#if !__has_include(<gloo/context.h>)
#error "Gloo's headers are missing: run `make setup`, which installs Debian's libgloo-dev."
#endif

#include <ATen/Functions.h>
#include <arpa/inet.h>
#include <netdb.h>
#include <sys/socket.h>
#include <torch/csrc/autograd/custom_function.h>
#include <torch/csrc/distributed/c10d/ProcessGroupGloo.hpp>
#include <torch/csrc/distributed/c10d/TCPStore.hpp>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <stdexcept>
#ifdef USE_C10D_NCCL
#include <c10/cuda/CUDAFunctions.h>
#include <torch/csrc/distributed/c10d/ProcessGroupNCCL.hpp>
#endif

#include "Bridge.h"

struct ct_store {
  c10::intrusive_ptr<c10d::TCPStore> value;
};

struct ct_process_group {
  /// Gloo, and where the processes compute on GPUs NCCL, which takes nothing from the CPU's memory.
  c10::intrusive_ptr<c10d::Backend> betweenCPUs, betweenGPUs;
  int rank, size;

  c10d::Backend &backend(const at::Tensor &tensor) const {
    return tensor.is_cuda() ? *betweenGPUs : *betweenCPUs;
  }

  c10::intrusive_ptr<c10d::Work> beginSum(const at::Tensor &tensor) {
    std::vector<at::Tensor> tensors{tensor};
    return backend(tensor).allreduce(tensors);
  }

  void sum(const at::Tensor &tensor) { beginSum(tensor)->wait(); }
};

namespace {

/// The level of libtorch's log above which nothing is.
constexpr int fatal = 3;

using torch::autograd::AutogradContext;
using torch::autograd::variable_list;

std::chrono::milliseconds milliseconds(double seconds) {
  return std::chrono::milliseconds(static_cast<int64_t>(seconds * 1000));
}

/// The address of this machine on the network that leads to `host`; a machine's own name often
/// stands for its loopback, where no other reaches it.
std::string addressTowards(const std::string &host, uint16_t port) {
  addrinfo hints{}, *found = nullptr;
  hints.ai_socktype = SOCK_DGRAM;
  if (getaddrinfo(host.c_str(), std::to_string(port).c_str(), &hints, &found) != 0) {
    throw std::runtime_error("the name " + host + " is not known");
  }
  std::string result;
  for (auto *place = found; place != nullptr && result.empty(); place = place->ai_next) {
    const int descriptor = socket(place->ai_family, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (descriptor < 0) continue;
    sockaddr_storage own{};
    socklen_t length = sizeof own;
    char name[NI_MAXHOST];
    // Connecting a datagram socket sends nothing, it chooses the way.
    if (connect(descriptor, place->ai_addr, place->ai_addrlen) == 0 &&
        getsockname(descriptor, reinterpret_cast<sockaddr *>(&own), &length) == 0 &&
        getnameinfo(reinterpret_cast<sockaddr *>(&own), length, name, sizeof name, nullptr, 0,
                    NI_NUMERICHOST) == 0) {
      result = name;
    }
    close(descriptor);
  }
  freeaddrinfo(found);
  if (result.empty()) throw std::runtime_error("no network leads to " + host);
  return result;
}

c10::intrusive_ptr<c10d::Backend> glooBackend(const ct_store &store, int rank, int size) {
  // Whoever is lost is noticed by the watch, so that a slow one is waited for.
  auto options = c10d::ProcessGroupGloo::Options::create(std::chrono::hours(24 * 365));
  const char *interface = std::getenv("GLOO_SOCKET_IFNAME");
  options->devices.push_back(
      interface != nullptr && *interface != '\0'
          ? c10d::ProcessGroupGloo::createDeviceForInterface(interface)
          : c10d::ProcessGroupGloo::createDeviceForHostname(
                addressTowards(store.value->getHost(), store.value->getPort())));
  return c10::make_intrusive<c10d::ProcessGroupGloo>(store.value, rank, size, options);
}

c10::intrusive_ptr<c10d::Backend> ncclBackend([[maybe_unused]] const ct_store &store,
                                              [[maybe_unused]] int localRank,
                                              [[maybe_unused]] int rank,
                                              [[maybe_unused]] int size) {
#ifdef USE_C10D_NCCL
  c10::cuda::set_device(static_cast<c10::DeviceIndex>(localRank));
  return c10::make_intrusive<c10d::ProcessGroupNCCL>(
      c10::make_intrusive<c10d::PrefixStore>("nccl", store.value), rank, size);
#else
  throw std::runtime_error(
      "this program is built without NCCL, through which processes on GPUs work together");
#endif
}

/// The rows of all processes, one process's after another's.
struct GatheredRows : torch::autograd::Function<GatheredRows> {
  static at::Tensor forward(AutogradContext *context, const at::Tensor &rows,
                            ct_process_group *group, int64_t start, int64_t total) {
    context->saved_data["start"] = start;
    context->saved_data["count"] = rows.size(0);
    auto shape = rows.sizes().vec();
    shape[0] = total;
    auto whole = at::zeros(shape, rows.options());
    whole.narrow(0, start, rows.size(0)).copy_(rows);
    group->sum(whole);
    return whole;
  }

  /// Every process computes the same of the whole, so each has the whole gradient already.
  static variable_list backward(AutogradContext *context, variable_list gradients) {
    const auto start = context->saved_data["start"].toInt(),
               count = context->saved_data["count"].toInt();
    return {gradients[0].narrow(0, start, count), {}, {}, {}};
  }
};

/// Batch normalisation of [N, C, H, W] with the statistics of all processes' images (Ioffe & Szegedy
/// 2015; the means are put together as in Chan et al. 1983).
struct SynchronisedNormalisation : torch::autograd::Function<SynchronisedNormalisation> {
  static at::Tensor forward(AutogradContext *context, const at::Tensor &input,
                            const at::Tensor &weight, const at::Tensor &bias,
                            at::Tensor runningMean, at::Tensor runningVariance, double momentum,
                            double epsilon, ct_process_group *group) {
    const auto type = weight.scalar_type();
    const int64_t channels = input.size(1);
    const auto [ownVariance, ownMean] =
        at::var_mean(input.to(type), at::IntArrayRef{0, 2, 3}, at::Scalar(0), false);
    const double count = static_cast<double>(input.numel() / channels);
    auto all = at::zeros({group->size, 2 * channels + 1}, ownMean.options().dtype(at::kDouble));
    all[group->rank].copy_(
        at::cat({ownMean.to(at::kDouble), ownVariance.to(at::kDouble),
                 at::full({1}, count, all.options())}));
    group->sum(all);
    const auto counts = all.narrow(1, 2 * channels, 1), means = all.narrow(1, 0, channels),
               variances = all.narrow(1, channels, channels);
    const double total = counts.sum().item<double>();
    const auto shares = counts / total;
    const auto mean = (means * shares).sum(0);
    const auto variance = ((variances + (means - mean).square()) * shares).sum(0);

    runningMean.mul_(1 - momentum).add_(mean.to(type), momentum);
    runningVariance.mul_(1 - momentum)
        .add_((variance * (total / std::max(total - 1, 1.0))).to(type), momentum);
    const auto typedMean = mean.to(type), typedVariance = variance.to(type);
    context->save_for_backward({input, weight, typedMean, typedVariance});
    context->saved_data["epsilon"] = epsilon;
    context->saved_data["total"] = total;
    context->saved_data["group"] = reinterpret_cast<int64_t>(group);
    return std::get<0>(at::native_batch_norm(input, weight, bias, typedMean, typedVariance, false,
                                             momentum, epsilon));
  }

  static variable_list backward(AutogradContext *context, variable_list gradients) {
    const auto saved = context->get_saved_variables();
    const auto &input = saved[0], &weight = saved[1], &mean = saved[2], &variance = saved[3];
    const double epsilon = context->saved_data["epsilon"].toDouble(),
                 total = context->saved_data["total"].toDouble();
    auto *group = reinterpret_cast<ct_process_group *>(context->saved_data["group"].toInt());
    const auto &output = gradients[0];
    const auto [unused, ofWeight, ofBias] = at::native_batch_norm_backward(
        output, input, weight, mean, variance, mean, variance, false, epsilon,
        {false, true, true});
    auto sums = at::stack({ofWeight, ofBias});
    group->sum(sums);
    const auto deviation = (variance + epsilon).rsqrt();
    const auto wide = [&](const at::Tensor &channels) { return channels.view({1, -1, 1, 1}); };
    auto ofInput = (input - wide(mean))
                       .mul_(wide(deviation * sums[0] / -total))
                       .add_(output)
                       .sub_(wide(sums[1] / total))
                       .mul_(wide(weight * deviation));
    return {ofInput.to(input.scalar_type()), ofWeight, ofBias, {}, {}, {}, {}, {}};
  }
};

}  // namespace

/// The gradients of a model's weights, summed over all processes while `backward` still computes
/// those of earlier layers (Li et al. 2020, "PyTorch distributed").
struct ct_gradient_buckets {
  ct_gradient_buckets(ct_process_group *group, std::vector<at::Tensor> weights, size_t capacity)
      : group(group), weights(std::move(weights)), places(this->weights.size()) {
    // The last layers' gradients come first.
    for (size_t i = this->weights.size(); i-- > 0;) {
      const auto &weight = this->weights[i];
      const auto size = static_cast<size_t>(weight.numel());
      if (buckets.empty() || (buckets.back().size + size) * weight.element_size() > capacity ||
          this->weights[buckets.back().members[0]].scalar_type() != weight.scalar_type()) {
        buckets.emplace_back();
      }
      places[i] = {buckets.size() - 1, buckets.back().size};
      buckets.back().members.push_back(i);
      buckets.back().size += size;
    }
    for (auto &bucket : buckets) {
      bucket.values = at::zeros({static_cast<int64_t>(bucket.size)},
                                this->weights[bucket.members[0]].options().requires_grad(false));
      bucket.missing = bucket.members.size();
    }
    for (size_t i = 0; i < this->weights.size(); ++i) {
      hooks.push_back(this->weights[i].register_hook(
          [this, i](const at::Tensor &gradient) { arrived(i, gradient); }));
    }
  }

  ~ct_gradient_buckets() {
    for (size_t i = 0; i < hooks.size(); ++i) weights[i].remove_hook(hooks[i]);
  }

  /// Waits for the sums, which then are the weights' gradients.
  void finish() {
    for (; begun < buckets.size(); ++begun) begin(buckets[begun]);
    for (auto &bucket : buckets) {
      bucket.sum->wait();
      for (const size_t i : bucket.members) {
        auto &gradient = weights[i].mutable_grad();
        if (gradient.defined()) gradient.copy_(part(i));
      }
      bucket.values.zero_();
      bucket.missing = bucket.members.size();
    }
    begun = 0;
  }

 private:
  struct Bucket {
    std::vector<size_t> members;
    size_t size = 0, missing = 0;
    at::Tensor values;
    c10::intrusive_ptr<c10d::Work> sum;
  };
  struct Place {
    size_t bucket, start;
  };

  at::Tensor part(size_t i) {
    return buckets[places[i].bucket]
        .values.narrow(0, static_cast<int64_t>(places[i].start), weights[i].numel())
        .view(weights[i].sizes());
  }

  void begin(Bucket &bucket) { bucket.sum = group->beginSum(bucket.values); }

  void arrived(size_t i, const at::Tensor &gradient) {
    at::NoGradGuard withoutGradients;
    part(i).copy_(gradient);
    --buckets[places[i].bucket].missing;
    // Sums are told apart by their order, which must be the same in every process.
    while (begun < buckets.size() && buckets[begun].missing == 0) begin(buckets[begun++]);
  }

  ct_process_group *group;
  std::vector<at::Tensor> weights;
  std::vector<Place> places;
  std::vector<Bucket> buckets;
  std::vector<unsigned> hooks;
  /// How many of the buckets are being summed.
  size_t begun = 0;
};

int ct_store_open(const char *host, uint16_t port, bool serves, size_t process_count,
                  double timeout_seconds, ct_store **result) {
  return bridge::guarded([&] {
    // c10d would write each attempt, with its stack, to standard error; what fails is thrown too.
    if (std::getenv("TORCH_CPP_LOG_LEVEL") == nullptr) FLAGS_caffe2_log_level = fatal;
    if (!serves) addressTowards(host, port);
    c10d::TCPStoreOptions options;
    options.port = port;
    options.isServer = serves;
    if (process_count > 0) options.numWorkers = process_count;
    options.waitWorkers = process_count > 0;
    options.timeout = milliseconds(timeout_seconds);
    *result = new ct_store{c10::make_intrusive<c10d::TCPStore>(host, options)};
  });
}

void ct_store_free(ct_store *store) { delete store; }

int ct_store_set(ct_store *store, const char *key, const char *value) {
  return bridge::guarded([&] {
    store->value->set(key, std::vector<uint8_t>(value, value + std::strlen(value)));
  });
}

int ct_store_get(ct_store *store, const char *key, char **value) {
  return bridge::guarded([&] {
    *value = nullptr;
    if (!store->value->check({key})) return;
    const auto bytes = store->value->get(key);
    *value = strndup(reinterpret_cast<const char *>(bytes.data()), bytes.size());
  });
}

int ct_process_group_join(ct_store *store, ct_device device, int local_rank, int rank, int size,
                          ct_process_group **result) {
  return bridge::guarded([&] {
    auto group = std::make_unique<ct_process_group>(
        ct_process_group{glooBackend(*store, rank, size), nullptr, rank, size});
    if (device == CT_CUDA) group->betweenGPUs = ncclBackend(*store, local_rank, rank, size);
    for (const auto &backend : {group->betweenCPUs, group->betweenGPUs}) {
      if (backend == nullptr) continue;
      auto one = at::ones({1}, at::TensorOptions().dtype(at::kDouble).device(
                                   backend == group->betweenCPUs ? at::kCPU : at::kCUDA));
      group->sum(one);
      if (backend->getRank() != rank || backend->getSize() != size || one.item<double>() != size) {
        throw std::runtime_error("libtorch's c10d does not fit the headers of this build");
      }
    }
    *result = group.release();
  });
}

void ct_process_group_free(ct_process_group *group) { delete group; }

int ct_process_group_sum(ct_process_group *group, ct_tensor *tensor) {
  return bridge::guarded([&] { group->sum(tensor->value); });
}

int ct_process_group_broadcast(ct_process_group *group, ct_tensor *tensor) {
  return bridge::guarded([&] {
    std::vector<at::Tensor> tensors{tensor->value};
    group->backend(tensor->value).broadcast(tensors)->wait();
  });
}

int ct_process_group_gather(ct_process_group *group, const ct_tensor *rows, int64_t start,
                            int64_t total, ct_tensor **result) {
  return bridge::guarded([&] {
    *result = new ct_tensor(GatheredRows::apply(rows->value, group, start, total));
  });
}

int ct_process_group_normalise(ct_process_group *group, const ct_tensor *input,
                               const ct_tensor *weight, const ct_tensor *bias,
                               ct_tensor *running_mean, ct_tensor *running_variance,
                               double momentum, double epsilon, ct_tensor **result) {
  return bridge::guarded([&] {
    *result = new ct_tensor(SynchronisedNormalisation::apply(
        input->value, weight->value, bias->value, running_mean->value, running_variance->value,
        momentum, epsilon, group));
  });
}

int ct_gradient_buckets_make(ct_process_group *group, const ct_tensor *const *weights,
                             size_t count, size_t capacity, ct_gradient_buckets **result) {
  return bridge::guarded([&] {
    std::vector<at::Tensor> values;
    for (size_t i = 0; i < count; ++i) values.push_back(weights[i]->value);
    *result = new ct_gradient_buckets(group, std::move(values), capacity);
  });
}

int ct_gradient_buckets_finish(ct_gradient_buckets *buckets) {
  return bridge::guarded([&] {
    at::NoGradGuard withoutGradients;
    buckets->finish();
  });
}

void ct_gradient_buckets_free(ct_gradient_buckets *buckets) { delete buckets; }
