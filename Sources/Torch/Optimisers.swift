import Support

/// Moves parameters along their gradients.
public protocol Optimiser: AnyObject {
  /// The step size; schedules change it between steps.
  var learningRate: Double { get set }
  /// One step for all parameters that have a gradient, whose gradients are then cleared.
  func step() throws
  /// What a checkpoint must hold, by name, to be written at once: later steps change it.
  func state() throws -> [String: Tensor]
  /// Puts such a state back.
  func restore(_ state: [String: Tensor]) throws
}

/// Adam (Kingma & Ba 2015) with libtorch's fused kernel: one pass over all parameters.
public final class Adam: Optimiser {
  public struct Settings: Sendable, Equatable {
    /// Default: PyTorch's 1e-3.
    public var learningRate = 1e-3
    /// Decay of the moment estimates; PyTorch's defaults.
    public var beta1 = 0.9
    public var beta2 = 0.999
    public var epsilon = 1e-8
    /// Strength of weight decay, 0 for none.
    public var weightDecay = 0.0
    /// False adds weight decay to the gradient (L2, as `torch.optim.Adam`); true shrinks the
    /// weights apart from it (AdamW, Loshchilov & Hutter 2019).
    public var decoupledWeightDecay = false

    public init() {}
  }

  public var learningRate: Double
  private let settings: Settings
  private let parameters: [Parameter]
  private var firstMoments: [Tensor]
  private var secondMoments: [Tensor]
  private var steps: [Tensor]

  public init(_ parameters: [Parameter], settings: Settings) throws {
    self.parameters = parameters
    self.settings = settings
    learningRate = settings.learningRate
    firstMoments = try withoutGradients { try parameters.map { try $0.value.zerosLike() } }
    secondMoments = try withoutGradients { try parameters.map { try $0.value.zerosLike() } }
    steps = try parameters.map { try .zeros([], device: $0.value.device) }
  }

  public func step() throws {
    let active = try gradients(of: parameters)
    guard !active.isEmpty else { return }
    let places = active.map(\.index)
    try withoutGradients {
      for place in places { steps[place] = try steps[place] + 1 }
      let kernel = settings.decoupledWeightDecay ? Adam.fusedDecoupled : Adam.fused
      _ = try kernel.call(
        [
          .tensors(places.map { parameters[$0].value }), .tensors(active.map(\.gradient)),
          .tensors(places.map { firstMoments[$0] }), .tensors(places.map { secondMoments[$0] }),
          .tensors([]), .tensors(places.map { steps[$0] }),
        ],
        named: [
          "lr": .number(learningRate), "beta1": .number(settings.beta1),
          "beta2": .number(settings.beta2), "weight_decay": .number(settings.weightDecay),
          "eps": .number(settings.epsilon), "amsgrad": .boolean(false),
          "maximize": .boolean(false),
        ])
    }
    for place in places { try parameters[place].value.clearGradient() }
  }

  public func state() throws -> [String: Tensor] {
    var state: [String: Tensor] = [:]
    for (index, parameter) in parameters.enumerated() {
      state["first_moment.\(parameter.name)"] = firstMoments[index]
      state["second_moment.\(parameter.name)"] = secondMoments[index]
      state["step.\(parameter.name)"] = steps[index]
    }
    return state
  }

  public func restore(_ state: [String: Tensor]) throws {
    for (index, parameter) in parameters.enumerated() {
      // Adding to zeros keeps the layout of the parameter, which the kernel relies on.
      let layout = try parameter.value.detached().zerosLike()
      firstMoments[index] = try layout + entry("first_moment.\(parameter.name)", in: state)
      secondMoments[index] = try layout + entry("second_moment.\(parameter.name)", in: state)
      steps[index] = try entry("step.\(parameter.name)", in: state).copied()
    }
  }

  private static let fused = Operation("aten::_fused_adam_")
  private static let fusedDecoupled = Operation("aten::_fused_adamw_")
}

/// Stochastic gradient descent with momentum, as `torch.optim.SGD`: v ← μ·v + g, w ← w − η·v.
public final class StochasticGradientDescent: Optimiser {
  public struct Settings: Sendable, Equatable {
    public var learningRate = 1e-2
    /// Default 0, as PyTorch's.
    public var momentum = 0.0
    /// Strength of the L2 penalty added to the gradient, 0 for none.
    public var weightDecay = 0.0

    public init() {}
  }

  public var learningRate: Double
  private let settings: Settings
  private let parameters: [Parameter]
  private var velocities: [Tensor]

  public init(_ parameters: [Parameter], settings: Settings) throws {
    self.parameters = parameters
    self.settings = settings
    learningRate = settings.learningRate
    velocities = try withoutGradients { try parameters.map { try $0.value.zerosLike() } }
  }

  public func step() throws {
    let active = try gradients(of: parameters)
    guard !active.isEmpty else { return }
    let places = active.map(\.index)
    try withoutGradients {
      // Velocities start at zero, which makes the first step the same as any other.
      _ = try StochasticGradientDescent.fused.call(
        [
          .tensors(places.map { parameters[$0].value }), .tensors(active.map(\.gradient)),
          .tensors(places.map { velocities[$0] }),
        ],
        named: [
          "weight_decay": .number(settings.weightDecay), "momentum": .number(settings.momentum),
          "lr": .number(learningRate), "dampening": .number(0), "nesterov": .boolean(false),
          "maximize": .boolean(false), "is_first_step": .boolean(false),
        ])
    }
    for place in places { try parameters[place].value.clearGradient() }
  }

  public func state() throws -> [String: Tensor] {
    var state: [String: Tensor] = [:]
    for (index, parameter) in parameters.enumerated() {
      state["velocity.\(parameter.name)"] = velocities[index]
    }
    return state
  }

  public func restore(_ state: [String: Tensor]) throws {
    for (index, parameter) in parameters.enumerated() {
      let layout = try parameter.value.detached().zerosLike()
      velocities[index] = try layout + entry("velocity.\(parameter.name)", in: state)
    }
  }

  private static let fused = Operation("aten::_fused_sgd_")
}

/// The parameters that have a gradient, by their place, with it.
private func gradients(of parameters: [Parameter]) throws -> [(index: Int, gradient: Tensor)] {
  try parameters.enumerated().compactMap { index, parameter in
    try parameter.value.gradient().map { (index, $0) }
  }
}

private func entry(_ name: String, in state: [String: Tensor]) throws -> Tensor {
  guard let tensor = state[name] else {
    throw SmilestoneError.badInput(
      "The checkpoint lacks the optimiser's “\(name)”.",
      remedy: "Remove the checkpoint to start the training again.")
  }
  return tensor
}
