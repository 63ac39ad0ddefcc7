import TestSupport
import Testing

/// Against Tests/ModelsTests/Fixtures/formula.py: `values(name, 3)`, `parameter(name, shape)`.
struct FormulaTensorTests {
  @Test(arguments: [
    ("input", [-0.9774936842442024, -0.8043633146849236, 0.30472085653436465]),
    ("layer1.0.conv1.weight", [0.008586280697548965, 0.6828864696868464, 0.14642143759884463]),
    ("größe", [0.48878404578117096, 0.3258439611516799, 0.3622661303842927]),
  ])
  func agreesWithPython(name: String, expected: [Double]) {
    #expect(formulaValues(name: name, count: expected.count) == expected)
  }

  @Test(arguments: [
    ("conv1.weight", [4, 3, 7, 7], -0.16651791367963106),
    ("fc.1.weight", [7, 512], 0.0373126845400629),
    ("fc.1.bias", [7], 0.005870865377655976),
    ("bn1.weight", [5], 0.8496386593200705),
    ("layer1.0.bn1.bias", [5], -0.12123260169915202),
    ("features.1.0.block.0.0.weight", [32, 1, 3, 3], -0.04369362218335752),
    ("blocks.0.ls1.gamma", [5], 0.7451064718777798),
    ("bn1.running_mean", [5], 0.1498715660459102),
    ("layer2.0.downsample.1.running_var", [5], 1.2379874829303847),
  ])
  func scalesByKind(name: String, shape: [Int], last: Double) throws {
    let values = formulaParameter(name: name, shape: shape)
    #expect(values.count == shape.reduce(1, *))
    #expect(abs(try #require(values.last) - last) < 1e-15)
  }
}
