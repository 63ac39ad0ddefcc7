/// The names that a pickle mentions. A few have a meaning here; every other is a placeholder, which
/// nothing can be done with. None is looked up, and nothing is ever called.
enum PickleGlobal: Equatable {
  case orderedDictionary
  /// A tuple of whole numbers: `torch.Size`.
  case size
  case rebuildTensor
  case rebuildParameter
  case storageType(StoredElementType)
  /// A name without a meaning: "argparse.Namespace".
  case foreign(String)

  init(module: String, name: String) {
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
    default: self = .foreign("\(module).\(name)")
    }
  }

  private static let storageTypes: [String: StoredElementType] = [
    "ByteStorage": .uint8, "CharStorage": .int8, "ShortStorage": .int16, "IntStorage": .int32,
    "LongStorage": .int64, "HalfStorage": .float16, "BFloat16Storage": .bfloat16,
    "FloatStorage": .float32, "DoubleStorage": .float64, "BoolStorage": .bool,
  ]
}
