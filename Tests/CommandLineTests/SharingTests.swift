import Faces
import Foundation
import Support
import TestSupport
import Testing

extension Data {
  /// Whether these bytes occur anywhere: a page has millions, which `String` searches slowly.
  fileprivate func contains(bytesOf word: String) -> Bool {
    let wanted = Array(word.utf8)
    return withUnsafeBytes { content in
      guard let base = content.baseAddress, content.count >= wanted.count else { return false }
      let end = base + content.count - wanted.count + 1
      var start = base
      while start < end, let found = memchr(start, Int32(wanted[0]), end - start) {
        if memcmp(found, wanted, wanted.count) == 0 { return true }
        start = UnsafeRawPointer(found) + 1
      }
      return false
    }
  }
}

/// `report --share`: nothing of a person, a file's name or a place leaves with the copy.
@Suite struct SharingTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try StudyCohorts.copy(into: folder)
    // Faces of people have names, and columns of a laboratory's own.
    var manifest = try Manifest(
      contentsOf: folder.file("faces/manifest.csv"), observer: SilentObserver())
    for index in manifest.records.indices {
      manifest.records[index].subject = manifest.records[index].subject.map { "Mary Doe \($0)" }
    }
    manifest.setExtraColumn(
      RaterLabels.column,
      to: manifest.records.map { record in record.emotion.map { "Jane Roe:\($0.rawValue)" } ?? "" })
    try manifest.write(to: folder.file("faces/manifest.csv"))
  }

  /// Every file below a folder whose text has one of some words.
  private func files(of name: String, saying words: [String]) -> [String] {
    let root = folder.file(name)
    let paths =
      FileManager.default.enumerator(atPath: root.path)?.compactMap { $0 as? String } ?? []
    return paths.filter { path in
      guard !["png", "pdf"].contains(URL(fileURLWithPath: path).pathExtension),
        let content = try? Data(contentsOf: root.appendingPathComponent(path))
      else { return false }
      return words.contains { content.contains(bytesOf: $0) }
    }
  }

  @Test func aCopyNamesNobodyAndNoPlace() throws {
    let images = try Manifest(
      contentsOf: folder.file("faces/manifest.csv"), observer: SilentObserver()
    ).records.map { URL(fileURLWithPath: $0.image).lastPathComponent }
    let study = try Program.run(
      "study", "--out", folder.file("run").path, "--faces", folder.file("faces/manifest.csv").path,
      "--age-faces", folder.file("ages/manifest.csv").path, "--epochs", "1", "--threads", "1",
      "--set", "age.imageSize=16", "--set", "infant.imageSize=16", "--set", "adult.imageSize=16",
      "--title", "Smiles of toddlers", "--authors", "Ada One; Ben Two")
    #expect(study.status == 0, "\(study.errors)")
    let telling = ["Mary Doe", "Jane Roe", folder.url.path] + images
    #expect(files(of: "run", saying: telling).count > 4)

    let shared = try Program.run(
      "report", folder.file("run").path, "--share", folder.file("copy").path)
    #expect(shared.status == 0, "\(shared.errors)")
    #expect(files(of: "copy", saying: telling) == [])
    #expect(files(of: "copy", saying: ["data:image/jpeg", "data:image/png"]) == [])
    // Whose work it is stays.
    let header = try Page(contentsOf: folder.file("copy/report.html")).header()
    #expect(header.contains("Smiles of toddlers") && header.contains("Ada One, Ben Two"))
    let copied = try Manifest(
      contentsOf: folder.file("copy/manifest.csv"), observer: SilentObserver())
    #expect(copied.records.count == images.count && copied.records[0].image == "image-00001.png")
    #expect(Set(copied.records.compactMap(\.subject)).count == 30)
    #expect(copied.values(ofExtraColumn: RaterLabels.column)?[0].hasPrefix("rater-1:") == true)
    #expect(
      try String(contentsOf: folder.file("copy/left-out.txt"), encoding: .utf8).contains("models"))

    let again = try Program.run(
      "report", folder.file("run").path, "--share", folder.file("copy").path)
    #expect(again.status == 2 && again.errors.contains("is not empty"), "\(again.errors)")
  }
}
