import Faces
import Foundation

/// RAF-DB's list of images and labels, in its own spelling (`train_00001.jpg 5`) and in those of others:
/// with commas, a line of titles, or further words.
struct RAFDBList {
  struct Line {
    let place: RowPlace
    let image: String
    private let label: String

    fileprivate init(_ place: RowPlace, _ words: [String]) {
      self.place = place
      image = words.first ?? ""
      label = words.dropFirst().first ?? ""
    }

    /// The label, from 1 on.
    func code(upTo count: Int) throws -> Int {
      guard !label.isEmpty else { throw UnusableImageError("it is not an image and a label") }
      guard let code = Int(label), (1...count).contains(code) else {
        throw UnusableImageError("“\(label)” is not a label from 1 to \(count)")
      }
      return code
    }

    fileprivate var isTitles: Bool { Int(label) == nil && !image.contains(".") }
  }

  let lines: [Line]

  init(_ url: URL) throws {
    let lines = try LabelLines(url).lines.map { place, words in
      Line(
        place, words.flatMap { $0.split(whereSeparator: { ",;".contains($0) }).map(String.init) })
    }
    self.lines = lines.first?.isTitles == true ? Array(lines.dropFirst()) : lines
  }
}
