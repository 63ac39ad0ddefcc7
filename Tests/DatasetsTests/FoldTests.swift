import Datasets
import Faces
import Foundation
import Support
import TestSupport
import Testing

@Suite struct FoldTests {
  /// 60 subjects of four faces; subjects 0 and 1 share a photograph, two sources.
  private let records = (0..<240).map { index in
    FaceRecord(
      image: "\(index).png", subject: "s\(index / 4)", source: index < 120 ? "web" : "studio",
      emotion: LabelScheme.emotions7.emotions[index % 7],
      ageGroup: AgeGrouping.study.groups[index / 4 % 5]
    )
  }
  private let hashes = (0..<240).map { index -> String? in "\(index)" }
  private var clusters: [String?] {
    (0..<240).map { $0 == 3 || $0 == 4 ? "same" : nil }
  }

  @Test func foldsKeepSubjectsAndDuplicatesTogether() throws {
    let folds = try Splitter(seed: 1, ages: .study)
      .folds(5, of: records, contentHashes: hashes, duplicateClusters: clusters)
    #expect(Set(folds) == [1, 2, 3, 4, 5])
    for subject in 0..<60 { #expect(Set(folds[4 * subject..<4 * subject + 4]).count == 1) }
    #expect(folds[0] == folds[4])
    for fold in 1...5 {
      #expect(abs(folds.count { $0 == fold } - 48) <= 8)
      for group in AgeGrouping.study.groups {
        let inGroup = zip(records, folds).count { $0.ageGroup == group && $1 == fold }
        #expect(abs(inGroup - 48 / 5) <= 6)
      }
    }
  }

  @Test func everyFoldIsTestedOnce() throws {
    let folds = try Splitter(seed: 1, ages: .study).folds(5, of: records, contentHashes: hashes)
    var tested = Array(repeating: 0, count: 240)
    for fold in 1...5 {
      let splits = try Splitter.splits(ofFolds: folds, testing: fold)
      for (index, split) in splits.enumerated() where split == .test { tested[index] += 1 }
      #expect(Set(zip(folds, splits).filter { $1 == .validation }.map(\.0)) == [fold % 5 + 1])
    }
    #expect(tested.allSatisfy { $0 == 1 })
    #expect(throws: SmilestoneError.self) { try Splitter.splits(ofFolds: folds, testing: 6) }
  }

  @Test func eachSubjectIsLeftOutOnce() throws {
    let folds = try Splitter.leaveOneSubjectOut(
      records, contentHashes: hashes, duplicateClusters: clusters)
    // Two subjects share a photograph, so they are left out together.
    #expect(Set(folds).count == 59)
    #expect(folds[0] == folds[7])
    var strangers = records
    strangers[17].subject = nil
    let error = #expect(throws: SmilestoneError.self) {
      try Splitter.leaveOneSubjectOut(strangers, contentHashes: hashes)
    }
    #expect(error?.message.contains("17.png") == true)
  }

  @Test func aSourceStaysInOneSplit() throws {
    var records = records
    for index in records.indices {
      records[index].source = "album \(index % 12)"
      records[index].subject = nil
    }
    let splits = try Splitter(seed: 3, bySource: true, ages: .study).splits(
      of: records, contentHashes: hashes)
    let places = Dictionary(grouping: records.indices) { records[$0].source }
    #expect(places.count == 12)
    for indices in places.values { #expect(Set(indices.map { splits[$0] }).count == 1) }
    #expect(Set(splits) == Set(Split.allCases))
  }

  @Test func moreFoldsThanSubjectsAreRefused() {
    let error = #expect(throws: SmilestoneError.self) {
      try Splitter(seed: 1, ages: .study).folds(61, of: records, contentHashes: hashes)
    }
    #expect(error?.code == .usage)
  }
}

@Suite struct FrozenSplitsTests {
  private let folder: TemporaryFolder
  private let hashes: [String?] = ["h0", "h1", "h2", nil]
  private var manifest: Manifest

  init() throws {
    folder = try TemporaryFolder()
    manifest = Manifest(
      folder: folder.file("faces"),
      records: zip(0..<4, [Split.train, .test, .validation, .train]).map {
        FaceRecord(image: "\($0).png", split: $1)
      }, vocabulary: .study)
    manifest.setDuplicateClusters(["c", "", "c", ""])
    manifest.setExtraColumn(FrozenSplits.foldColumn, to: ["1", "2", "3", "1"])
  }

  @Test func whatIsWrittenIsReused() throws {
    let file = folder.file("elsewhere/splits.csv")
    try FrozenSplits.write(manifest, contentHashes: hashes, to: file)
    var again = Manifest(
      folder: manifest.folder, records: [2, 0].map { FaceRecord(image: "\($0).png", sex: .male) },
      vocabulary: .study)
    try FrozenSplits(contentsOf: file).apply(to: &again, contentHashes: ["h2", "h0"])
    #expect(again.records.map(\.split) == [.validation, .train])
    #expect(again.duplicateClusters == ["c", "c"])
    #expect(again.values(ofExtraColumn: "fold") == ["3", "1"])
    #expect(again.records.map(\.sex) == [.male, .male])
  }

  @Test func pathsAreComparedByteByByte() throws {
    let file = folder.file("accents.csv")
    let records = zip(["\u{E9}.png", "e\u{301}.png"], [Split.train, .test]).map {
      FaceRecord(image: $0, split: $1)
    }
    let written = Manifest(folder: folder.file("faces"), records: records, vocabulary: .study)
    try FrozenSplits.write(written, contentHashes: ["a", "b"], to: file)
    var again = Manifest(
      folder: written.folder, records: records.map { FaceRecord(image: $0.image) },
      vocabulary: .study)
    try FrozenSplits(contentsOf: file).apply(to: &again, contentHashes: ["a", "b"])
    #expect(again.records.map(\.split) == [.train, .test])
  }

  @Test func strangersAndChangedFilesAreNamed() throws {
    let file = folder.file("splits.csv")
    try FrozenSplits.write(manifest, contentHashes: hashes, to: file)
    let frozen = try FrozenSplits(contentsOf: file)
    var more = manifest
    more.records.append(FaceRecord(image: "new.png"))
    let unknown = #expect(throws: SmilestoneError.self) {
      try frozen.apply(to: &more, contentHashes: hashes + ["h4"])
    }
    #expect(unknown?.code == .badInput)
    #expect(unknown?.message.contains("new.png") == true)
    var same = manifest
    let changed = #expect(throws: SmilestoneError.self) {
      try frozen.apply(to: &same, contentHashes: ["h0", "other", "h2", nil])
    }
    #expect(changed?.message.contains("1.png") == true)
    #expect(changed?.message.contains("0.png") == false)
  }
}
