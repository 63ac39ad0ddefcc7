import Faces
import Imaging
import Support

/// Finds the images that label tables name, by exact name.
///
/// A table names an image by its path below the folder or by the last parts of it, whole parts
/// only ("happy/1.jpg" or "1.jpg" for "train/happy/1.jpg"), and only one image may have that name.
struct LabelJoin {
  /// Those that can be used, then the others.
  private let images: [String]
  private let unusable: [ImageFolder.Unusable]
  private let allowsMissingEnding: Bool
  /// The folder's path, ending in a slash.
  private let root: String
  /// The last image with a file name; `earlier` leads on to the others.
  private var lastWithName: [Substring: Int] = [:]
  private var earlier: [Int]
  /// Made when a name is first looked for in vain.
  private var imageOfFoldedName: [String: String]?
  private var isNamed: [Bool]

  private var usableCount: Int { images.count - unusable.count }

  /// - Parameter allowsMissingEnding: whether "A01" may stand for "A01.jpg".
  init(_ contents: ImageFolder, allowsMissingEnding: Bool = false) {
    images = contents.images + contents.unusable.map(\.path)
    unusable = contents.unusable
    root = contents.path + "/"
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

  /// The image that a table names. Blanks around the name count only where an image's do, and
  /// backslashes are those of Windows only where no image has them.
  mutating func image(named name: String) -> Result<String, UnusableImageError> {
    let result = find(name)
    guard case .failure(let refusal) = result else { return result }
    for spelling in otherSpellings(name) {
      if case .success(let image) = find(spelling) { return .success(image) }
    }
    guard refusal.reason.hasPrefix("there is no image"), let meant = nearest(to: name) else {
      return result
    }
    return .failure(UnusableImageError("\(refusal.reason); did you mean “\(meant)”?"))
  }

  /// The name as other programs write it.
  private func otherSpellings(_ name: String) -> [String] {
    let trimmed = Cell.trimmed(name)
    let plain = trimmed.replacing("\\", with: "/")
    var spellings = [trimmed, plain]
    if plain.hasPrefix(root) {
      spellings.append(String(plain.dropFirst(root.count)))
    } else if plain.prefixMatch(of: /(?:[A-Za-z]:)?\//) != nil, let image = ending(plain) {
      spellings.append(image)
    }
    return spellings.filter { $0 != name }
  }

  /// The image whose whole path below the folder an absolute path of another computer ends in.
  private func ending(_ path: String) -> String? {
    var best: String?
    var candidate = lastWithName[key(path[...])] ?? -1
    while candidate >= 0 {
      let image = images[candidate]
      // A file's name alone says too little.
      let fits = image.contains("/") && path.hasSuffix("/" + image)
      if fits, image.utf8.count > best?.utf8.count ?? 0 { best = image }
      candidate = earlier[candidate]
    }
    return best
  }

  /// An image whose name differs in case or ending alone.
  private mutating func nearest(to name: String) -> String? {
    let folded =
      imageOfFoldedName
      ?? Dictionary(images.map { (Self.folded($0), $0) }, uniquingKeysWith: { first, _ in first })
    imageOfFoldedName = folded
    return folded[Self.folded(name.replacing("\\", with: "/"))]
  }

  private static func folded(_ path: String) -> String {
    let file = path.split(separator: "/").last ?? path[...]
    return file.dropLast(ending(of: file).count).lowercased()
  }

  private mutating func find(_ name: String) -> Result<String, UnusableImageError> {
    guard !name.isEmpty else { return .failure(UnusableImageError("it names no image")) }
    let parts = name.split(separator: "/", omittingEmptySubsequences: false)
    guard !name.hasPrefix("/"), !parts.contains("..") else {
      return .failure(UnusableImageError("“\(name)” leads out of the data set's folder"))
    }
    let wanted = parts.filter { $0 != "." }.joined(separator: "/")
    var matches: [(image: Int, fit: Fit)] = []
    var candidate = lastWithName[key(wanted[...])] ?? -1
    while candidate >= 0 {
      if let fit = fit(images[candidate], wanted) { matches.append((candidate, fit)) }
      candidate = earlier[candidate]
    }
    guard let best = matches.map(\.fit).max() else {
      return .failure(UnusableImageError("there is no image “\(name)”"))
    }
    var fitting = matches.filter { $0.fit == best }
    // The original beside a copy that was converted, say.
    if fitting.contains(where: { $0.image < usableCount }) {
      fitting.removeAll { $0.image >= usableCount }
    }
    guard fitting.count == 1, let match = fitting.first?.image else {
      return .failure(UnusableImageError("\(fitting.count) images are named “\(name)”"))
    }
    isNamed[match] = true
    guard match < usableCount else {
      return .failure(
        UnusableImageError("“\(name)” cannot be used: \(unusable[match - usableCount].reason)"))
    }
    return .success(images[match])
  }

  /// The images that no row has named so far.
  var unnamed: [String] {
    images.indices.prefix(usableCount).filter { !isNamed[$0] }.map { images[$0] }
  }

  /// The images that cannot be used and that no row has named so far.
  var unnamedUnusable: [ImageFolder.Unusable] {
    unusable.indices.filter { !isNamed[usableCount + $0] }.map { unusable[$0] }
  }

  /// How an image's path ends in a wanted name; better ones are greater. Names that are equal byte by
  /// byte come before those that look alike, for “é” may be one code point or two.
  private enum Fit: Int, Comparable {
    case endSpeltOtherwise, end, wholeSpeltOtherwise, whole

    static func < (first: Fit, second: Fit) -> Bool { first.rawValue < second.rawValue }
  }

  private func fit(_ image: String, _ wanted: String) -> Fit? {
    var image = image[...]
    if allowsMissingEnding, !wanted.hasSuffix(Self.ending(of: image)) {
      image = image.dropLast(Self.ending(of: image).count)
    }
    if image.utf8.elementsEqual(wanted.utf8) { return .whole }
    if image == wanted { return .wholeSpeltOtherwise }
    guard image.hasSuffix("/" + wanted) else { return nil }
    return image.utf8.suffix(wanted.utf8.count).elementsEqual(wanted.utf8)
      ? .end : .endSpeltOtherwise
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
