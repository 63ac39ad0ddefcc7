import Datasets
import Faces
import Foundation
import Imaging
import Support
import TestSupport
import Testing

/// Images that differ from each other, and altered copies of one.
private enum Images {
  /// A smooth random image: a sum of waves.
  static func random(_ seed: UInt64, side: Int = 64) -> RGBImage {
    var generator = SeededGenerator(seed: seed)
    let waves = (0..<14).map { _ in
      (
        x: generator.uniform(0.5, 4), y: generator.uniform(0.5, 4),
        phase: generator.uniform(0, 6.28), height: generator.uniform(6, 26)
      )
    }
    return image(side) { column, row in
      let (x, y) = (Double(column) / Double(side), Double(row) / Double(side))
      return waves.reduce(128) { $0 + $1.height * sin(6.28 * ($1.x * x + $1.y * y) + $1.phase) }
    }
  }

  static func image(_ side: Int, _ level: (Int, Int) -> Double) -> RGBImage {
    var pixels: [UInt8] = []
    for row in 0..<side {
      for column in 0..<side {
        let value = UInt8(min(255, max(0, level(column, row))))
        pixels += [value, value, value]
      }
    }
    return RGBImage(width: side, height: side, pixels: pixels)
  }

  static func changed(
    _ image: RGBImage, _ change: (_ level: Double, _ column: Int, _ row: Int) -> Double
  ) -> RGBImage {
    self.image(image.width) { column, row in
      change(Double(image.pixels[3 * (row * image.width + column)]), column, row)
    }
  }

  static func mirrored(_ image: RGBImage) -> RGBImage {
    self.image(image.width) { column, row in
      Double(image.pixels[3 * (row * image.width + image.width - 1 - column)])
    }
  }
}

@Suite struct NearDuplicateTests {
  private let original = Images.random(1)

  private func pair(_ other: RGBImage) throws -> NearDuplicatePair? {
    try NearDuplicateSearch.pairs(
      among: [FaceFingerprint(original), FaceFingerprint(other)]
    ).first
  }

  @Test func copiesAreFoundThroughScaleLightMarksAndCompression() throws {
    var generator = SeededGenerator(seed: 2)
    let copies = [
      original, original.resized(toWidth: 48, height: 48),
      original.resized(toWidth: 200, height: 200),
      Images.changed(original) { level, _, _ in 0.8 * level + 10 },
      Images.changed(original) { level, column, row in
        (20..<40).contains(column) && (40..<43).contains(row) ? 200 : level
      },
      Images.changed(original) { level, _, _ in level + generator.normal(standardDeviation: 6) },
      try RGBImage(decoding: original.jpegData(quality: 40), name: "copy"),
    ]
    for (index, copy) in copies.enumerated() {
      let found = try pair(copy)
      #expect(found?.isMirrored == false, "copy \(index)")
      #expect(found?.correlation ?? 0 > 0.92)
    }
  }

  @Test func mirrorImagesAreFound() throws {
    let found = try #require(try pair(Images.mirrored(original)))
    #expect(found.isMirrored)
    #expect(found.hashDistance == 0)
    #expect(found.correlation > 0.999)
  }

  @Test(arguments: [
    ImageSquare(centreX: 29, centreY: 34, side: 55),
    ImageSquare(centreX: 36, centreY: 28, side: 47),
    ImageSquare(centreX: 32, centreY: 32, side: 50, angle: 10 * .pi / 180),
  ])
  func cropsAreFound(square: ImageSquare) throws {
    let found = try #require(try pair(original.cut(square, size: 80)))
    let part = try #require(found.part)
    #expect(!found.isPartOfSecond)
    #expect(abs(part.side - square.side / 64) < 0.03)
    #expect(abs(part.centreX - square.centreX / 64) < 0.03)
    #expect(abs(part.centreY - square.centreY / 64) < 0.03)
    #expect(abs(part.angle - square.angle) < 0.04)
    // Whichever comes first.
    let turned = try NearDuplicateSearch.pairs(
      among: [FaceFingerprint(original.cut(square, size: 80)), FaceFingerprint(original)])
    #expect(turned.map(\.isPartOfSecond) == [true])
  }

  /// Corners that were not there before are black.
  @Test(arguments: [-14.0, -5, 8]) func rotationsAreFound(degrees: Double) throws {
    let angle = degrees * .pi / 180
    let square = ImageSquare(centreX: 32, centreY: 32, side: 64, angle: angle)
    let turned = original.cut(square, size: 64)
    let rotated = Images.changed(turned) { level, column, row in
      let (x, y) = (Double(column) - 31.5, Double(row) - 31.5)
      let isInside =
        max(abs(cos(angle) * x - sin(angle) * y), abs(sin(angle) * x + cos(angle) * y)) < 32
      return isInside ? level : 0
    }
    let found = try #require(try pair(rotated))
    // A small rotation changes little of the whole.
    if let part = found.part {
      #expect(abs(part.angle - (found.isPartOfSecond ? -angle : angle)) < 0.05)
    }
  }

