import Torch

/// An exponential moving average of a model's weights and running statistics:
/// a ← d·a + (1 − d)·w after each step, with d = min(decay, (1 + t)/(10 + t)) after t steps, so
/// that the random initial weights are soon forgotten (Polyak & Juditsky 1992; the ramp is that of
/// TensorFlow's `ExponentialMovingAverage`).
final class WeightAverage {
  private let decay: Double
  private let parameters: [Parameter]
  private var averages: [Tensor]
  private var steps = 0

  init(of store: ParameterStore, decay: Double) throws {
    self.decay = decay
    // Counters, which are whole numbers, are not averaged.
    let parameters = store.parameters.filter { $0.value.elementType?.isFloatingPoint == true }
    self.parameters = parameters
    averages = try withoutGradients {
      try parameters.map { try $0.value.detached().copied() }
    }
  }

  func stepTaken() throws {
    steps += 1
    let current = min(decay, Double(1 + steps) / Double(10 + steps))
    try withoutGradients {
      _ = try WeightAverage.moveInPlace.call([
        .tensors(averages), .tensors(parameters.map { try $0.value.detached() }),
        .number(1 - current),
      ])
    }
  }

  /// Runs `body` with the averages in the model, then puts the model's own values back.
  func applied<Result>(_ body: () throws -> Result) throws -> Result {
    let own = try withoutGradients { try parameters.map { try $0.value.detached().copied() } }
    for (parameter, average) in zip(parameters, averages) { try parameter.assign(average) }
    let result = Swift.Result { try body() }
    for (parameter, value) in zip(parameters, own) { try parameter.assign(value) }
    return try result.get()
  }

  func state() throws -> [String: Tensor] {
    var state = ["steps": try Tensor([Int64(steps)], shape: [1])]
    for (parameter, average) in zip(parameters, averages) { state[parameter.name] = average }
    return state
  }

  func restore(_ state: [String: Tensor]) throws {
    steps = Int(try state["steps"]?.item() ?? 0)
    for (index, parameter) in parameters.enumerated() {
      guard let value = state[parameter.name] else { continue }
      // Adding to zeros keeps the layout in memory.
      averages[index] = try withoutGradients { try averages[index].zerosLike() + value }
    }
  }

  private static let moveInPlace = Operation("aten::_foreach_lerp_", "Scalar")
}
