import Testing
import Torch

/// The convolutions and gradients that the bridge computes itself, against sums written out in 64 bits, or against
/// libtorch in 64 bits.
@Suite struct ConvolutionTests {
  struct Shape: CustomTestStringConvertible {
    var images = 3
    var channels: Int
    var outputs: Int
    var height: Int
    var width: Int
    var kernel: Int
    var stride = 1
    var padding: Int
    var groups = 1

    var testDescription: String {
      "\(channels) to \(outputs) channels, \(height) × \(width), kernel \(kernel), stride \(stride), \(groups) groups"
    }
  }

  static let shapes = [
    // Depthwise, wide kernels: whole blocks of channels, a rest, padding on all sides.
    Shape(channels: 64, outputs: 64, height: 4, width: 4, kernel: 5, padding: 2, groups: 64),
    Shape(
      channels: 45, outputs: 45, height: 7, width: 9, kernel: 5, stride: 2, padding: 2, groups: 45),
    Shape(
      channels: 33, outputs: 33, height: 8, width: 6, kernel: 4, stride: 3, padding: 0, groups: 33),
    // Depthwise, few pixels: most of the kernel lies outside.
    Shape(channels: 40, outputs: 40, height: 2, width: 2, kernel: 3, padding: 1, groups: 40),
    Shape(channels: 17, outputs: 17, height: 1, width: 1, kernel: 5, padding: 2, groups: 17),
    // Those that libtorch computes: few channels, many pixels, one pixel's kernel, groups of several channels.
    Shape(channels: 5, outputs: 7, height: 4, width: 3, kernel: 3, stride: 2, padding: 1),
    Shape(channels: 4, outputs: 6, height: 6, width: 5, kernel: 3, padding: 1),
    Shape(channels: 6, outputs: 5, height: 2, width: 2, kernel: 1, padding: 0),
    Shape(channels: 6, outputs: 9, height: 2, width: 2, kernel: 3, padding: 1, groups: 3),
  ]

  @Test(arguments: shapes, [MemoryFormat.contiguous, .channelsLast])
  func weightGradientsAreTheSumsOfProducts(_ shape: Shape, format: MemoryFormat) throws {
    let (input, weight, output, gradient) = try gradients(of: shape, format: format, type: .float32)
    let expected = expectedGradient(shape, input: input, output: output)
    let scale = expected.map(abs).max() ?? 1
    #expect(gradient.count == weight.count)
    for (value, wanted) in zip(gradient, expected) {
      #expect(abs(value - wanted) <= 2e-6 * scale)
    }
  }

  /// Few pixels and many channels: products of matrices for each element of the kernel.
  static let fewPixels = [
    Shape(channels: 128, outputs: 160, height: 2, width: 2, kernel: 3, padding: 1),
    Shape(channels: 144, outputs: 128, height: 1, width: 1, kernel: 3, padding: 1),
    Shape(channels: 128, outputs: 130, height: 3, width: 2, kernel: 3, padding: 1),
    Shape(channels: 128, outputs: 128, height: 4, width: 5, kernel: 3, stride: 2, padding: 1),
    Shape(channels: 130, outputs: 128, height: 6, width: 6, kernel: 7, stride: 4, padding: 3),
    Shape(channels: 128, outputs: 128, height: 4, width: 3, kernel: 2, stride: 2, padding: 0),
    // The last row and column are never read.
    Shape(channels: 128, outputs: 128, height: 4, width: 4, kernel: 3, stride: 2, padding: 0),
  ]

  @Test(arguments: fewPixels, [MemoryFormat.contiguous, .channelsLast])
  func fewPixelsEqualThemselvesInDoubles(_ shape: Shape, format: MemoryFormat) throws {
    let found = try all(of: shape, format: format, type: .float32)
    let expected = try all(of: shape, format: format, type: .float64)
    for (values, wanted) in zip(found, expected) {
      let scale = wanted.map(abs).max() ?? 1
      #expect(values.count == wanted.count && scale > 0)
      for (value, wanted) in zip(values, wanted) {
        #expect(abs(value - wanted) <= 2e-6 * scale)
      }
    }
  }

