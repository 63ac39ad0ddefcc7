/// The few names that a pickle may mention. Each has a meaning here; none is looked up, and nothing
/// is ever called.
enum PickleGlobal: Equatable {
  case orderedDictionary
  /// A tuple of whole numbers: `torch.Size`.
  case size
  case rebuildTensor
  case rebuildParameter
  case storageType(StoredElementType)

  /// - Throws: `WeightsFlaw` for every other name.
  init(module: String, name: String) throws {
    switch (module, name) {
    case ("collections", "OrderedDict"): self = .orderedDictionary
    case ("torch", "Size"): self = .size
    case ("torch._utils", "_rebuild_tensor"), ("torch._utils", "_rebuild_tensor_v2"):
      self = .rebuildTensor
    case ("torch._utils", "_rebuild_parameter"),
      ("torch._utils", "_rebuild_parameter_with_state"), ("torch.nn.parameter", "Parameter"):
      self = .rebuildParameter
    case ("torch", _), ("torch.cuda", _):
      guard let type = PickleGlobal.storageTypes[name] else { fallthrough }
      self = .storageType(type)
    default:
      throw WeightsFlaw(
        "asks for \(shown("\(module).\(name)")), which no table of weights needs, so that it is "
          + "not read further")
    }
  }

  private static let storageTypes: [String: StoredElementType] = [
    "ByteStorage": .uint8, "CharStorage": .int8, "ShortStorage": .int16, "IntStorage": .int32,
    "LongStorage": .int64, "HalfStorage": .float16, "BFloat16Storage": .bfloat16,
    "FloatStorage": .float32, "DoubleStorage": .float64, "BoolStorage": .bool,
  ]
}
