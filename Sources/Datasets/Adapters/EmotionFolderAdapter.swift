import Faces
import Foundation
import Support

/// A folder per emotion (`happy/…`), with folders `train/`, `validation/` and `test/` above or inside
/// them where they set the split, and folders of subjects and others around them.
public struct EmotionFolderAdapter: DatasetAdapter {
  public static let name = "folders"
  public static let layout =
    "a folder for each label (anger, disgust, fear, happy, neutral, sad, surprise, or a scheme's), "
    + "with train, validation and test above or inside them where there is a split, and folders such as "
    + "subject01 for subjects; --value emotion:3=happy says what other names of folders mean."
  public static let options: Set<ImportOption> = [.value, .pattern, .keepOtherLabels]

  public static let citations: [DatasetCitation] = []

  public init() {}

  public static func recognises(_ place: DatasetPlace) -> Bool {
    // Tables beside the images say more than their folders.
    !ImageFolderAdapter.recognises(place) && !YOLOAdapter.recognises(place)
      && place.images.contains {
        (try? EmotionFolder.describe($0, labels: .emotions8).get()) != nil
      }
  }

  public func read(_ folder: URL, options: ImportOptions) throws -> ImportedDataset {
    let source = folder.standardizedFileURL.lastPathComponent
    let columns = options.pattern == nil ? [] : NamePattern.extraColumns
    let labels = options.vocabulary.labels
    return try read(folder, columns: columns, options: options) { path in
      let said = EmotionFolder.describe(path, options.values, labels: labels)
      guard
        let named = options.pattern?.describe(
          path, source: source, labels: labels, ages: options.ages ?? .study)
      else {
        return said.map { said in
          (
            FaceRecord(image: path, subject: said.subject, source: source, split: said.split),
            said.label
          )
        }
      }
      return named.flatMap { named in
        guard let label = named.label ?? (try? said.get().label) else {
          return said.map { _ in (named.record, nil) }
        }
        var record = named.record
        record.subject = record.subject ?? (try? said.get().subject)
        record.split = record.split ?? (try? EmotionFolder.split(of: path, options.values))
        return .success((record, label))
      }
    }
  }
}
