import Foundation

/// Finds the images that label tables name, by exact name.
///
/// A table names an image by its path below the folder or by the last parts of it, whole parts
/// only ("happy/1.jpg" or "1.jpg" for "train/happy/1.jpg"), and only one image may have that name.
struct LabelJoin {
  private let images: [String]
  private let allowsMissingEnding: Bool
  /// The last image with a file name; `earlier` leads on to the others.
  private var lastWithName: [Substring: Int] = [:]
  private var earlier: [Int]
  private var isNamed: [Bool]

  /// - Parameter allowsMissingEnding: whether "A01" may stand for "A01.jpg".
  init(images: [String], allowsMissingEnding: Bool = false) {
    self.images = images
    self.allowsMissingEnding = allowsMissingEnding
    earlier = Array(repeating: -1, count: images.count)
    isNamed = Array(repeating: false, count: images.count)
    lastWithName.reserveCapacity(images.count)
    for (index, image) in images.enumerated() {
      if let last = lastWithName.updateValue(index, forKey: key(image[...])) {
        earlier[index] = last
      }
    }
  }

  /// The image that a table names.
  mutating func image(named name: String) -> Result<String, ImageRefusal> {
    guard !name.isEmpty else { return .failure(ImageRefusal("it names no image")) }
    let parts = name.split(separator: "/", omittingEmptySubsequences: false)
    guard !name.hasPrefix("/"), !parts.contains("..") else {
      return .failure(ImageRefusal("“\(name)” leads out of the data set's folder"))
    }
    let wanted = parts.filter { $0 != "." }.joined(separator: "/")
    var matches: [Int] = []
    var candidate = lastWithName[key(wanted[...])] ?? -1
    while candidate >= 0 {
      let (path, isWhole) = compare(images[candidate], wanted)
      if isWhole {
        matches = [candidate]
        break
      }
      if path { matches.append(candidate) }
      candidate = earlier[candidate]
    }
    guard let match = matches.first else {
      return .failure(ImageRefusal("there is no image “\(name)”"))
    }
    guard matches.count == 1 else {
      return .failure(ImageRefusal("\(matches.count) images are named “\(name)”"))
    }
    isNamed[match] = true
    return .success(images[match])
  }

  /// The images that no row has named so far.
  var unnamed: [String] { images.indices.filter { !isNamed[$0] }.map { images[$0] } }

  /// Whether the wanted name is the end of an image's path, and whether it is all of it.
  private func compare(_ image: String, _ wanted: String) -> (isEnd: Bool, isWhole: Bool) {
    var image = image[...]
    if allowsMissingEnding, !wanted.hasSuffix(Self.ending(of: image)) {
      image = image.dropLast(Self.ending(of: image).count)
    }
    if image == wanted { return (true, true) }
    return (image.hasSuffix("/" + wanted), false)
  }

  /// What images with the same file name have in common.
  private func key(_ path: Substring) -> Substring {
    let name = path.lastIndex(of: "/").map { path[path.index(after: $0)...] } ?? path
    return allowsMissingEnding ? name.dropLast(Self.ending(of: name).count) : name
  }

  /// ".jpg"; "" where there is none.
  private static func ending(of path: Substring) -> Substring {
    guard let dot = path.lastIndex(of: "."), !path[dot...].contains("/") else { return "" }
    return path[dot...]
  }
}
