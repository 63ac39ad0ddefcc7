import CTorch

/// A convolution for inference on the CPU. Its weights are laid out once as oneDNN's kernels read
/// them, where `aten::conv2d` does so at every call, and what follows it is computed with it.
public struct PackedConvolution {
  private let weight: Tensor
  private let bias: Tensor
  private let stride: Int
  private let padding: Int

  private enum Operations {
    static let reorder = Operation("mkldnn::_reorder_convolution_weight")
    static let convolve = Operation("mkldnn::_convolution_pointwise")
    static let convolveAndAdd = Operation("mkldnn::_convolution_pointwise_", "binary")

    static let exist = reorder.exists && convolve.exists && convolveAndAdd.exists
  }

  /// Nil where oneDNN does not compute such a convolution: on other devices, in other element
  /// types, in a libtorch without it, and for outputs of few pixels, which `Functions.convolution` computes faster.
  /// - Parameters:
  ///   - weight: [O, C, kH, kW].
  ///   - bias: [O].
  ///   - inputShape: [N, C, H, W] of the images to come. Other shapes give the same results, more
  ///     slowly.
  public init?(
    weight: Tensor, bias: Tensor, stride: Int, padding: Int, inputShape: [Int]
  ) throws {
    guard Operations.exist, weight.device == .cpu, weight.elementType == .float32,
      !Self.hasFewPixels(
        inputShape: inputShape, weightShape: weight.shape, stride: stride, padding: padding)
    else { return nil }
    self.weight = try Operations.reorder(
      .tensor(weight), .integers([padding, padding]), .integers([stride, stride]),
      .integers([1, 1]), .integer(1), .integers(inputShape))
    self.bias = bias
    self.stride = stride
    self.padding = padding
  }

  private static func hasFewPixels(
    inputShape: [Int], weightShape: [Int], stride: Int, padding: Int
  ) -> Bool {
    ct_convolution_has_few_pixels(
      inputShape.map(Int64.init), weightShape.map(Int64.init), Int64(stride), Int64(padding))
  }

  /// The convolution of `input` [N, C, H, W], and its ReLU where asked for.
  public func callAsFunction(_ input: Tensor, relu: Bool) throws -> Tensor {
    try Operations.convolve(
      .tensor(input), .tensor(weight), .tensor(bias), .integers([padding, padding]),
      .integers([stride, stride]), .integers([1, 1]), .integer(1),
      .string(relu ? "relu" : "none"), .integers([]), .string(""))
  }

  /// ReLU(convolution + addend); overwrites `addend` [N, O, H', W'], which nobody else may read.
  public func rectifiedSum(_ input: Tensor, consuming addend: Tensor) throws -> Tensor {
    try Operations.convolveAndAdd(
      .tensor(addend), .tensor(input), .tensor(weight), .tensor(bias),
      .integers([padding, padding]), .integers([stride, stride]), .integers([1, 1]), .integer(1),
      .string("add"), .none, .string("relu"), .integers([]), .none)
  }
}
