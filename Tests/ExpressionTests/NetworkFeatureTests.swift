import Analysis
import Expression
import Models
import Support
import Testing
import Torch
import Weights

struct NetworkFeatureTests {
  @Test("Layers that a network does not have are named, with those that it has")
  func layers() throws {
    let model = try FaceModel(architecture: .efficientNetLite0, head: .linear(outputs: 1))
    #expect {
      try EarlyLayers(model, through: "layer9")
    } throws: {
      ($0 as? SmilestoneError)?.remedy?.contains("blocks.2") == true
    }
  }

  @Test(
    "An expression that develops is dated from the network's first layers",
    .enabled(
      if: WeightsCache().entry("efficientnet_lite0") != nil, "make setup installs the weights"))
  func develops() throws {
    var settings = SyntheticFaces.quickSettings
    settings.features = .network
    settings.leastConditionStep = 100
    let analysis = try ExpressionAnalysis(try SyntheticFaces().faces(), settings: settings)
    #expect(analysis.gate.isOpen)
    #expect(abs(try #require(analysis.timing).ageInYears - 8) < 1)
  }

  @Test(
    "Faces say the same as their mirror images",
    .enabled(
      if: WeightsCache().entry("efficientnet_lite0") != nil, "make setup installs the weights"))
  func mirrored() throws {
    var settings = SyntheticFaces.quickSettings
    settings.features = .network
    settings.leastConditionStep = 100
    let faces = try SyntheticFaces(subjects: 120).faces()
    let rows = stride(from: 0, to: faces.images.count, by: faces.size)
    let mirrored = try ExpressionFaces(
      size: faces.size, images: rows.flatMap { faces.images[$0..<$0 + faces.size].reversed() },
      emotions: faces.emotions, emotionNames: faces.emotionNames, agesInYears: faces.agesInYears,
      subjects: faces.subjects)
    let correlations = try [faces, mirrored].map {
      try #require(ExpressionAnalysis($0, settings: settings).gate.correlation)
    }
    #expect(abs(correlations[0] - correlations[1]) < 0.01)
  }
}
