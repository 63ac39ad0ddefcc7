import Foundation

/// The tensors by name that a pickle describes.
struct PickledStateDict {
  /// The key under which a checkpoint holds the table; nil where the file is the table itself.
  let wrappingKey: String?
  /// The tensors' numbers in `PickleObjects`.
  let tensors: [String: Int]

  /// Under these keys checkpoints keep the weights among other things, in the order of choice.
  static let wrappingKeys = ["state_dict", "model_state_dict", "model"]

  /// - Throws: `WeightsFlaw` when the value is no table of tensors.
  init(_ value: PickleValue, in objects: PickleObjects) throws {
    guard case .dictionary(let outer) = value else {
      throw WeightsFlaw("holds no state dict (a table of tensors by name)")
    }
    for key in PickledStateDict.wrappingKeys {
      guard case .dictionary(let inner)? = objects.entry(key, of: outer) else { continue }
      wrappingKey = key
      tensors = try PickledStateDict.table(inner, in: objects)
      return
    }
    wrappingKey = nil
    tensors = try PickledStateDict.table(outer, in: objects)
  }

  private static func table(_ index: Int, in objects: PickleObjects) throws -> [String: Int] {
    var tensors: [String: Int] = [:]
    for entry in objects.dictionaries[index] {
      guard case .text(let name) = entry.key else {
        throw WeightsFlaw("has a tensor whose name is no text")
      }
      guard case .tensor(let tensor) = entry.value else {
        throw WeightsFlaw("has an entry \(shown(name)) that is no tensor")
      }
      tensors[name] = tensor
    }
    guard !tensors.isEmpty else { throw WeightsFlaw("holds no tensors") }
    return tensors
  }
}
