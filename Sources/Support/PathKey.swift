/// A path as a key of sets and dictionaries: compared byte by byte, as file systems do. `String`s
/// are equal where their characters are, so that “é” in one code point and in two, the names of two
/// files, would meet.
public struct PathKey: Hashable, Comparable, Sendable, ExpressibleByStringLiteral {
  public let path: String

  public init(_ path: String) { self.path = path }

  public init(stringLiteral path: String) { self.path = path }

  public static func == (first: PathKey, second: PathKey) -> Bool {
    first.path.utf8.elementsEqual(second.path.utf8)
  }

  public static func < (first: PathKey, second: PathKey) -> Bool {
    first.path.utf8.lexicographicallyPrecedes(second.path.utf8)
  }

  public func hash(into hasher: inout Hasher) {
    var path = path
    path.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
  }
}
