import Datasets
import Faces
import Foundation
import Support
import TestSupport
import Testing

/// Data sets read into other labels than the study's seven.
@Suite struct SchemeTests {
  private func options(_ scheme: LabelScheme) -> ImportOptions {
    var options = ImportOptions()
    options.vocabulary.labels = scheme
    return options
  }

  @Test(
    "folders of emotions become the scheme's labels",
    arguments: [
      (LabelScheme.emotions7, ["happy", "surprise"]),
      (.emotions8, ["contempt", "happy", "surprise"]), (.valence, ["negative", "positive"]),
    ])
  func folders(scheme: LabelScheme, expected: [String]) throws {
    let folder = try TemporaryFolder()
    for name in ["contempt", "happiness", "surprise"] {
      let place = folder.file("\(name)/1.png")
      try FileManager.default.createDirectory(
        at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
      try onePixel.write(to: place)
    }
    let dataset = try EmotionFolderAdapter().read(folder.url, options: options(scheme))
    #expect(dataset.manifest.records.compactMap(\.emotion?.rawValue).sorted() == expected)
    #expect(dataset.manifest.vocabulary.labels == scheme)
    #expect(dataset.skipped.count == 3 - expected.count)
    for skipped in dataset.skipped {
      #expect(skipped.reason.contains(scheme.labelsInWords), "\(skipped.reason)")
    }
  }

  @Test func votesAreSummedByWhatLabelsBecome() throws {
    let folder = try TemporaryFolder()
    try onePixel.write(to: folder.file("1.png"))
    let table = try folder.write("image,votes\n1.png,2;2;2;3;0;0;9\n", to: "faces.csv")
    let dataset = try TableAdapter().read(table, options: options(.valence))
    #expect(dataset.manifest.records.map(\.votes) == [[6, 0, 3]])
  }
}

/// A PNG of one grey pixel.
private let onePixel =
  Data(
    base64Encoded:
      "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg=="
  ) ?? Data()