  @Test func otherImagesAreNot() throws {
    let prints = (1...300).map { FaceFingerprint(Images.random(UInt64($0))) }
    #expect(try NearDuplicateSearch.pairs(among: prints).isEmpty)
  }

  /// The index must find exactly what comparing all pairs finds.
  @Test func theIndexMissesNothing() throws {
    var generator = SeededGenerator(seed: 3)
    // Noise of every strength, so that hashes lie at every distance around the limit.
    let images = (0..<240).map { index in
      let noise = Double(index % 12) * 4
      return Images.changed(Images.random(UInt64(index / 12))) { level, _, _ in
        level + generator.normal(standardDeviation: noise)
      }
    }
    let prints = images.map { FaceFingerprint($0) }
    var expected: Set<[Int]> = []
    for first in prints.indices {
      for second in prints.indices where second > first {
        for isMirrored in [false, true] {
          let hash = isMirrored ? prints[first].mirroredHash : prints[first].hash
          let distance = (hash ^ prints[second].hash).nonzeroBitCount
          let correlation = prints[first].correlation(
            with: prints[second], isMirrored: isMirrored)
          if distance <= NearDuplicateSearch.maximumHashDistance,
            correlation >= NearDuplicateSearch.minimumCorrelation,
            prints[first].detailCorrelation(with: prints[second], isMirrored: isMirrored)
              >= NearDuplicateSearch.minimumDetailCorrelation
          {
            expected.insert([first, second])
          }
        }
      }
    }
    let found = try NearDuplicateSearch.pairs(among: prints).filter { $0.part == nil }
    #expect(Set(found.map { [$0.first, $0.second] }) == expected)
    #expect(Set(found.map(\.hashDistance)).count > 3)
  }

  @Test func flatImagesAreNoDuplicates() throws {
    let flat = [10.0, 10, 200].map { level in
      FaceFingerprint(Images.image(32) { _, _ in level })
    }
    #expect(flat.allSatisfy { $0.isFlat })
    #expect(try NearDuplicateSearch.pairs(among: flat).isEmpty)
  }

  @Test func clustersJoinChainsAndHaveNamesOfTheirFiles() throws {
    let prints: [FaceFingerprint?] = [
      FaceFingerprint(original), FaceFingerprint(Images.random(9)), nil,
      FaceFingerprint(Images.mirrored(original)), FaceFingerprint(original),
    ]
    let clusters = try DuplicateClusters(
      fingerprints: prints,
      contentHashes: ["cccccccccccccccccccc", "d", nil, "bbbbbbbbbbbbbbbbbbbb", "e"])
    #expect(clusters.members == [[0, 3, 4]])
    let name = "bbbbbbbbbbbbbbbb"
    #expect(clusters.names == [name, nil, nil, name, name])
  }

  @Test func nearDuplicatesShareASplit() throws {
    let folder = try TemporaryFolder()
    var records: [FaceRecord] = []
    for index in 0..<60 {
      let image = Images.random(UInt64(index / 2))
      let copy = index % 2 == 0 ? image : image.resized(toWidth: 50, height: 50)
      try copy.pngData().write(to: folder.file("\(index).png"))
      records.append(FaceRecord(image: "\(index).png"))
    }
    try folder.write("no image", to: "60.png")
    records.append(FaceRecord(image: "60.png"))
    var manifest = Manifest(folder: folder.url, records: records, vocabulary: .study)
    let scan = try DuplicateScan(manifest)
    #expect(scan.skipped.map(\.image) == ["60.png"])
    #expect(scan.duplicates.members == (0..<30).map { [2 * $0, 2 * $0 + 1] })
    try Splitter(seed: 1, ages: .study).assignSplits(in: &manifest)
    #expect(manifest.duplicateClusters == scan.duplicates.names)
    let check = {
      manifest.splitViolations(
        contentHashes: scan.contentHashes, duplicateClusters: scan.duplicates.names)
    }
    #expect(check().isEmpty)
    manifest.records[0].split = manifest.records[0].split == .test ? .train : .test
    #expect(check().map(\.kind) == [.nearDuplicates])
    #expect(check().map(\.images) == [["0.png", "1.png"]])
  }
}
