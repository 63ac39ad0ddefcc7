import Support
import Torch

/// A traced call, whose arguments are asked for by their places.
struct ONNXCall {
  private let step: OperationTrace.Step

  init(_ step: OperationTrace.Step) { self.step = step }

  var name: String { step.name }

  /// All tensors among the arguments.
  var tensors: [Tensor] {
    (step.arguments + step.named.values).flatMap { value in
      switch value {
      case .tensor(let tensor): [tensor]
      case .tensors(let tensors): tensors
      default: [Tensor]()
      }
    }
  }

  func hasTensor(_ place: Int) -> Bool {
    if place < step.arguments.count, case .tensor = step.arguments[place] { true } else { false }
  }

  func tensor(_ place: Int) throws -> Tensor {
    guard case .tensor(let tensor) = try value(place) else { throw unexpected(place) }
    return tensor
  }

  func tensorList(_ place: Int) throws -> [Tensor] {
    guard case .tensors(let tensors) = try value(place) else { throw unexpected(place) }
    return tensors
  }

  func integer(_ place: Int) throws -> Int {
    guard case .integer(let integer) = try value(place) else { throw unexpected(place) }
    return integer
  }

  func integers(_ place: Int) throws -> [Int] {
    guard case .integers(let integers) = try value(place) else { throw unexpected(place) }
    return integers
  }

  func number(_ place: Int) throws -> Double {
    guard case .number(let number) = try value(place) else { throw unexpected(place) }
    return number
  }

  func boolean(_ place: Int) throws -> Bool {
    guard case .boolean(let boolean) = try value(place) else { throw unexpected(place) }
    return boolean
  }

  private func value(_ place: Int) throws -> Value {
    guard place < step.arguments.count else { throw unexpected(place) }
    return step.arguments[place]
  }

  private func unexpected(_ place: Int) -> SmilestoneError {
    .failed(
      "The network cannot be written as ONNX: argument \(place) of \(name) is of another kind.",
      remedy: "Export it with --format torchvision.")
  }
}
