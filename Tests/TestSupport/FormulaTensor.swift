/// Weights and inputs from a formula, so that a fixture made in Python need not store them.
///
/// The twin of `Tests/ModelsTests/Fixtures/formula.py`: value *i* of a tensor is the SplitMix64
/// distribution of FNV-1a(name) + *i* · 0x9E3779B97F4A7C15, its upper 53 bits read as a number in [-1, 1).
public func formulaValues(name: String, count: Int) -> [Double] {
  let start = fnv1a64(name)
  return (0..<count).map { index in
    var z = start &+ UInt64(index) &* 0x9E37_79B9_7F4A_7C15
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    z ^= z >> 31
    return 2 * (Double(z >> 11) * 0x1p-53) - 1
  }
}

/// One tensor of a state dict, in row-major order: formula values scaled by the tensor's kind,
/// which its name (torchvision's) and shape tell.
///
/// A convolution's or linear layer's weights keep the size of what passes through; normalisations
/// and layer scale have weights near 1, biases and means near 0, variances near 1.
public func formulaParameter(name: String, shape: [Int]) -> [Double] {
  let values = formulaValues(name: name, count: shape.reduce(1, *))
  let (offset, scale) = parameterRange(name: name, shape: shape)
  return values.map { offset + scale * $0 }
}

private func parameterRange(name: String, shape: [Int]) -> (offset: Double, scale: Double) {
  let fanIn = Double(shape.dropFirst().reduce(1, *))
  let kind = name.split(separator: ".").last ?? ""
  switch (shape.count, kind) {
  // The excitation behind a depthwise convolution, which has one input channel, halves.
  case (4, _): return (0, ((shape[1] == 1 ? 12 : 6) / fanIn).squareRoot())
  case (2, _): return (0, (3 / fanIn).squareRoot())
  case (_, "running_mean"): return (0, 0.2)
  case (_, "running_var"): return (1, 0.4)
  case (_, "weight"), (_, "gamma"): return (1, 0.3)
  default: return (0, name.hasPrefix("fc.") ? 0.1 : 0.2)
  }
}

private func fnv1a64(_ text: String) -> UInt64 {
  text.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
}