  /// The output, and the gradients of input, weight and bias.
  private func all(of shape: Shape, format: MemoryFormat, type: ElementType) throws -> [[Double]] {
    func parameter(_ shape: [Int], seed: Int) throws -> Tensor {
      let tensor = try Tensor(values(shape.reduce(1, *), seed: seed), shape: shape).to(type)
      let parameter = shape.count == 4 ? try tensor.contiguous(format) : tensor
      try parameter.requireGradient()
      return parameter
    }
    let input = try parameter(
      [shape.images, shape.channels, shape.height, shape.width], seed: 1)
    let weight = try parameter(
      [shape.outputs, shape.channels, shape.kernel, shape.kernel], seed: 2)
    let bias = try parameter([shape.outputs], seed: 4)
    let output = try Functions.convolution(
      input, weight: weight, bias: bias, stride: shape.stride, padding: shape.padding)
    let factors = try Tensor(values(output.shape.reduce(1, *), seed: 3), shape: output.shape)
    try (output * factors.to(type)).sum().backward()
    return try [output.doubles()]
      + [input, weight, bias].map { try #require(try $0.gradient()).doubles() }
  }

  /// In 64 bits, as tests of whole trainings compute, libtorch's own way is taken.
  @Test func doublesHaveTheSameGradients() throws {
    let shape = Self.shapes[0]
    let (input, _, output, gradient) = try gradients(
      of: shape, format: .channelsLast, type: .float64)
    for (value, wanted) in zip(gradient, expectedGradient(shape, input: input, output: output)) {
      #expect(abs(value - wanted) <= 1e-12 * max(1, abs(wanted)))
    }
  }

  /// Numbers without a pattern, from −1 to 1, that a 32-bit float holds exactly.
  private func values(_ count: Int, seed: Int) -> [Double] {
    var state = UInt64(seed)
    return (0..<count).map { _ in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(Int32(truncatingIfNeeded: state >> 40) % 4096) / 4096
    }
  }

  /// Flat values of input, weight and the outputs' gradient, and the weights' gradient that libtorch
  /// is asked for.
  private func gradients(of shape: Shape, format: MemoryFormat, type: ElementType) throws -> (
    input: [Double], weight: [Double], output: [Double], gradient: [Double]
  ) {
    let inputShape = [shape.images, shape.channels, shape.height, shape.width]
    let weightShape = [
      shape.outputs, shape.channels / shape.groups, shape.kernel, shape.kernel,
    ]
    let input = values(inputShape.reduce(1, *), seed: 1)
    let weight = values(weightShape.reduce(1, *), seed: 2)
    let parameter = try Tensor(weight, shape: weightShape).to(type).contiguous(format)
    try parameter.requireGradient()
    let result = try Functions.convolution(
      Tensor(input, shape: inputShape).to(type).contiguous(format), weight: parameter, bias: nil,
      stride: shape.stride, padding: shape.padding, groups: shape.groups)
    let output = values(result.shape.reduce(1, *), seed: 3)
    try (result * Tensor(output, shape: result.shape).to(type)).sum().backward()
    return (input, weight, output, try #require(try parameter.gradient()).doubles())
  }

  /// dW[o, c, i, j] = Σ over n, y, x of dY[n, o, y, x] · X[n, c', y·stride + i − padding, …].
  private func expectedGradient(_ shape: Shape, input: [Double], output: [Double]) -> [Double] {
    let height = (shape.height + 2 * shape.padding - shape.kernel) / shape.stride + 1
    let width = (shape.width + 2 * shape.padding - shape.kernel) / shape.stride + 1
    let inputs = shape.channels / shape.groups
    var gradient: [Double] = []
    for o in 0..<shape.outputs {
      for c in 0..<inputs {
        let channel = o / (shape.outputs / shape.groups) * inputs + c
        for i in 0..<shape.kernel {
          for j in 0..<shape.kernel {
            var sum = 0.0
            for n in 0..<shape.images {
              for y in 0..<height {
                for x in 0..<width {
                  let row = y * shape.stride + i - shape.padding
                  let column = x * shape.stride + j - shape.padding
                  guard 0..<shape.height ~= row, 0..<shape.width ~= column else { continue }
                  let place = (n * shape.channels + channel) * shape.height + row
                  sum +=
                    output[((n * shape.outputs + o) * height + y) * width + x]
                    * input[place * shape.width + column]
                }
              }
            }
            gradient.append(sum)
          }
        }
      }
    }
    return gradient
  }
}
