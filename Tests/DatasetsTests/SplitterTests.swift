import Datasets
import Faces
import Foundation
import Support
import TestSupport
import Testing

@Suite struct SplitterTests {
  /// Faces with subjects of one to six images, a few images copied between subjects, and some
  /// unknown labels.
  private func faces(seed: UInt64) -> (records: [FaceRecord], hashes: [String?]) {
    var generator = SeededGenerator(seed: seed)
    var records: [FaceRecord] = []
    for subject in 0..<400 {
      let group = AgeGrouping.study.groups[generator.integer(below: 5)]
      for _ in 0...generator.integer(below: 6) {
        records.append(
          FaceRecord(
            image: "\(records.count).png",
            subject: generator.uniform() < 0.8 ? "s\(subject)" : nil,
            emotion: generator.uniform() < 0.05
              ? nil : LabelScheme.emotions7.emotions[generator.integer(below: 7)],
            ageGroup: generator.uniform() < 0.05 ? nil : group))
      }
    }
    let hashes = records.indices.map { index -> String? in
      generator.uniform() < 0.03 ? "copy \(generator.integer(below: 12))" : "file \(index)"
    }
    return (records, hashes)
  }

  @Test(arguments: 1...12)
  func nothingLeaksAndProportionsHold(seed: Int) throws {
    let seed = UInt64(seed)
    var (records, hashes) = faces(seed: seed)
    let splits = try Splitter(seed: seed, ages: .study).splits(of: records, contentHashes: hashes)
    for index in records.indices { records[index].split = splits[index] }
    let manifest = Manifest(
      folder: URL(fileURLWithPath: "/faces"), records: records, vocabulary: .study)
    #expect(manifest.splitViolations(contentHashes: hashes).isEmpty)
    for (split, share) in zip(Split.allCases, [0.7, 0.15, 0.15]) {
      let count = splits.count { $0 == split }
      #expect(abs(Double(count) / Double(records.count) - share) < 0.02)
      for group in AgeGrouping.study.groups {
        let inGroup = records.filter { $0.ageGroup == group }
        let part = Double(inGroup.count { $0.split == split }) / Double(inGroup.count)
        #expect(abs(part - share) < 0.04)
        for emotion in LabelScheme.emotions7.emotions {
          #expect(inGroup.contains { $0.emotion == emotion && $0.split == split })
        }
      }
    }
  }

  @Test func singleFacesAreDividedExactly() throws {
    let records = (0..<2000).map { index in
      FaceRecord(
        image: "\(index)", emotion: LabelScheme.emotions7.emotions[index % 2], ageGroup: .adult)
    }
    let splits = try Splitter(seed: 5, ages: .study).splits(
      of: records, contentHashes: Array(repeating: nil, count: 2000))
    for emotion in 0..<2 {
      let own = splits.enumerated().filter { $0.offset % 2 == emotion }.map(\.element)
      #expect(Split.allCases.map { split in own.count { $0 == split } } == [700, 150, 150])
    }
  }

  @Test func smallAgeGroupsReachEverySplit() throws {
    let records = (0..<103).map { index in
      FaceRecord(image: "\(index)", ageGroup: index < 100 ? .adult : .toddler)
    }
    let splits = try Splitter(seed: 2, ages: .study).splits(
      of: records, contentHashes: Array(repeating: nil, count: 103))
    #expect(Set(splits.suffix(3)) == Set(Split.allCases))
  }

  /// Faces of which nothing is known: three are enough for three splits.
  @Test(arguments: 1...5) func noSplitStaysEmptyWhereItCanBeHad(seed: UInt64) throws {
    let records = (0..<6).map { FaceRecord(image: "\($0)", subject: "s\($0 / 2)") }
    let splits = try Splitter(seed: seed, ages: .study).splits(
      of: records, contentHashes: Array(repeating: nil, count: 6))
    #expect(Set(splits) == Set(Split.allCases))
    #expect((0..<3).allSatisfy { splits[2 * $0] == splits[2 * $0 + 1] })
  }

