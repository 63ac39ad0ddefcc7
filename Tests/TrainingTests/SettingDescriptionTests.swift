import Foundation
import Support
import Testing
import Training

/// The descriptions that validation, help, documents and the report's table are made from.
@Suite struct SettingDescriptionTests {
  /// The dotted names of all settings as files have them.
  private func names(_ value: Any, _ prefix: String = "") -> [String] {
    guard let object = value as? [String: Any] else { return [prefix] }
    return object.flatMap { names($0.value, prefix.isEmpty ? $0.key : "\(prefix).\($0.key)") }
  }

  @Test func everySettingIsDescribedOnce() throws {
    var settings = TrainingSettings()
    settings.initialWeights = "weights"
    settings.initialHeadLabels = ["happy"]
    let data = try JSONEncoder().encode(settings)
    let stored = names(try JSONSerialization.jsonObject(with: data))
    let described = TrainingSettings.descriptions.map(\.name)
    #expect(described.sorted() == stored.sorted())
    #expect(TrainingSettings.descriptions.allSatisfy { !$0.meaning.isEmpty && !$0.title.isEmpty })
  }

  @Test(arguments: [
    ("dropout", "at least 0 and below 1"), ("learningRate", "a positive number"),
    ("plateauFactor", "above 0 and below 1"), ("batchSize", "between 2 and 4,096"),
    ("distanceLoss.centreRate", "between 0 and 1"), ("augmentation.hue", "between 0 and 0.5"),
  ])
  func whatIsOutOfRangeIsNamedWithItsRange(name: String, range: String) throws {
    var settings = TrainingSettings()
    switch name {
    case "dropout": settings.dropout = 1
    case "learningRate": settings.learningRate = 0
    case "plateauFactor": settings.plateauFactor = 1
    case "batchSize": settings.batchSize = 1
    case "distanceLoss.centreRate": settings.distanceLoss.centreRate = 1.1
    default: settings.augmentation.hue = .nan
    }
    let error = #expect(throws: SmilestoneError.self) { try settings.validate() }
    #expect(error?.message == "The setting \(name) is out of range.")
    #expect(error?.remedy == "It must be \(range).")
  }

  @Test func valuesAreShownWithTheirUnits() throws {
    func shown(_ name: String, of settings: TrainingSettings) throws -> String? {
      try #require(TrainingSettings.descriptions.first { $0.name == name }).text(settings)
    }
    var settings = TrainingSettings()
    settings.initialWeights = "models/resnet18.pth"
    #expect(try shown("imageSize", of: settings) == "224 px")
    #expect(try shown("initialWeights", of: settings) == "resnet18.pth")
    #expect(try shown("distanceLoss.weight", of: settings) == "0.0035")
    #expect(try shown("momentum", of: settings) == nil)
    settings.optimiser = .sgd
    settings.distanceLoss.weight = 0
    #expect(try shown("momentum", of: settings) == "0.9")
    #expect(try shown("distanceLoss.margin", of: settings) == nil)
  }
}
