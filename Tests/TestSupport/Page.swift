import Foundation

/// A page of HTML that the program made. It is read by its parts, since what one section says is no sign that
/// another does; a failing expectation prints none of it whole.
public struct Page: CustomStringConvertible {
  public let text: String
  public var description: String { "a page of \(text.count) characters" }

  public init(text: String) { self.text = text }

  public init(contentsOf file: URL) throws {
    text = try String(contentsOf: file, encoding: .utf8)
  }

  /// One section, by its identifier.
  public func section(_ id: String) throws -> PagePart { try part("<section id=\"\(id)\"") }

  /// What stands above the contents: title, answer, abstract, warnings and counts.
  public func header() throws -> PagePart { try part("<header>") }

  /// The first element whose start tag begins like this, up to its own end tag.
  public func part(_ start: String) throws -> PagePart {
    guard let part = PagePart.first(start, in: text[...]) else { throw MissingPart(start: start) }
    return part
  }
}

/// One element of a page with all that is in it.
public struct PagePart: CustomStringConvertible {
  public let text: String
  public var description: String { "\(text.prefix(40))… of \(text.count) characters" }

  public func contains(_ words: String) -> Bool { text.contains(words) }
  public func count(of words: String) -> Int { text.ranges(of: words).count }

  /// As the page's, within this part.
  public func part(_ start: String) throws -> PagePart {
    guard let part = Self.first(start, in: text.dropFirst()) else {
      throw MissingPart(start: start)
    }
    return part
  }

  fileprivate static func first(_ start: String, in text: Substring) -> PagePart? {
    guard let opening = text.firstRange(of: start) else { return nil }
    let name = start.dropFirst().prefix { $0.isLetter || $0.isNumber }
    var (end, depth) = (opening.lowerBound, 0)
    repeat {
      let rest = text[end...]
      guard let closing = rest.firstRange(of: "</\(name)>") else { return nil }
      let opened = ["<\(name) ", "<\(name)>"].compactMap { rest.firstRange(of: $0) }
        .min { $0.lowerBound < $1.lowerBound }
      if let opened, opened.lowerBound < closing.lowerBound {
        (end, depth) = (opened.upperBound, depth + 1)
      } else {
        (end, depth) = (closing.upperBound, depth - 1)
      }
    } while depth > 0
    return PagePart(text: String(text[opening.lowerBound..<end]))
  }
}

private struct MissingPart: Error, CustomStringConvertible {
  let start: String
  var description: String { "The page has no \(start)." }
}
