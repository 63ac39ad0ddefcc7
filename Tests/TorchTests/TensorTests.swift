import Support
import Testing
import Torch

@Suite struct TensorTests {
  @Test func elementsComeBackInOrder() throws {
    let tensor = try Tensor([1, 2, 3, 4, 5, 6] as [Float], shape: [2, 3])
    #expect(tensor.shape == [2, 3])
    #expect(try tensor.transposed(0, 1).elements(as: Float.self) == [1, 4, 2, 5, 3, 6])
    #expect(throws: SmilestoneError.self) { try tensor.elements(as: Double.self) }
    #expect(throws: SmilestoneError.self) { try Tensor([1, 2, 3] as [Float], shape: [2, 2]) }
  }

  @Test func arithmeticBroadcasts() throws {
    let row = try Tensor([1, 2, 3] as [Double], shape: [1, 3])
    let column = try Tensor([10, 20] as [Double], shape: [2, 1])
    #expect(try (row + column).doubles() == [11, 12, 13, 21, 22, 23])
    #expect(try (row * 2 - column).doubles() == [-8, -6, -4, -18, -16, -14])
    #expect(try (1 - row).doubles() == [0, -1, -2])
    #expect(try row.matrixProduct(row.transposed(0, 1)).item() == 14)
  }

  @Test func errorsNameTheOperationAndShapes() throws {
    let first = try Tensor.zeros([2, 3])
    let second = try Tensor.zeros([2, 3])
    let error = #expect(throws: SmilestoneError.self) { try first.matrixProduct(second) }
    #expect(error?.message.contains("aten::matmul") == true)
    #expect(error?.message.contains("[2, 3]") == true)
  }

  @Test func unknownOperationsAndParametersAreErrors() throws {
    let zero = try Tensor.zeros([1])
    #expect(throws: SmilestoneError.self) { try Operation("aten::no_such_thing").call([]) }
    #expect(throws: SmilestoneError.self) {
      try Operation("aten::relu").call([.tensor(zero)], named: ["nonsense": .integer(1)])
    }
    #expect(throws: SmilestoneError.self) { try Operation("aten::relu").call([]) }
  }

  /// By the rule of TensorFlow's documentation: 5 places with stride 2 become 3, 4 become 2.
  @Test func samePaddingPutsTheOddZeroLast() throws {
    let odd = try Tensor([1, 2, 3, 4, 5] as [Float], shape: [1, 1, 1, 5])
    let even = try odd.narrowed(along: 3, from: 0, count: 4)
    #expect(
      try Functions.samePadded(odd, kernelSize: 3, stride: 2).elements(as: Float.self)
        == [0, 0, 0, 0, 0, 0, 0] + [0, 1, 2, 3, 4, 5, 0] + [0, 0, 0, 0, 0, 0, 0])
    #expect(
      try Functions.samePadded(even, kernelSize: 3, stride: 2).elements(as: Float.self)
        == [0, 0, 0, 0, 0] + [1, 2, 3, 4, 0] + [0, 0, 0, 0, 0])
    #expect(try Functions.samePadded(odd, kernelSize: 1, stride: 1).shape == [1, 1, 1, 5])
    let clipped = try Functions.relu6(Tensor([-1, 2, 7] as [Float], shape: [3]))
    #expect(try clipped.elements(as: Float.self) == [0, 2, 6])
  }

  @Test func tensorsAreFreed() throws {
    // Other tests make tensors at the same time, so only growth far beyond theirs counts.
    let before = Tensor.liveCount
    for _ in 0..<10_000 { _ = try Tensor.zeros([2]) + 1 }
    #expect(Tensor.liveCount - before < 5000)
  }

  @Test func generatorStateRepeatsDraws() throws {
    let draw = Operation("aten::rand")
    let state = try Runtime.generatorState()
    let first = try draw(.integers([4])).doubles()
    try Runtime.setGeneratorState(state)
    #expect(try draw(.integers([4])).doubles() == first)
  }
}

@Suite struct PrecisionTests {
  /// Matrix products inside the scope round to bfloat16's eight bits; sums and what comes after
  /// the scope do not, also when its body throws.
  @Test func productsRoundInsideTheScopeAlone() throws {
    struct Stop: Error {}
    let x = try Tensor([1 + 1 / 1024] as [Float], shape: [1, 1])
    let one = try Tensor([1] as [Float], shape: [1, 1])
    let (product, sum) = try withBFloat16(on: .cpu) { (try x.matrixProduct(one), try x + one) }
    #expect(product.elementType == .bfloat16)
    #expect(try product.to(.float32).item() == 1)
    #expect(sum.elementType == .float32)
    #expect(throws: Stop.self) { try withBFloat16(on: .cpu) { throw Stop() } }
    #expect(try x.matrixProduct(one).item() == 1 + 1 / 1024)
  }

  /// The rounded copy of a weight that a scope keeps does not outlive it.
  @Test func changedWeightsAreRoundedAgain() throws {
    let x = try Tensor([1] as [Float], shape: [1, 1])
    let layer = try Linear(ParameterStore().root / "layer", inputs: 1, outputs: 1)
    try layer.bias.assign(.zeros([1]))
    for weight in [Float(2), 3] {
      try layer.weight.assign(Tensor([weight], shape: [1, 1]))
      let output = try withBFloat16(on: .cpu) { try layer(x) }
      #expect(try output.to(.float32).item() == Double(weight))
    }
  }
}

@Suite struct StochasticDepthTests {
  private func draw(_ input: Tensor) throws -> [Double] {
    try Runtime.seed(3)
    return try Functions.stochasticDepth(input, probability: 0.2, training: true).doubles()
  }

  /// Images are kept or left out as a whole, and what is kept makes up for the rest.
  @Test func wholeImagesAreLeftOut() throws {
    let input = try Tensor.full(1, shape: [4000, 2, 3, 1])
    let values = try draw(input)
    let rows = stride(from: 0, to: values.count, by: 6).map { Array(values[$0..<($0 + 6)]) }
    #expect(rows.allSatisfy { Set($0).count == 1 && ($0[0] == 0 || abs($0[0] - 1.25) < 1e-6) })
    let share = Double(rows.count { $0[0] == 0 }) / Double(rows.count)
    #expect(abs(share - 0.2) < 0.02)
    #expect(try draw(input) == values)
    #expect(try draw(input.to(.float64)).map { $0 > 0 } == values.map { $0 > 0 })
  }

  @Test func nothingIsLeftOutAfterTraining() throws {
    let input = try Tensor.full(1, shape: [50, 2])
    let output = try Functions.stochasticDepth(input, probability: 0.9, training: false)
    #expect(try output.doubles().allSatisfy { $0 == 1 })
  }
}

@Suite struct GradientTests {
  @Test func backwardGivesTheDerivative() throws {
    let x = try Tensor([3] as [Double], shape: [1])
    try x.requireGradient()
    try (x * x * x).sum().backward()
    #expect(try x.gradient()?.item() == 27)
  }

  @Test func nothingIsRecordedInsideTheScope() throws {
    let x = try Tensor([3] as [Double], shape: [1])
    try x.requireGradient()
    let y = try withoutGradients { try x * 2 }
    #expect(!y.requiresGradient)
    #expect(try (x * 2).requiresGradient)
  }

  @Test func scopeEndsWhenItsBodyThrows() throws {
    struct Stop: Error {}
    #expect(throws: Stop.self) { try withoutGradients { throw Stop() } }
    let x = try Tensor([3] as [Double], shape: [1])
    try x.requireGradient()
    #expect(try (x * 2).requiresGradient)
  }
}
