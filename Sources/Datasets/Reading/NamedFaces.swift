import Faces
import Foundation
import Support

/// A data set whose files' names say what they show.
protocol NamedFaces: DatasetAdapter {
  /// The `source` of its faces.
  static var source: String { get }
  /// What its names say, and how; read from `NamePattern.describe`.
  static var expression: String { get }
  /// What the names' codes stand for: “emotion:AN=anger”.
  static var codes: [String] { get }
}

extension NamedFaces {
  public static var options: Set<ImportOption> { [.keepOtherLabels, .dropAgesFrom] }

  /// Most of the images have such a name.
  public static func recognises(_ place: DatasetPlace) -> Bool {
    guard !place.images.isEmpty, let pattern = try? pattern() else { return false }
    return place.images.count(where: pattern.matches) * 2 > place.images.count
  }

  public func read(_ folder: URL, options: ImportOptions) throws -> ImportedDataset {
    let pattern = try Self.pattern()
    return try read(folder, columns: NamePattern.extraColumns, options: options) { path in
      pattern.describe(
        path, source: Self.source, labels: options.vocabulary.labels, ages: options.ages ?? .study
      ).map {
        ($0.record, $0.label)
      }
    }
  }

  /// What the archive's own codes stand for is said in the study's words. Copies have names in small letters.
  static func pattern() throws -> NamePattern {
    try NamePattern(
      "(?:^|/)\(expression)$", values: ValueMap(codes, vocabulary: .study), ignoresCase: true)
  }
}

extension NamePattern {
  /// The names of the data sets whose patterns are known, for people.
  public static var namesInWords: String {
    DatasetAdapters.all.filter { $0 is any NamedFaces.Type }.map { $0.name }.joined(separator: ", ")
  }

  /// The pattern of a data set by its name, or else the text as an expression.
  public init(named text: String, values: ValueMap = ValueMap()) throws {
    let sets = DatasetAdapters.all.compactMap { $0 as? any NamedFaces.Type }
    if let set = sets.first(where: { $0.name == text.lowercased() }) {
      self = try set.pattern()
    } else {
      try self.init(text, values: values)
    }
  }
}
