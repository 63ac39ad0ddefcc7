import Faces
import Foundation
import Imaging
import Support

/// Images whose names and folders say what they show, by a pattern of the user's.
public struct NamesAdapter: DatasetAdapter {
  public static let name = "names"
  public static let layout =
    "images whose paths --pattern describes, such as (?<subject>s[0-9]+)_(?<emotion>[a-z]+); --value says "
    + "what codes mean."
  public static let options: Set<ImportOption> = [
    .pattern, .value, .keepOtherLabels, .dropAgesFrom,
  ]

  public static let citations: [DatasetCitation] = []

  public init() {}

  public static func recognises(_ place: DatasetPlace) -> Bool {
    // Nobody but the user knows the pattern.
    false
  }

  public func read(_ folder: URL, options: ImportOptions) throws -> ImportedDataset {
    guard let pattern = options.pattern else {
      throw SmilestoneError.badInput(
        "\(folder.path): what its names say is not known without --pattern.",
        remedy:
          "Give an expression with named groups, such as (?<subject>s[0-9]+)_(?<emotion>[a-z]+).")
    }
    let source = folder.standardizedFileURL.lastPathComponent
    return try read(folder, columns: NamePattern.extraColumns, options: options) { path in
      pattern.describe(
        path, source: source, labels: options.vocabulary.labels, ages: options.ages ?? .study
      ).map {
        ($0.record, $0.label)
      }
    }
  }
}
