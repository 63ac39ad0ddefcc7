import Faces
import Foundation
import Support

extension URL {
  /// Where a command that writes this table lists what it left out: "faces.skipped.csv" for "faces.csv".
  var listOfSkipped: URL { deletingPathExtension().appendingPathExtension("skipped.csv") }
}

extension TerminalObserver {
  /// How many a command names before it leaves the others to the list.
  private static let namedAtMost = 3

  /// Lists what a command left out in a file, and names the first with their reasons.
  func report(_ skipped: [SkippedImage], to url: URL) throws {
    guard !skipped.isEmpty else { return }
    try SkippedImage.write(skipped, to: url)
    let images = skipped.count(where: \.isImage)
    let others = skipped.count - images
    let parts = [
      images > 0 ? counted(images, "image") : nil,
      others > 0 ? "\(others) rows, cells and other files" : nil,
    ]
    message("Left out: \(parts.compactMap(\.self).joined(separator: ", ")).")
    // Images first: what was meant as a face matters more than a text beside it.
    let first = (skipped.filter(\.isImage) + skipped.filter { !$0.isImage }).prefix(
      Self.namedAtMost)
    for each in first { message("  \(each.image): \(each.reason)") }
    message(
      skipped.count > first.count ? "  … \(url.path) lists them all." : "  \(url.path) lists them.")
  }
}
