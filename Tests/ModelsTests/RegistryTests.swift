import Foundation
import Models
import Support
import Testing
import Weights

/// What the files of networks say of themselves.
@Suite struct RegistryTests {
  @Test func everyNetworkIsListedOnce() {
    let names = Architecture.all.map(\.name)
    #expect(
      names == [
        "dlib_face_resnet", "efficientnet_b0", "efficientnet_lite0", "resnet18", "resnet50",
        "vit_small_patch14_dinov2",
      ])
    #expect(Architecture.all.allSatisfy { !$0.references.isEmpty })
  }

  @Test func networksAreWrittenAsTheirNames() throws {
    let text = try JSONEncoder().encode(Architecture.all)
    #expect(try JSONDecoder().decode([String].self, from: text) == Architecture.all.map(\.name))
    #expect(try JSONDecoder().decode([Architecture].self, from: text) == Architecture.all)
    let error = #expect(throws: DecodingError.self) {
      try JSONDecoder().decode([Architecture].self, from: Data("[\"resnet19\"]".utf8))
    }
    #expect("\(error as Any)".contains(Architecture.namesInWords))
  }

  @Test func theListHasTheUsualWeights() throws {
    #expect(
      Dictionary(uniqueKeysWithValues: PublishedWeights.all.map { ($0.name, $0.namedHash) }) == [
        "resnet18": "f37072fd", "resnet50": "0676ba61", "resnet50_v2": "11ad3fa6",
        "efficientnet_b0": "7f5810bc", "efficientnet_lite0": "57934424", "dinov2_vits14": nil,
        "dlib_face_resnet": nil,
      ])
    for weights in PublishedWeights.all {
      #expect(weights.sha256?.count == 64)
      #expect(weights.sha256?.hasPrefix(weights.namedHash ?? "") == true)
    }
    #expect(PublishedWeights.all.allSatisfy { $0.source.hasPrefix("https://") })
    #expect(try PublishedWeights.named("resnet50_v2").fileName == "resnet50-11ad3fa6.pth")
    #expect(throws: SmilestoneError.self) { try PublishedWeights.named("resnet19") }
  }
}
