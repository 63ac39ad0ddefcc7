import CTorch
import Foundation
import Support

/// Where tensors live and operations run.
public enum Device: String, Sendable, Codable, CaseIterable {
  case cpu, cuda

  var bridgeValue: ct_device { self == .cuda ? CT_CUDA : CT_CPU }
}

/// What the user asked for: `auto` takes a GPU where there is one.
public enum DeviceChoice: String, Sendable, Codable, CaseIterable {
  case auto, cpu, cuda

  /// - Throws: `SmilestoneError.usage` when CUDA is asked for and there is none.
  public func resolved() throws -> Device {
    switch self {
    case .cpu: return .cpu
    case .auto: return Runtime.isCUDAAvailable ? .cuda : .cpu
    case .cuda:
      guard Runtime.isCUDAAvailable else {
        throw SmilestoneError.usage(
          "--device cuda: libtorch finds no usable NVIDIA GPU.",
          remedy: "Use --device cpu, or point LIBTORCH at a CUDA build of libtorch "
            + "and check the driver with nvidia-smi.")
      }
      return .cuda
    }
  }
}

/// libtorch's settings for the whole process.
public enum Runtime {
  /// What memory comes from: "gperftools 2.10".
  public static var allocatorVersion: String { String(cString: ct_allocator_version()) }

  /// The libtorch version of the headers that this was built against: "2.13.0".
  public static var libtorchVersion: String { String(cString: ct_header_version()) }

  /// Loads libtorch's CUDA library on the first call; false where there is no usable GPU.
  public static var isCUDAAvailable: Bool { ct_cuda_is_available() }

  /// Threads that one operation may use.
  public static var threadCount: Int { Int(ct_thread_count()) }

  public static func setThreadCount(_ count: Int) throws {
    try check(ct_set_thread_count(Int32(clamping: count)), "setting the number of threads")
  }

  /// Starts the program again, once, so that threads that wait for work soon sleep. As libgomp has them they spin, and
  /// take the processors from whoever shares them: two trainings at a time then take several times as long as one after
  /// the other. To sleep at once makes a training that is alone slower (docs/results/speed.md). libgomp
  /// reads how threads wait before `main` begins, so that it cannot be told later. Returns where the user
  /// has set that, on systems without libgomp, and where that fails.
  public static func letWaitingThreadsSleep() {
    #if os(Linux)
      guard getenv("OMP_WAIT_POLICY") == nil, getenv("GOMP_SPINCOUNT") == nil else { return }
      setenv("GOMP_SPINCOUNT", "1000", 1)
      execv("/proc/self/exe", CommandLine.unsafeArgv)
    #endif
  }

  /// Seeds libtorch's generators (dropout, initial weights).
  public static func seed(_ seed: UInt64) throws {
    try check(ct_seed(seed), "seeding")
  }

  /// From now on the process ends with status 1 and a text on standard error where it finds no
  /// memory; otherwise it would be ended without a word, for few parts of it can continue then.
  public static func endWhenMemoryRunsOut(saying text: String) {
    ct_end_when_memory_runs_out(text)
  }

  /// Gives memory that is free now back to the system; otherwise it is kept for later tensors.
  public static func releaseFreedMemory() { ct_release_freed_memory() }

  /// The state of the CPU generator, for checkpoints.
  public static func generatorState() throws -> Tensor {
    var state: OpaquePointer?
    try check(ct_generator_state(&state), "reading the generator's state")
    guard let state else { throw bridgeFailure("reading the generator's state") }
    return Tensor(owning: state)
  }

  public static func setGeneratorState(_ state: Tensor) throws {
    try check(ct_set_generator_state(state.pointer), "setting the generator's state")
  }
}

extension Runtime {
  /// Runs `body` for 0 ..< count on several threads, each of whose operations keeps to its thread:
  /// for work that falls into independent parts, this wastes less than threads within operations.
  /// - Parameter workers: threads at most.
  /// - Returns: the results in order.
  public static func parallelMapOfSingleThreadedOperations<Result: Sendable>(
    count: Int, workers: Int, _ body: @Sendable (Int) throws -> Result
  ) throws -> [Result] {
    let threads = threadCount
    // The setting belongs to the thread; the calling one takes part and gets its own back.
    defer { _ = ct_set_thread_count(Int32(clamping: threads)) }
    return try parallelMap(count: count, workers: workers) { index in
      try setThreadCount(1)
      return try body(index)
    }
  }
}

// MARK: Differentiation

/// Runs `body` without recording operations for differentiation.
///
/// The mode belongs to the thread, so `body` must not be asynchronous.
public func withoutGradients<Result>(_ body: () throws -> Result) rethrows -> Result {
  let previous = ct_gradient_mode_exchange(false)
  defer { _ = ct_gradient_mode_exchange(previous) }
  return try body()
}

/// Runs `body` with libtorch's autocast: what bears it (convolutions, matrix products) computes in
/// bfloat16, the rest, weights and their gradients stay float32. `backward` belongs outside.
///
/// The mode belongs to the thread, so `body` must not be asynchronous; scopes do not nest.
public func withBFloat16<Result>(on device: Device, _ body: () throws -> Result) throws -> Result {
  try check(ct_autocast_begin(device.bridgeValue), "computing in bfloat16")
  defer { ct_autocast_end(device.bridgeValue) }
  return try body()
}

extension Tensor {
  /// Adds the gradients of this scalar to every parameter that it depends on.
  public func backward() throws {
    try check(ct_tensor_backward(pointer), "backward")
  }

  /// The gradient that `backward` left here; nil where there is none.
  public func gradient() throws -> Tensor? {
    var result: OpaquePointer?
    try check(ct_tensor_gradient(pointer, &result), "reading a gradient")
    return result.map(Tensor.init(owning:))
  }

  public var requiresGradient: Bool { ct_tensor_requires_gradient(pointer) }

  /// Makes this tensor a leaf whose gradient `backward` computes.
  public func requireGradient(_ required: Bool = true) throws {
    try check(ct_tensor_set_requires_gradient(pointer, required), "requiring a gradient")
  }

  func clearGradient() throws {
    try check(ct_tensor_clear_gradient(pointer), "clearing a gradient")
  }
}
