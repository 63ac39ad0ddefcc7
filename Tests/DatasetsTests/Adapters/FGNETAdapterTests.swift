import Datasets
import Faces
import Foundation
import Support
import TestSupport
import Testing

@Suite struct FGNETAdapterTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test func namesSayWhoAndHowOld() throws {
    for name in ["images/001A02.JPG", "images/001A43a.JPG", "images/082a00b.jpg", "points/1.txt"] {
      try folder.write("", to: name)
    }
    let dataset = try FGNETAdapter().read(folder.url)
    let records = dataset.manifest.records
    #expect(records.map(\.subject) == ["001", "001", "082"])
    #expect(records.map(\.ageInYears) == [2, 43, 0])
    #expect(records.map(\.ageGroup) == [.toddler, .adult, .toddler])
    #expect(records.allSatisfy { $0.source == "FG-NET" && $0.ageSource == .label })
    #expect(records.allSatisfy { $0.emotion == nil && $0.split == nil })
    #expect(dataset.skipped.map(\.image) == ["points/1.txt"])
  }

  @Test func otherNamesAreListed() throws {
    for name in ["001A02.JPG", "01A02.JPG", "001A2.JPG", "001A02ab.JPG", "001B02.JPG"] {
      try folder.write("", to: name)
    }
    let dataset = try FGNETAdapter().read(folder.url)
    #expect(dataset.manifest.records.map(\.image) == ["001A02.JPG"])
    #expect(dataset.skipped.count == 4)
    for skipped in dataset.skipped {
      #expect(skipped.reason == "its name is not of the form 001A02a")
    }
  }

  @Test func agesCanBeLeftOut() throws {
    for name in ["001A02.JPG", "001A18.JPG"] { try folder.write("", to: name) }
    var options = ImportOptions()
    options.droppedFromAgeInYears = 18
    let dataset = try FGNETAdapter().read(folder.url, options: options)
    #expect(dataset.manifest.records.map(\.ageInYears) == [2])
  }

  /// Each person is in one split, whatever the ages.
  @Test func splitsKeepPeopleTogether() throws {
    for subject in 1...30 {
      for age in [1, 9, 15, 40] {
        try folder.write(
          "\(subject) \(age)", to: String(format: "%03dA%02d.JPG", subject, age))
      }
    }
    let manifest = try FGNETAdapter().read(folder.url).manifest
    let splits = try Splitter(seed: 1, ages: .study).splits(
      of: manifest.records, contentHashes: manifest.contentHashes())
    let ofSubjects = Dictionary(grouping: zip(manifest.records, splits), by: \.0.subject)
      .mapValues { Set($0.map(\.1)).count }
    #expect(ofSubjects.count == 30 && ofSubjects.values.allSatisfy { $0 == 1 })
    #expect(Set(splits) == Set(Split.allCases))
    #expect(
      DatasetAdapters.references(for: manifest.records).map(\.key) == ["panis2016overview"])
  }
}