  /// A data set with training and test faces, or with training and validation faces: the third is
  /// taken out of the training faces, whole subjects, in its share of the two.
  @Test(arguments: [Split.validation, .test]) func missingSplitsAreTakenOutOfTrain(
    missing: Split
  ) throws {
    let other: Split = missing == .test ? .validation : .test
    let records = (0..<500).map { index in
      FaceRecord(
        image: "\(index)", subject: "s\(index / 2)",
        emotion: LabelScheme.emotions7.emotions[index / 2 % 7],
        split: index < 340 ? .train : index < 480 ? other : nil)
    }
    let splits = try Splitter(seed: 3, ages: .study).filling(
      [missing], of: records, contentHashes: Array(repeating: nil, count: 500),
      duplicateClusters: Array(repeating: nil, count: 500))
    #expect(splits[340..<480].allSatisfy { $0 == other })
    #expect(splits[480...].allSatisfy { $0 == nil })
    // 0.15 of 0.85.
    #expect(abs(splits.count { $0 == missing } - 60) <= 6)
    #expect(splits.count { $0 == .train } + splits.count { $0 == missing } == 340)
    #expect((0..<170).allSatisfy { splits[2 * $0] == splits[2 * $0 + 1] })
    #expect(
      Set(records.indices.filter { splits[$0] == missing }.map { records[$0].emotion }).count == 7)
  }

  @Test func theSeedDecides() throws {
    let (records, hashes) = faces(seed: 1)
    let first = try Splitter(seed: 1, ages: .study).splits(of: records, contentHashes: hashes)
    #expect(try Splitter(seed: 1, ages: .study).splits(of: records, contentHashes: hashes) == first)
    #expect(try Splitter(seed: 2, ages: .study).splits(of: records, contentHashes: hashes) != first)
  }

  /// Whole subjects, a share of each age group, and none where there is nothing to divide.
  @Test func aShareIsSetApart() {
    let records = (0..<240).map { face in
      FaceRecord(
        image: "\(face)", subject: "\(face / 4)", ageGroup: AgeGrouping.study.groups[face / 4 % 5])
    }
    let hashes = [String?](repeating: nil, count: 240)
    let splitter = Splitter(seed: 4, ages: .study)
    for share in [0.5, 0.75] {
      let chosen = splitter.setApart(share, of: records, contentHashes: hashes)
      #expect(chosen == splitter.setApart(share, of: records, contentHashes: hashes))
      for group in AgeGrouping.study.groups {
        let own = zip(records, chosen).filter { $0.0.ageGroup == group }
        #expect(own.count { $0.1 } == Int(48 * share))
      }
      let subjects = Dictionary(grouping: zip(records, chosen), by: \.0.subject)
      #expect(subjects.values.allSatisfy { Set($0.map(\.1)).count == 1 })
    }
    #expect(!splitter.setApart(0, of: records, contentHashes: hashes).contains(true))
    let one = Array(records.prefix(4))
    #expect(!splitter.setApart(0.5, of: one, contentHashes: Array(hashes.prefix(4))).contains(true))
  }

  @Test(arguments: [
    SplitFractions(train: 1, validation: 0, test: 0.2),
    SplitFractions(train: 1, validation: 0.2, test: -0.5),
    SplitFractions(train: 1e308, validation: 0.15, test: 0.15),
    SplitFractions(train: .nan, validation: 0.15, test: 0.15),
    SplitFractions(train: 90, validation: 0.01, test: 9),
  ])
  func fractionsMustBePositiveAndComparable(fractions: SplitFractions) {
    let splitter = Splitter(fractions: fractions, seed: 1, ages: .study)
    let error = #expect(throws: SmilestoneError.self) {
      try splitter.splits(of: [], contentHashes: [])
    }
    #expect(error?.code == .usage)
  }

  @Test func identicalFilesAreFoundOnDisk() throws {
    let folder = try TemporaryFolder()
    for (name, text) in [("a", "one"), ("b", "two"), ("c", "one")] {
      try folder.write(text, to: "\(name).png")
    }
    var manifest = Manifest(
      folder: folder.url,
      records: ["a", "b", "c", "missing"].map { FaceRecord(image: "\($0).png") }, vocabulary: .study
    )
    let hashes = try manifest.contentHashes()
    #expect(hashes[0] == hashes[2])
    #expect(hashes[0] != hashes[1])
    #expect(hashes[3] == nil)
    try Splitter(seed: 1, ages: .study).assignSplits(in: &manifest)
    #expect(manifest.records[0].split == manifest.records[2].split)
    // Text is no image: nothing is known of near duplicates.
    #expect(manifest.duplicateClusters == [nil, nil, nil, nil])
  }

  @Test func leaksAreNamed() {
    let manifest = Manifest(
      folder: URL(fileURLWithPath: "/faces"),
      records: [
        FaceRecord(image: "a", subject: "x", split: .train),
        FaceRecord(image: "b", subject: "x", split: .test),
        FaceRecord(image: "c", subject: "y", split: .validation),
        FaceRecord(image: "d", subject: "y"),
      ], vocabulary: .study)
    let violations = manifest.splitViolations(contentHashes: ["1", "2", "1", nil])
    #expect(violations.map(\.kind) == [.subject, .identicalFiles])
    #expect(violations.map(\.value) == ["x", "1"])
    #expect(violations.map(\.splits) == [[.train, .test], [.train, .validation]])
    #expect(violations.map(\.images) == [["a", "b"], ["a", "c"]])
  }
}
