import Support

/// Age groups as one line, in files and on the command line: bounds alone, as in "2;6;12", or names with them,
/// as in "baby<=1; child/children<=12; adult". What follows the name is its plural and what its faces are called.
/// A model that is not trained on the youngest or the oldest group has its own entry: "adult: child".
extension AgeGrouping {
  /// - Throws: `SmilestoneError.usage` for what is no such line.
  public init(text: String) throws {
    var (entries, roles) = ([String](), [String: String]())
    for entry in text.trimmedParts(by: ";") {
      let parts = entry.trimmedParts(by: ":")
      switch parts.count {
      case 1: entries.append(entry)
      case 2 where ["infant", "adult"].contains(parts[0]) && roles[parts[0]] == nil:
        roles[parts[0]] = AgeGrouping.name(parts[1])
      default: throw AgeGrouping.refusal("“\(entry)” cannot be read")
      }
    }
    let (infant, adult) = (roles["infant"], roles["adult"])
    guard entries.contains(where: { $0.contains("<=") }) else {
      let bounds = try entries.flatMap { $0.trimmedParts(by: ",") }.map(AgeGrouping.bound)
      try self.init(upperBounds: bounds, infant: infant, adult: adult)
      return
    }
    var (words, bounds) = ([Words](), [Double]())
    for (index, entry) in entries.enumerated() {
      let parts = entry.trimmedParts(by: "<=")
      guard parts.count == (index + 1 < entries.count ? 2 : 1) else {
        throw AgeGrouping.refusal(
          "“\(entry)” is not of the form NAME<=YEARS, or NAME for the oldest group")
      }
      words.append(try Words(text: parts[0]))
      if parts.count == 2 { bounds.append(try AgeGrouping.bound(parts[1])) }
    }
    try self.init(words: words, upperBounds: bounds, infant: infant, adult: adult)
  }

  /// The line that reads back as these groups.
  public var text: String {
    let bounds = upperBoundsInYears.map(ManifestNumber.text)
    var entries =
      isNamedAfterBounds
        || words == Self.study.words && upperBoundsInYears == Self.study.upperBoundsInYears
      ? [bounds.joined(separator: ";")]
      : [
        (zip(words, bounds).map { "\($0.text)<=\($1)" } + words.suffix(1).map(\.text))
          .joined(separator: "; ")
      ]
    if infant != youngest { entries.append("infant: \(infant.displayName)") }
    if adult != oldest { entries.append("adult: \(adult.displayName)") }
    return entries.joined(separator: "; ")
  }

  /// A name as groups have it: with blanks, single ones.
  static func name(_ text: String) -> String {
    text.replacing("_", with: " ").split(separator: " ").joined(separator: " ")
  }

  private static func bound(_ text: String) throws -> Double {
    guard let bound = Double(text) else { throw refusal("“\(text)” is no number of years") }
    return bound
  }
}

extension AgeGrouping.Words {
  /// "child/children", "child/children/faces of children".
  fileprivate init(text: String) throws {
    let parts = text.trimmedParts(by: "/")
    guard (1...3).contains(parts.count), !parts.contains("") else {
      throw AgeGrouping.refusal("“\(text)” is not of the form NAME/PLURAL/FACES")
    }
    self.init(name: AgeGrouping.name(parts[0]), plural: parts.count > 1 ? parts[1] : nil)
    if parts.count > 2 { faces = parts[2] }
  }

  /// What the name alone does not say comes behind it.
  fileprivate var text: String {
    let (asNamed, withPlural) = (Self(name: name), Self(name: name, plural: plural))
    if self == asNamed { return name }
    return self == withPlural ? "\(name)/\(plural)" : "\(name)/\(plural)/\(faces)"
  }
}

extension String {
  fileprivate func trimmedParts(by separator: String) -> [String] {
    split(separator: separator, omittingEmptySubsequences: false).map { Cell.trimmed(String($0)) }
  }
}
