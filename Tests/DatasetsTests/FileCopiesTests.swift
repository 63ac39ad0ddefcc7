import Datasets
import Faces
import Foundation
import TestSupport
import Testing

@Suite struct FileCopiesTests {
  private func dataset(_ folder: TemporaryFolder) throws -> ImportedDataset {
    // Two sizes, of which one is shared by different bytes; empty files are no copies.
    for (name, text) in [
      ("happy/a.jpg", "face"), ("happy/b.jpg", "kiss"), ("happy/c.jpg", "face"),
      ("happy/d.jpg", "other"), ("happy/e.jpg", ""), ("happy/f.jpg", ""), ("sad/g.jpg", "face"),
    ] {
      try folder.write(text, to: name)
    }
    return try EmotionFolderAdapter().read(folder.url)
  }

  @Test func copiesAreCounted() throws {
    let folder = try TemporaryFolder()
    var dataset = try dataset(folder)
    try dataset.compareFiles(droppingCopies: false)
    #expect(dataset.manifest.records.count == 7)
    #expect(
      dataset.summary.contains {
        $0.hasPrefix("files that repeat others byte by byte: 2, 1 of them under another emotion")
      })
  }

  @Test func oneOfEachCanBeKept() throws {
    let folder = try TemporaryFolder()
    var dataset = try dataset(folder)
    try dataset.compareFiles(droppingCopies: true)
    #expect(
      dataset.manifest.records.map(\.image) == [
        "happy/a.jpg", "happy/b.jpg", "happy/d.jpg", "happy/e.jpg", "happy/f.jpg",
      ])
    #expect(
      dataset.skipped.map(\.reason) == [
        "it repeats “happy/a.jpg” byte by byte",
        "it repeats “happy/a.jpg” byte by byte, under another emotion",
      ])
  }

  @Test func photographsAreClustersElseBytes() {
    var manifest = Manifest(
      folder: URL(fileURLWithPath: "/"), records: (0..<5).map { FaceRecord(image: "\($0)") },
      vocabulary: .study)
    let hashes = ["h1", "h1", "h2", "h3", nil]
    #expect(manifest.photographs(contentHashes: hashes) == ["h1", "h1", nil, nil, nil])
    manifest.setDuplicateClusters(["c", nil, "c", nil, "d"])
    #expect(manifest.photographs(contentHashes: hashes) == ["c", "c", "c", nil, "d"])
  }
}
