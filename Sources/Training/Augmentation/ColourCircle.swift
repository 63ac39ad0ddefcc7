import Torch

/// Turns colours about the hue circle (through HSV, Smith 1978).
enum ColourCircle {
  /// - Parameters:
  ///   - images: [N, 3, H, W], values 0 ... 1.
  ///   - turn: [N, 1, 1], the share of the circle.
  static func turned(_ images: Tensor, by turn: Tensor) throws -> Tensor {
    func channel(_ index: Int) throws -> Tensor {
      try images.narrowed(along: 1, from: index, count: 1).reshaped(planeShape)
    }
    let planeShape = [images.shape[0], images.shape[2], images.shape[3]]
    let (red, green, blue) = (try channel(0), try channel(1), try channel(2))
    let value = try images.maximum(over: [1])
    let range = try value - images.minimum(over: [1])
    let one = try Tensor.full(1, shape: [], device: images.device)
    let isGrey = try range.equals(0)
    let saturation = try range / isGrey.select(one, value)
    let divisor = try isGrey.select(one, range)
    let (redPart, greenPart, bluePart) = (
      try (value - red) / divisor, try (value - green) / divisor, try (value - blue) / divisor
    )
    let hueInSixths = try value.equals(red).select(
      bluePart - greenPart,
      value.equals(green).select(redPart - bluePart + 2.0, greenPart - redPart + 4.0))
    let hue = try (hueInSixths * (1.0 / 6) + 1.0 + turn).remainder(dividingBy: 1)
    return try colours(hue: hue, saturation: saturation, value: value)
  }

  /// HSV planes [N, H, W] → images [N, 3, H, W].
  private static func colours(hue: Tensor, saturation: Tensor, value: Tensor) throws -> Tensor {
    // Each channel is value·(1 − saturation·k), k a trapezium over the hue circle.
    let planes = try [5.0, 3.0, 1.0].map { offset in
      let position = try (hue * 6 + offset).remainder(dividingBy: 6)
      let trapezium = try Tensor.stacked([position, 4 - position]).minimum(over: [0])
        .clamped(minimum: 0, maximum: 1)
      return try value - value * saturation * trapezium
    }
    return try Tensor.stacked(planes, along: 1).clamped(minimum: 0, maximum: 1)
  }
}
